// Journals written by hand, event by event, for tests of folds: each verb appends one fact with the
// cause that it would have. Nothing checks that a service could have written it.
#pragma once

#include "model/event_writer.hpp"
#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace drydock::tests {

using model::attempt_number;
using model::delivery_number;
using model::duration;
using model::sequence_number;

class handmade_journal {
public:
    /// Later facts happen at this offset from the start.
    handmade_journal& at(duration offset)
    {
        now_ = sim::default_start + offset;
        return *this;
    }

    handmade_journal& webhook(std::string_view url = "https://shop.test/hooks")
    {
        webhook_ = {webhook_.value + 1};
        return add({},
                   model::webhook_created{webhook_, {}, intern(url), model::webhook_event::track});
    }
    handmade_journal& repoint(std::string_view url)
    {
        return add({}, model::webhook_updated{webhook_, intern(url)});
    }
    handmade_journal& disable() { return add({}, model::webhook_disabled{webhook_}); }
    handmade_journal& remove() { return add({}, model::webhook_deleted{webhook_}); }

    /// The service is found elsewhere from now on.
    handmade_journal& move_to(std::string_view base_url)
    {
        return add({}, model::base_url_changed{intern(base_url)});
    }

    /// Shipments are numbered 1, 2, ... in order of creation.
    handmade_journal& ship(std::string_view id = "se-1")
    {
        auto const numeric = model::numeric_part(id);
        model::entity_id const as{numeric, numeric != 0 ? model::text_number{} : intern(id)};
        return add({}, model::shipment_created{{++shipments_}, as, {}});
    }
    /// A scan that happened `occurred` after the start, by default when it is reported.
    handmade_journal& scan(std::uint32_t shipment, model::scan_status status,
                           std::optional<duration> occurred = {})
    {
        auto const when = occurred ? sim::default_start + *occurred : now_;
        subject_ = {shipment};
        add({}, model::shipment_scanned{{shipment}, {}, when, status});
        last_scan_ = last();
        return *this;
    }
    /// Asks for the delivery of the last scan. Deliveries are numbered 1, 2, ...
    handmade_journal& request()
    {
        return add(last_scan_, model::delivery_requested{{++deliveries_}, webhook_, subject_});
    }
    /// Asks for a new delivery of what the last scan told, in the name of an earlier one.
    handmade_journal& resend(std::uint32_t delivery)
    {
        return add(last_scan_,
                   model::delivery_requested{{++deliveries_}, webhook_, subject_, {delivery}});
    }
    handmade_journal& unsubscribed()
    {
        return add(last_scan_,
                   model::event_unsubscribed{subject_.value, model::webhook_event::track});
    }

    handmade_journal& start(std::uint32_t delivery, std::uint16_t attempt)
    {
        auto const cause = last_of_[delivery];
        add(cause, model::attempt_started{{delivery}, {attempt}});
        started_[{delivery, attempt}] = last_of_[delivery] = last();
        return *this;
    }
    handmade_journal& fail(std::uint32_t delivery, std::uint16_t attempt,
                           model::attempt_outcome why)
    {
        return follow(delivery, model::attempt_failed{{delivery}, {attempt}, why});
    }
    handmade_journal& fail(std::uint32_t delivery, std::uint16_t attempt, std::uint16_t status)
    {
        return fail(delivery, attempt, model::attempt_outcome::http(status));
    }
    handmade_journal& time_out(std::uint32_t delivery, std::uint16_t attempt)
    {
        return fail(delivery, attempt, model::attempt_outcome::of(model::outcome_kind::timeout));
    }
    handmade_journal& retry(std::uint32_t delivery, std::uint16_t attempt, duration due)
    {
        return follow(delivery,
                      model::retry_scheduled{{delivery}, {attempt}, 0, sim::default_start + due});
    }
    handmade_journal& succeed(std::uint32_t delivery, std::uint16_t attempt)
    {
        return add(started_[{delivery, attempt}],
                   model::delivery_succeeded{{delivery}, {attempt}, 200});
    }
    handmade_journal& discard(std::uint32_t delivery, std::uint16_t attempt)
    {
        return follow(delivery,
                      model::delivery_discarded{
                          {delivery}, {attempt}, model::discard_reason::attempts_exhausted});
    }
    handmade_journal& cancel(std::uint32_t delivery)
    {
        return follow(delivery, model::delivery_cancelled{{delivery}});
    }
    handmade_journal& apply(std::uint32_t delivery, std::uint16_t attempt,
                            model::scan_status shown = {})
    {
        return add(started_[{delivery, attempt}],
                   model::effect_applied{{delivery}, {attempt}, shown});
    }
    handmade_journal& skip(std::uint32_t delivery, std::uint16_t attempt, model::skip_reason why,
                           model::scan_status shown = {})
    {
        return add(started_[{delivery, attempt}],
                   model::effect_skipped{{delivery}, {attempt}, why, shown});
    }

    /// A request and its answer.
    handmade_journal& call(model::verb method, std::string_view target, std::uint16_t status,
                           std::uint64_t etag)
    {
        model::request_number const number{++requests_};
        add({},
            model::request_received{number, intern(target), {}, method, model::key_state::valid});
        return add(last(), model::request_answered{number, {}, etag, status});
    }

    /// A scan, its delivery, and one attempt that has its effect and is acknowledged at once.
    handmade_journal& deliver(std::uint32_t shipment, model::scan_status status,
                              std::optional<duration> occurred = {})
    {
        scan(shipment, status, occurred).request().start(deliveries_, 1);
        return apply(deliveries_, 1).succeed(deliveries_, 1);
    }

    /// Hands everything to a subscriber, in blocks of `size`.
    void play(sim::subscriber& to, std::size_t size = 3) const
    {
        std::span<model::event const> rest{events};
        for (sequence_number first{1}; !rest.empty(); first.value += size) {
            auto const block = rest.first(std::min(size, rest.size()));
            to.on_block(block, first, texts);
            rest = rest.subspan(block.size());
        }
    }

    sequence_number last() const { return {events.size()}; }

    std::vector<model::event> events;
    model::text_table texts;

private:
    template <class T> handmade_journal& add(sequence_number cause, T const& body)
    {
        events.push_back(model::make_event(now_, cause, body));
        return *this;
    }
    template <class T> handmade_journal& follow(std::uint32_t delivery, T const& body)
    {
        add(last_of_[delivery], body);
        last_of_[delivery] = last();
        return *this;
    }
    model::text_number intern(std::string_view text)
    {
        return texts.intern(text, {events.size() + 1});
    }

    model::instant now_ = sim::default_start;
    model::webhook_number webhook_;
    model::shipment_number subject_;
    std::uint32_t shipments_ = 0;
    std::uint32_t deliveries_ = 0;
    std::uint32_t requests_ = 0;
    sequence_number last_scan_;
    std::map<std::uint32_t, sequence_number> last_of_; // by delivery
    std::map<std::pair<std::uint32_t, std::uint16_t>, sequence_number> started_;
};

/// The journal of contract section 3: an outage of three hours, shorter than the ladder.
inline handmade_journal outage_story()
{
    using namespace std::chrono_literals;
    handmade_journal j;
    j.webhook().ship("se-1");
    j.at(30min).scan(1, model::scan_status::IT).request();
    j.start(1, 1).fail(1, 1, 503).retry(1, 2, 150min);
    j.at(150min).start(1, 2).fail(1, 2, 503).retry(1, 3, 270min);
    j.at(270min).start(1, 3).apply(1, 3).succeed(1, 3);
    return j;
}

} // namespace drydock::tests
