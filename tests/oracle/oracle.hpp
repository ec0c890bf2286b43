// A naive second opinion on what a scenario's journal must say, written from the contract alone:
// one sorted list of things to come, no handles, no slots, no states folded from events. Slow and
// obvious on purpose. It shares with the program only leaf functions that are tested elsewhere:
// draws, distributions, JSON as a tree, and the text of instants, durations and names.
#pragma once

#include "sim/scenario/scenario.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drydock::oracle {

/// Ways in which the oracle can be made to go wrong, each a mistake that the program could make.
/// The comparison must notice every one, or it proves nothing.
enum class defect {
    none,
    retries_before_outcomes,
    late_effects_before_timeline,
    stories_before_timeline,
    late_effects_after_outcomes,
    ties_by_insertion,
    ties_by_recycled_slot,
    one_attempt_too_many,
    one_attempt_too_few,
    first_delay_repeats,
    anchor_swapped,
    anchor_may_lie_in_the_past,
    deadline_is_late,
    outage_includes_its_end,
    outage_excludes_its_start,
    outage_after_rules,
    times_counted_before_chance,
    times_ignored,
    chance_shared_by_rules,
    draws_by_delivery_number,
    delay_drawn_once_per_delivery,
    jitter_of_the_next_attempt,
    jitter_on_retry_after,
    retry_after_from_start,
    retry_after_never_clamped,
    shortest_prefix_wins,
    prefix_cuts_segments,
    unknown_path_is_dns,
    url_resolved_at_request,
    body_built_at_attempt,
    duplicates_by_delivery,
    duplicates_across_endpoints,
    equal_occurrence_is_stale,
    staleness_by_report,
    skipped_scan_counts_as_newest,
    effect_lost_with_late_answer,
    effect_before_its_time,
    effect_follows_success_list,
    lost_ack_without_effect,
    cancelled_still_sends,
    cancelled_newest_first,
    success_cancelled_when_disabled,
    failure_retried_when_disabled,
    deleted_in_flight_not_cancelled,
    enabling_not_noticed_in_flight,
    disabled_in_flight_discarded,
    discards_never_forgotten,
    enabling_forgives_nothing,
    failing_since_last_failure,
    disabling_cancels_no_others,
    disabling_cancels_its_exhausted,
    max_age_exclusive,
    max_age_from_first_failure,
    stop_on_ignored,
    status_of_latest_report,
    unchanged_status_told,
    until_exclusive,
    repeat_keeps_occurred_at,
    refreshes_end_before_timeline,
    refreshes_end_before_stories,
    refreshes_end_after_late_effects,
    refreshes_end_after_outcomes,
    refreshes_end_after_retries,
    refreshes_end_by_place,
    statuses_between_left_out,
    every_batch_status_told,
    batch_on_its_way_not_told,
    batch_fields_forgotten,
    attempt_starts_amid_the_jump,
    silent_statuses_carry_payloads,
    rates_in_the_body,
    rates_not_counted,
    rates_go_stale,
    failed_refresh_sends,
    import_after_the_end,
    nothing_imported_is_told,
    import_without_cause,
    refresh_ends_because_of_import,
    import_told_as_refresh,
    order_ids_start_anew,
    order_ids_all_alike,
    payload_goes_to_the_end,
    payload_change_ignored,
    resent_twice,
    resent_newest_first,
    not_resent_counts_as_resent,
    resend_tells_the_newest,
    resend_caused_by_its_delivery,
    resend_keeps_no_payload,
    resend_names_the_first,
    resends_not_counted,
    outcome_of_resends_ignored,
    attempts_counted_when_over,
    only_shipments_resent,
    unsubscribed_not_counted,
    draws_without_kind,
    event_of_rules_ignored,
    conflict_let_in,
    any_key_will_do,
    request_causes_nothing,
    request_cancels_nothing,
    answered_before_cancelling,
    deleted_can_be_asked_for,
    body_read_before_id,
    no_change_is_journaled,
    put_forgets_fields,
    arrivals_before_timeline,
    arrivals_after_stories,
    populations_in_reverse,
    no_gap_before_the_first,
    gaps_shared_by_populations,
    ids_by_population,
    generated_drawn_by_id,
    chances_of_one_draw,
    dwell_of_the_scan_before,
    dwell_shared_by_all,
    all_orders_alike,
    turns_given_twice,
    held_newest_first,
    trial_forgives_failures,
    recoveries_all_alike,
    never_off_for_good,
    recoveries_before_outcomes,
    one_more_in_line,
    worker_freed_at_deadline,
    every_failure_takes_a_worker,
    count, ///< how many there are, no defect
};

/// For the message of a failed test.
std::string_view name(defect wrong);

/// What a run must journal, one JSON line an event, and which rare situations it met on the way.
struct prediction {
    std::vector<std::string> lines;
    std::set<std::string_view> reached;
};

prediction predict(sim::scenario const& plan, defect wrong = defect::none);

/// The rare situations that random scenarios must meet, by the names in prediction::reached.
std::span<std::string_view const> rare_situations();

} // namespace drydock::oracle
