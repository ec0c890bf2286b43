#include "tests/oracle/naive_json_rows.hpp"

#include <algorithm>
#include <cctype>

namespace drydock::oracle {

namespace json = boost::json;

std::string text_in(json::object const& line, std::string_view name)
{
    auto const* const found = line.if_contains(name);
    return found == nullptr || !found->is_string() ? std::string{}
                                                   : std::string{found->as_string()};
}

bool has(json::object const& line, std::string_view name, std::string_view text)
{
    auto const* const found = line.if_contains(name);
    return found != nullptr && found->is_string() &&
           std::string_view{found->as_string().data(), found->as_string().size()} == text;
}

json::object object_in(json::object const& line, std::string_view name)
{
    auto const* const found = line.if_contains(name);
    return found == nullptr || !found->is_object() ? json::object{} : found->as_object();
}

json::object shown(json::object defaults, json::object const& fields)
{
    for (auto const& [name, value] : fields)
        if (defaults.contains(name)) defaults[name] = value;
    return defaults;
}

std::string sortable(std::string const& time)
{
    if (time.empty()) return {};
    auto made = time.substr(0, time.size() - 1);
    if (made.find('.') == std::string::npos) made += '.';
    return made + std::string(29 - made.size(), '0');
}

// --- queries -------------------------------------------------------------------------------------

std::optional<std::string> wishes::text(std::string const& name)
{
    std::vector<std::string> given;
    for (auto const& [each, value] : asked_.query)
        if (each == name) given.push_back(value);
    if (given.size() > 1) wrong_.insert(name);
    if (given.size() != 1) return std::nullopt;
    return given.front();
}

std::string wishes::required(std::string const& name)
{
    auto const given = text(name);
    if (!given || given->empty()) wrong_.insert(name);
    return given.value_or("");
}

std::uint64_t wishes::number(std::string const& name, std::uint64_t usual)
{
    auto const given = text(name);
    if (!given) return usual;
    bool const digits = !given->empty() && given->size() < 12 &&
                        given->find_first_not_of("0123456789") == std::string::npos;
    auto const value = digits ? std::stoull(*given) : 0;
    if (value >= 1 && value <= 2'147'483'647) return value;
    wrong_.insert(name);
    return usual;
}

std::string wishes::one_of(std::string const& name, std::set<std::string> const& names,
                           std::string const& usual)
{
    auto const given = text(name);
    if (!given) return usual;
    if (!names.contains(*given)) wrong_.insert(name);
    return *given;
}

std::string wishes::time(std::string const& name)
{
    auto const given = text(name);
    if (!given) return {};
    // No question has a time that is nearly right.
    if (given->size() < 20 || given->back() != 'Z') {
        wrong_.insert(name);
        return {};
    }
    return sortable(*given);
}

bool wishes::in_window(std::string const& name, std::string const& time_there)
{
    auto const from = time(name + "_start");
    auto const until = time(name + "_end");
    if (from.empty() && until.empty()) return true;
    if (time_there.empty()) return false;
    return time_there >= from && (until.empty() || time_there <= until);
}

std::optional<reply> wishes::refusal() const
{
    if (wrong_.empty()) return std::nullopt;
    json::array names;
    for (auto const& name : wrong_)
        names.emplace_back(name);
    return reply{400, names};
}

// --- pages ---------------------------------------------------------------------------------------

std::uint64_t pages_of(std::size_t total, page_wish const& wish)
{
    std::uint64_t pages = 1;
    while (pages * wish.size < total)
        ++pages;
    return pages;
}

json::array page_of(json::array const& rows, page_wish const& wish)
{
    json::array found;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (i / wish.size + 1 == wish.page) found.push_back(rows[i]);
    return found;
}

json::object links_of(question const& asked, std::string const& size_key, std::size_t total,
                      page_wish const& wish)
{
    question other = asked;
    std::erase_if(other.query,
                  [&](auto const& p) { return p.first == "page" || p.first == size_key; });
    auto const link = [&](std::uint64_t page) {
        auto to = other;
        to.query.emplace_back("page", std::to_string(page));
        to.query.emplace_back(size_key, std::to_string(wish.size));
        return json::object{{"href", std::string{naive_base} + target_of(to)}};
    };
    auto const last = pages_of(total, wish);
    json::object links{{"first", link(1)}, {"last", link(last)}};
    links["prev"] = wish.page == 1 ? json::object{} : link(std::min(wish.page - 1, last));
    links["next"] = wish.page >= last ? json::object{} : link(wish.page + 1);
    return links;
}

} // namespace drydock::oracle
