#include "model/address.hpp"
#include "model/id.hpp"
#include "model/json/json_text.hpp"
#include "sim/scenario/build_parts.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

constexpr std::uint64_t most_changes = 1'000'000;

/// One occurrence of a webhook entry.
struct change {
    instant at;
    std::uint32_t place = 0; // of the entry in the timeline
    std::uint32_t nth = 1;   // occurrence

    auto operator<=>(change const&) const = default;
};

/// What is known of the webhook of one event while time goes on.
struct history {
    bool exists = false;
    instant deleted_at;
    bool was_deleted = false;
};

/// What the requests of the timeline may do to webhooks, whatever they are answered.
struct request_effects {
    std::vector<model::webhook_event> makes; ///< of these events
    std::uint64_t creations = 0;             ///< at most
    bool deletes = false;

    bool may_make(model::webhook_event event) const
    {
        return std::ranges::find(makes, event) != makes.end();
    }
};

constexpr std::string_view webhooks_path = "/v1/environment/webhooks";

/// The events that a POST may name: any at all where the body changes from one to the next.
std::vector<model::webhook_event> events_in(timeline_entry const& entry, std::string_view body,
                                            model::profile spoken)
{
    std::vector<model::webhook_event> found;
    auto const compact = model::compact_json(body);
    if (!compact.starts_with('{')) return found;
    auto const name = model::decode_json_string(model::raw_member(compact, "event"));
    for (auto const each : model::webhook_event_names())
        if (each == name || is_pattern(entry, name))
            if (auto const event = *model::parse_webhook_event(each); is_known(event, spoken))
                found.push_back(event);
    return found;
}

request_effects effects_of_requests(building const& b)
{
    request_effects all;
    for (auto const& entry : b.out.timeline) {
        auto const* const request = std::get_if<request_entry>(&entry.what);
        if (request == nullptr || request->key != model::key_state::valid) continue;
        if (!std::string_view{request->target}.starts_with(webhooks_path)) continue;
        if (request->method == model::verb::DELETE) all.deletes = true;
        if (request->method != model::verb::POST) continue;
        auto const events = events_in(entry, request->body, b.out.profile);
        all.makes.insert(all.makes.end(), events.begin(), events.end());
        if (!events.empty()) all.creations += entry.times;
    }
    return all;
}

/// Creates, changes and deletes webhooks as a run would, save for what requests do.
class walk {
public:
    explicit walk(building& b) : requests{effects_of_requests(b)}, b_{&b} {}

    void create_first();
    void apply(change const& c);
    /// How many webhooks there may ever be; complains of ids that this many may run into.
    std::uint64_t count_all();

    request_effects const requests;
    /// Ids in use, each with the place it was fixed at; null: generated.
    std::map<std::string, node const*> ids;
    std::vector<model::webhook_event> events;

private:
    void create(model::webhook_event event, std::string id, node const* where);
    void check_url(webhook_entry const& entry, change const& c);

    building* b_;
    std::map<model::webhook_event, history> history_;
    std::uint32_t count_ = 0;
    std::uint64_t repointed_ = 0; // entries with a URL, which make a webhook where none is
};

void walk::create_first()
{
    std::size_t next = 0;
    for (auto const& item : items(b_->root.find("webhooks"))) {
        // Passed over in the same way as when the webhooks were read.
        if (!event_of(item.find("event")) || !text_of(item.find("url"))) continue;
        auto const& plan = b_->out.webhooks[next++];
        auto const* const id = item.find("id");
        create(plan.event, plan.id, id);
    }
}

void walk::create(model::webhook_event event, std::string id, node const* where)
{
    ++count_;
    history_[event].exists = true;
    if (std::ranges::find(events, event) == events.end()) events.push_back(event);
    if (id.empty()) {
        id = std::to_string(model::first_webhook_id + count_ - 1);
        where = nullptr;
    }
    auto const [other, is_new] = ids.emplace(id, where);
    if (is_new) return;
    auto const* const fixed = where != nullptr ? where : other->second;
    b_->c.error(fixed, "expected an id of its own: " + quoted(id) + " is " +
                           (where != nullptr && other->second != nullptr
                                ? "that of another webhook"
                                : "also generated for another webhook"));
}

void walk::check_url(webhook_entry const& entry, change const& c)
{
    auto const url = b_->out.timeline[c.place].every == duration::zero()
                         ? entry.url
                         : occurrence_text(entry.url, c.nth);
    if (!url.empty() && !model::parse_address(url))
        b_->c.error(b_->sources[c.place].verb->find("url"),
                    "expected an absolute http or https URL such as \"https://shop.test/hooks\"");
}

void walk::apply(change const& c)
{
    auto const& entry = std::get<webhook_entry>(b_->out.timeline[c.place].what);
    auto& known = history_[entry.event];
    if (!entry.url.empty()) {
        ++repointed_;
        check_url(entry, c);
        if (!known.exists) create(entry.event, {}, nullptr);
    }
    if (!entry.deleted && !entry.enabled) return;
    if (!known.exists) {
        auto const* const verb = b_->sources[c.place].verb;
        if (requests.may_make(entry.event))
            return b_->c.hint(verb->find("event"),
                              "only a request can make this webhook; without it nothing changes");
        auto message =
            "expected a webhook for " + quoted(model::name(entry.event)) + " to exist at this time";
        if (known.was_deleted) message += "; it was deleted at " + model::to_text(known.deleted_at);
        return b_->c.error(verb->find("event"), std::move(message));
    }
    if (!entry.deleted) return;
    known = {.exists = false, .deleted_at = c.at, .was_deleted = true};
}

std::uint64_t walk::count_all()
{
    if (requests.creations == 0 && !requests.deletes) return 0;
    auto const most = count_ + requests.creations + (requests.deletes ? repointed_ : 0);
    for (auto const& [id, where] : ids) {
        auto const number = generated_webhook(id);
        if (where != nullptr && number > b_->out.webhooks.size() && number <= most)
            b_->c.error(where, "expected an id of its own: " + quoted(id) +
                                   " may also be generated for a webhook that a request makes");
    }
    return most;
}

std::vector<change> changes_of(building& b)
{
    std::vector<change> changes;
    for (std::uint32_t place = 0; place < b.out.timeline.size(); ++place) {
        auto const& entry = b.out.timeline[place];
        if (!std::holds_alternative<webhook_entry>(entry.what)) continue;
        if (changes.size() + entry.times > most_changes) {
            b.c.error(b.sources[place].entry, "expected at most a million changes of webhooks");
            break;
        }
        for (std::uint32_t n = 0; n < entry.times; ++n)
            changes.push_back({entry.at + entry.every * n, place, n + 1});
    }
    std::ranges::sort(changes);
    return changes;
}

} // namespace

void check_webhooks(building& b, cast& made)
{
    walk w{b};
    w.create_first();
    for (auto const& c : changes_of(b))
        w.apply(c);
    made.events_ = w.events;
    made.events_.insert(made.events_.end(), w.requests.makes.begin(), w.requests.makes.end());
    made.most_webhooks_ = w.count_all();
    for (auto const& [id, where] : w.ids)
        made.webhook_ids_.emplace(id, true);
}

} // namespace drydock::sim
