// What the naive API shares: looking into lines, and lists a page at a time.
#pragma once

#include "tests/oracle/naive_api.hpp"

#include <set>

namespace drydock::oracle {

inline constexpr std::string_view naive_base = "https://api.shipengine.com";

/// A member that is a text; empty when it is missing or something else.
std::string text_in(boost::json::object const& line, std::string_view name);
/// Whether a member is this text.
bool has(boost::json::object const& line, std::string_view name, std::string_view text);
/// A member that is an object; an empty one when it is missing.
boost::json::object object_in(boost::json::object const& line, std::string_view name);
/// By its shipment_created: as given, else made from the id.
std::string tracking_number(boost::json::object const& created);
/// The defaults, but what the fields have of them.
boost::json::object shown(boost::json::object defaults, boost::json::object const& fields);
/// A time as text that sorts as times do; empty for none.
std::string sortable(std::string const& time);

/// Reads a query and remembers what is wrong with it.
class wishes {
public:
    explicit wishes(question const& asked) : asked_{asked} {}

    std::optional<std::string> text(std::string const& name);
    std::string required(std::string const& name);
    std::uint64_t number(std::string const& name, std::uint64_t usual);
    std::string one_of(std::string const& name, std::set<std::string> const& names,
                       std::string const& usual);
    /// Whether a time lies where two parameters say. Each is read whatever the other says.
    bool in_window(std::string const& name, std::string const& time);

    /// A 400 when something is wrong.
    std::optional<reply> refusal() const;

private:
    std::string time(std::string const& name);

    question const& asked_;
    std::set<std::string> wrong_;
};

/// The page that is asked for, of rows that come oldest first.
struct page_wish {
    std::uint64_t page, size;
    bool descending = false;
    std::string sort_by;
};
boost::json::array page_of(boost::json::array const& rows, page_wish const& wish);
boost::json::object links_of(question const& asked, std::string const& size_key, std::size_t total,
                             page_wish const& wish);
std::uint64_t pages_of(std::size_t total, page_wish const& wish);

} // namespace drydock::oracle
