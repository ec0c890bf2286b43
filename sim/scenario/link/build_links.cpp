#include "model/address.hpp"
#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/link/bandwidth.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

/// A file can write more bytes than any connection carries.
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 53;

/// Reads the rules of `links`, one by one.
class link_reader {
public:
    explicit link_reader(building& b) : b_{&b} {}

    link_rule read(node const& given);

private:
    void read_place(node const* given, link_rule& rule);
    void read_conditions(node const& given, link_rule& rule);
    void read_way(node const& given, link& made);
    void read_break(node const& given, link& made);

    building* b_;
};

link_rule link_reader::read(node const& given)
{
    link_rule made;
    read_place(given.find("to"), made);
    read_conditions(given, made);
    read_way(given, made.then);
    read_break(given, made.then);
    return made;
}

// Endpoints say who is there. Without them any place will do.
void link_reader::read_place(node const* given, link_rule& rule)
{
    auto const text = text_of(given);
    if (!text) return;
    auto const to = model::parse_address(*text);
    if (!to || to->has_user || to->has_query || !to->path.empty())
        return b_->c.error(given, "expected an origin such as \"https://shop.test\", without a "
                                  "path, found " +
                                      quoted(*text));
    rule.to = to->origin();
    if (!b_->out.has_endpoints) return;
    std::vector<std::string> origins;
    for (auto const& each : b_->out.endpoints)
        if (auto const prefix = model::parse_address(each.prefix))
            origins.push_back(prefix->origin());
    if (std::ranges::find(origins, rule.to) != origins.end()) return;
    std::vector<std::string_view> const known{origins.begin(), origins.end()};
    b_->c.error(given, "expected the origin of an endpoint: nobody is at " + quoted(rule.to) +
                           did_you_mean(rule.to, known));
}

void link_reader::read_conditions(node const& given, link_rule& rule)
{
    rule.from = point_of(given.find("from"), b_->out.start, b_->c);
    rule.until = point_of(given.find("until"), b_->out.start, b_->c);
    if (rule.until && rule.from.value_or(b_->out.start) >= *rule.until)
        b_->c.error(given.find("until"), "expected a time after the start of the window");
    rule.with_chance = chance_of(given.find("chance"));
    auto const times = number_of(given.find("times"), 0, UINT32_MAX);
    if (times) rule.times = static_cast<std::uint32_t>(*times);
}

void link_reader::read_way(node const& given, link& made)
{
    made.latency = length_of(given.find("latency")).value_or(made.latency);
    made.jitter = length_of(given.find("jitter")).value_or(made.jitter);
    if (auto const text = text_of(given.find("bandwidth")))
        made.bytes_per_second = parse_bandwidth(*text).value_or(0);
    auto const fragment = number_of(given.find("fragment"), 1, UINT32_MAX);
    made.fragment = static_cast<std::uint32_t>(fragment.value_or(0));
}

void link_reader::read_break(node const& given, link& made)
{
    if (truth_of(given.find("refuse")).value_or(false)) made.is = link::door::refused;
    if (truth_of(given.find("unknown_host")).value_or(false)) made.is = link::door::unknown_host;
    if (truth_of(given.find("blackhole")).value_or(false)) made.is = link::door::blackhole;

    struct {
        char const* name;
        link_cut::kind how;
    } const cuts[] = {{"reset_after", link_cut::kind::reset},
                      {"close_after", link_cut::kind::close},
                      {"blackhole_after", link_cut::kind::blackhole}};
    for (auto const& [name, how] : cuts) {
        auto const* const at = given.find(name);
        if (auto const sent = number_of(member(at, "sent"), 0, most_bytes))
            made.cut = link_cut{how, false, *sent};
        if (auto const received = number_of(member(at, "received"), 0, most_bytes))
            made.cut = link_cut{how, true, *received};
    }
}

} // namespace

void build_links(building& b)
{
    for (auto const& item : items(b.root.find("links")))
        if (item.is == node::kind::object) b.out.links.push_back(link_reader{b}.read(item));
}

} // namespace drydock::sim
