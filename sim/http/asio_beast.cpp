// The bodies of Asio's and Beast's functions, once for all of ours (BOOST_*_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
