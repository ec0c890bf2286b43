#include "tests/oracle/recount.hpp"

#include "model/time.hpp"

#include <boost/json.hpp>

#include <optional>

namespace drydock::oracle {
namespace {

using boost::json::object;
using model::instant;

std::string text(object const& line, std::string_view member)
{
    auto const* const found = line.if_contains(member);
    return found ? std::string{found->as_string()} : "";
}

std::uint64_t number(object const& line, std::string_view member)
{
    auto const* const found = line.if_contains(member);
    return found ? found->to_number<std::uint64_t>() : 0;
}

/// What a scan says.
struct seen {
    std::uint64_t sequence = 0;
    std::string shipment, status;
    instant occurred_at{};
};
struct request {
    std::uint64_t resend_of = 0;
    std::string webhook;
    std::optional<seen> scan;
    std::uint64_t effects = 0;
    bool home = false; ///< its body had an effect, or the receiver had a newer one
};

class recount {
public:
    explicit recount(std::vector<std::string> const& lines);

    std::uint64_t regressions() const;
    std::uint64_t repetitions() const;
    std::uint64_t losses() const;
    std::uint64_t divergences() const;

private:
    struct effect {
        std::uint64_t delivery = 0;
        std::string url;
    };
    void take(object const& line);
    std::string url_before(std::string const& webhook, std::uint64_t sequence) const;
    bool brought_home(std::uint64_t delivery) const;

    std::map<std::uint64_t, seen> scans_;                              // by sequence
    std::map<std::uint64_t, request> requests_;                        // by delivery
    std::map<std::string, std::map<std::uint64_t, std::string>> urls_; // by webhook and sequence
    std::vector<effect> effects_;                                      // applied ones
};

recount::recount(std::vector<std::string> const& lines)
{
    for (auto const& line : lines)
        take(boost::json::parse(line).as_object());
}

void recount::take(object const& line)
{
    auto const type = text(line, "type");
    auto const sequence = number(line, "seq");
    if (type == "webhook_created" || type == "webhook_updated")
        urls_[text(line, "webhook")][sequence] = text(line, "url");
    if (type == "shipment_scanned") {
        auto const when = line.contains("occurred_at") ? "occurred_at" : "at";
        scans_[sequence] = {sequence, text(line, "shipment"), text(line, "status"),
                            *model::parse_instant(text(line, when))};
    }
    auto& r = requests_[number(line, "delivery")];
    if (type == "delivery_requested") {
        r.resend_of = number(line, "resend_of");
        r.webhook = text(line, "webhook");
        if (auto const told = scans_.find(number(line, "cause")); told != scans_.end())
            r.scan = told->second;
    }
    if (type == "effect_skipped" && text(line, "reason") == "stale") r.home = true;
    if (type != "effect_applied") return;
    r.home = true;
    ++r.effects;
    effects_.push_back({number(line, "delivery"), url_before(r.webhook, number(line, "cause"))});
}

std::string recount::url_before(std::string const& webhook, std::uint64_t sequence) const
{
    std::string url;
    for (auto const& [since, is] : urls_.at(webhook))
        if (since <= sequence) url = is;
    return url;
}

std::uint64_t recount::regressions() const
{
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < effects_.size(); ++i) {
        auto const& mine = requests_.at(effects_[i].delivery).scan;
        auto is_older = false;
        for (std::size_t before = 0; mine && before < i; ++before) {
            auto const& other = requests_.at(effects_[before].delivery).scan;
            is_older |= other && effects_[before].url == effects_[i].url &&
                        other->shipment == mine->shipment && mine->occurred_at < other->occurred_at;
        }
        if (is_older) ++count;
    }
    return count;
}

std::uint64_t recount::repetitions() const
{
    std::uint64_t count = 0;
    for (auto const& [number, r] : requests_)
        if (r.effects > 1) count += r.effects - 1;
    return count;
}

bool recount::brought_home(std::uint64_t delivery) const
{
    if (requests_.at(delivery).home) return true;
    for (auto const& [number, r] : requests_)
        if (number != 0 && r.resend_of == delivery && brought_home(number)) return true;
    return false;
}

std::uint64_t recount::losses() const
{
    std::uint64_t count = 0;
    for (auto const& [number, r] : requests_)
        if (number != 0 && r.resend_of == 0 && !brought_home(number)) ++count;
    return count;
}

std::uint64_t recount::divergences() const
{
    std::map<std::string, std::string> shown; // what the receiver shows, by shipment
    for (auto const& [number, r] : requests_)
        if (r.scan) shown[r.scan->shipment] = "nothing";
    for (auto const& e : effects_)
        if (auto const& scan = requests_.at(e.delivery).scan) shown[scan->shipment] = scan->status;
    std::map<std::string, seen> truth;
    for (auto const& [sequence, scan] : scans_) {
        auto& newest = truth[scan.shipment];
        if (newest.sequence == 0 || scan.occurred_at >= newest.occurred_at) newest = scan;
    }
    std::uint64_t count = 0;
    for (auto const& [shipment, status] : shown)
        if (status != truth.at(shipment).status) ++count;
    return count;
}

} // namespace

std::map<std::string_view, std::uint64_t> count_violations(std::vector<std::string> const& lines)
{
    recount const all{lines};
    return {{"status_never_regresses", all.regressions()},
            {"at_most_one_effect", all.repetitions()},
            {"nothing_lost", all.losses()},
            {"receiver_converges", all.divergences()}};
}

} // namespace drydock::oracle
