#include "tools/live/target_map.hpp"

#include "sim/scenario/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace drydock::tools {

namespace {

/// Path, query and nothing else of a URL: what stands behind its origin, without a fragment.
std::string path_and_query(std::string_view url)
{
    auto const scheme = url.find("://");
    auto const rest = url.substr(scheme == url.npos ? 0 : scheme + 3);
    auto const begin = rest.find_first_of("/?#");
    if (begin == rest.npos) return "/";
    auto const text = rest.substr(begin, rest.find('#') - begin);
    return text.starts_with('/') ? std::string{text} : '/' + std::string{text};
}

std::string with_scheme(std::string_view text)
{
    if (text.find("://") != text.npos) return std::string{text};
    auto const has_host = !text.empty() && text[0] != ':';
    return fmt::format("http://{}{}", has_host ? "" : "localhost", text);
}

struct assignment {
    std::string_view left; ///< empty: none
    std::string_view right;
};

// An equals sign in a query assigns nothing.
assignment split(std::string_view value)
{
    auto const equals = value.find('=');
    if (equals == value.npos || value.find('?') < equals) return {{}, value};
    return {value.substr(0, equals), value.substr(equals + 1)};
}

/// The rest of `url` below `prefix`, appended to the target.
real_target moved(real_target to, model::address const& prefix, std::string_view url)
{
    auto const path = path_and_query(url);
    auto const rest = path.substr(std::min(prefix.path.size(), path.size()));
    if (to.target.ends_with('/') && rest.starts_with('/')) to.target.pop_back();
    to.target += rest;
    return to;
}

} // namespace

std::optional<real_target> parse_target(std::string_view text)
{
    if (text.empty()) return std::nullopt;
    auto const url = with_scheme(text);
    auto address = model::parse_address(url);
    if (!address || address->has_user) return std::nullopt;
    address->path.clear();
    return real_target{std::move(*address), path_and_query(url)};
}

target_map_result target_map::parse(std::vector<std::string> const& values)
{
    target_map_result made;
    for (auto const& value : values) {
        made.failure = made.map.add(value);
        if (!made.failure.empty()) break;
    }
    return made;
}

std::string target_map::add(std::string const& value)
{
    auto const [left, right] = split(value);
    rule added;
    if (!left.empty()) {
        added.event = model::parse_webhook_event(left);
        if (!added.event) added.prefix = model::parse_address(left);
        if (!added.event && !added.prefix)
            return fmt::format("expected a webhook event or a URL before \"=\", found \"{}\"{}",
                               left, sim::did_you_mean(left, model::webhook_event_names()));
    }
    auto target = parse_target(right);
    if (!target)
        return fmt::format("expected a URL such as http://localhost:3000/hooks, found \"{}\"",
                           right);
    added.to = std::move(*target);
    auto const is_same = [&](rule const& other) {
        return other.event == added.event && other.prefix.has_value() == added.prefix.has_value() &&
               (!other.prefix || other.prefix->prefix() == added.prefix->prefix());
    };
    if (std::ranges::any_of(rules_, is_same))
        return fmt::format("expected one target for {}, found another: \"{}\"",
                           left.empty() ? "all webhooks" : left, value);
    rules_.push_back(std::move(added));
    return {};
}

std::optional<real_target> target_map::find(model::webhook_event event, std::string_view url) const
{
    auto const address = model::parse_address(url);
    rule const* best = nullptr;
    std::size_t longest = 0;
    for (auto const& each : rules_) {
        if (each.event == event) return each.to;
        if (each.event) continue;
        auto const length = each.prefix ? each.prefix->prefix().size() : 0;
        if (each.prefix && !(address && model::is_prefix_of(*each.prefix, *address))) continue;
        if (best != nullptr && length < longest) continue;
        best = &each;
        longest = length;
    }
    if (best == nullptr) return address ? parse_target(url) : std::nullopt;
    return best->prefix ? moved(best->to, *best->prefix, url) : best->to;
}

std::optional<real_target> target_map::find(std::string_view url) const
{
    target_map prefixes;
    std::ranges::copy_if(rules_, std::back_inserter(prefixes.rules_),
                         [](rule const& each) { return each.prefix.has_value(); });
    return prefixes.find(model::webhook_event{}, url);
}

} // namespace drydock::tools
