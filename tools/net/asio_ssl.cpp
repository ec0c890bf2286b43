// The bodies of Asio's TLS functions, once for all of ours; see sim/http/asio_beast.cpp.
#include <boost/asio/ssl/impl/src.hpp>
