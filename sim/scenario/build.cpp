#include "sim/scenario/build.hpp"

#include "model/address.hpp"
#include "sim/scenario/build_parts.hpp"

namespace drydock::sim {
namespace {

void build_start(building& b)
{
    auto const text = text_of(b.root.find("start"));
    if (!text) return;
    if (*text == "now")
        b.out.start = b.options.now;
    else
        b.out.start = model::parse_instant(*text).value_or(default_start);
}

void build_until(building& b)
{
    auto const* const given = b.root.find("until");
    b.out.until = point_of(given, b.out.start, b.c);
    if (b.out.until && *b.out.until < b.out.start)
        b.c.error(given, "expected a time at or after the start of the scenario");
}

void build_head(building& b)
{
    build_start(b);
    if (auto const about = text_of(b.root.find("about"))) b.out.about = *about;
    if (auto const seed = number_of(b.root.find("seed"), 0, UINT64_MAX)) b.out.seed = *seed;
    build_until(b);
    if (auto const profile = text_of(b.root.find("profile")))
        b.out.profile = model::parse_profile(*profile).value_or(b.out.profile);
    auto const* const given = b.root.find("base_url");
    auto base = text_of(given);
    if (!base) return;
    if (!model::parse_address(*base))
        b.c.error(given, "expected an absolute http or https URL such as \"https://shop.test\"");
    while (base->ends_with('/'))
        base->remove_suffix(1);
    b.out.base_url = *base;
}

} // namespace

std::optional<scenario> build_scenario(node const& resolved, std::string path,
                                       load_options const& options,
                                       std::vector<scenario_error>& errors,
                                       std::vector<std::string>& hints)
{
    scenario made;
    complaints c{resolved};
    building b{resolved, options, made, c};
    made.path = std::move(path);
    build_head(b);
    build_policy(b);
    build_webhooks(b);
    build_endpoints(b);
    build_links(b);
    build_timeline(b);
    build_populations(b);
    cast known{b};
    check_webhooks(b, known);
    check_moves(b);
    check_entities(b);
    assume_entities(b, known);
    check_populations(b);
    check_ids(b);
    check_rules(b, known);
    build_expectations(b);
    build_lesson(b);
    check_filters(b, known);
    c.write(made.path, errors, hints);
    if (!errors.empty()) return std::nullopt;
    return made;
}

} // namespace drydock::sim
