// One expectation about deliveries, attempts, arrivals or effects, or about their latency: which
// ones it means, and what it says of them. Who they are is found in selection_fold.
#pragma once

#include "sim/endpoint.hpp"
#include "sim/expect/verdict_text.hpp"

#include <array>
#include <map>

namespace drydock::sim {

/// What is known of a delivery when something about it is selected.
struct delivery_facts {
    model::delivery_number number;
    model::webhook_event event{};
    model::subject subject;
    model::scan_status status{}; ///< of the scan that it tells of, if any
    std::uint16_t attempts = 0;  ///< started so far
};

/// A delivery, attempt, arrival or effect that may be meant.
struct candidate {
    delivery_facts const& delivery;
    model::attempt_number attempt; ///< none for a delivery
    instant at;
    model::sequence_number event; ///< that shows it; also their order
    std::string_view outcome;     ///< text form; empty where there is none
    std::string_view url;         ///< of effects and arrivals: where the attempt went
    model::answerer by{};         ///< of attempts on a live transport
};

/// A filter whose subject is followed through the journal.
class selection_filter {
public:
    /// All must outlive the filter.
    selection_filter(entity_filter const& given, scenario const& plan, receivers const& routes);

    /// Learns which entities the filter's subject names: one of each kind at most.
    void on_named(model::named_subject const& named, model::text_table const& texts);

    /// Whether a delivery of this subject and event is meant, whatever becomes of it.
    bool takes(model::webhook_event event, model::subject subject) const
    {
        return (!given_->event || *given_->event == event) &&
               (!given_->subject ||
                ordinals_[static_cast<std::size_t>(subject.kind)] == subject.ordinal);
    }
    bool takes(candidate const& c);
    /// Whether somebody looks at what the receiver behind a URL did.
    bool has_probe(std::string_view url) const
    {
        return routes_->probe_of(routes_->resolve(url)) != nullptr;
    }

    /// " of se-1, outcome delivered"; empty for a filter that takes all.
    std::string text() const;

private:
    bool takes_url(std::string_view url) const;

    entity_filter const* given_;
    scenario const* plan_;
    receivers const* routes_;
    std::array<std::uint32_t, model::subject_kinds> ordinals_{}; // by kind; 0: none yet
    std::string last_url_; // most effects go to one URL, which need not be parsed each time
    bool takes_last_url_ = false;
};

class selection_judge {
public:
    /// `e` and all after it must outlive the judge. `index` is its place in the scenario.
    selection_judge(std::size_t index, expect_selection const& e, scenario const& plan,
                    receivers const& routes);

    expect_selection::of selects() const { return given_->what; }
    selection_filter& filter() { return filter_; }
    node const* body() const { return given_->checks.body ? &*given_->checks.body : nullptr; }

    /// The body of a delivery is not as expected; counts once something of it is selected.
    void on_wrong_body(model::delivery_number number, std::string difference)
    {
        wrong_bodies_.emplace(number, std::move(difference));
    }
    void offer(candidate const& c);
    /// An attempt on a live transport: it may have had an effect that nobody looked for.
    void offer_unseen(candidate const& c);
    void finish(std::vector<verdict>& verdicts) const;

private:
    struct selected {
        model::sequence_number event;
        instant at;
        std::string outcome;
        model::scan_status status{};
    };
    std::vector<selected> in_order() const;
    void judge_count(verdict& v, std::vector<selected> const& found) const;
    void judge_lists(verdict& v, std::vector<selected> const& found) const;
    void judge_bodies(verdict& v) const;
    bool lists_all() const;

    std::size_t index_;
    expect_selection const* given_;
    instant start_;
    selection_filter filter_;
    std::uint64_t count_ = 0;
    std::vector<selected> selected_; // the first few, unless a check asks for all
    std::map<model::delivery_number, std::string> wrong_bodies_;
    std::vector<finding> selected_wrong_; // the first few selected with a wrong body
    std::uint64_t wrong_count_ = 0;
    std::vector<model::sequence_number> unseen_; // the first few attempts
};

class latency_judge {
public:
    latency_judge(std::size_t index, expect_latency const& e, scenario const& plan,
                  receivers const& routes);

    selection_filter& filter() { return filter_; }
    /// A delivery was delivered, `took` after it was requested.
    void offer(candidate const& c, duration took);
    void finish(std::vector<verdict>& verdicts) const;

private:
    std::size_t index_;
    expect_latency const* given_;
    selection_filter filter_;
    std::optional<duration> longest_;
    model::delivery_number slowest_;
    model::sequence_number event_; // its success
};

} // namespace drydock::sim
