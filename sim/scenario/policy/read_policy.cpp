#include "sim/scenario/policy/read_policy.hpp"

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/policy/policy_node.hpp"
#include "sim/scenario/tree/decimal.hpp"
#include "sim/scenario/values.hpp"

#include <algorithm>

namespace drydock::sim {
namespace {

using model::retry_policy;

/// Reads one policy in any of its forms.
class policy_reader {
public:
    policy_reader(complaints& c, node const* own) : c_{&c}, own_{own} {}

    /// A name or an object.
    policy_choice read(node const* given);
    policy_choice named(std::string_view name, node const* where);

private:
    void read_attempts(node const& given);
    void read_delays(node const& given);
    void read_delay_list(node const& given, node const& list);
    std::optional<model::backoff> backoff_of(node const& shape);
    void read_backoff(node const& shape);
    void read_judgement(node const& given);
    void read_retry_after(node const& given);
    void read_limits(node const& given);
    void read_disable(node const& given);
    void read_recovery(node const& rule);
    void read_load_limits(node const& given);
    void check(node const& given);

    complaints* c_;
    node const* own_;                    ///< the `policies` of the file; null: none
    std::vector<std::string_view> open_; // names being read, outermost first
    policy_choice made_;
    node const* attempts_ = nullptr; // where this policy itself says how many
};

policy_choice policy_reader::named(std::string_view name, node const* where)
{
    if (auto const* const own = member(own_, name)) {
        if (std::ranges::find(open_, name) != open_.end()) {
            c_->error(where, "expected a policy that does not build on itself");
            return {};
        }
        open_.push_back(name);
        auto made = read(own);
        open_.pop_back();
        return made;
    }
    if (auto const preset = find_preset(name)) return *preset;
    std::vector<std::string_view> known;
    for (auto const& preset : policy_presets())
        known.push_back(preset.name);
    if (own_ != nullptr)
        for (auto const& m : own_->members)
            known.push_back(m.name);
    c_->error(where,
              "expected the name of a policy, found " + quoted(name) + did_you_mean(name, known));
    return {};
}

policy_choice policy_reader::read(node const* given)
{
    if (auto const name = text_of(given)) return named(*name, given);
    auto const* const preset = member(given, "preset");
    auto const name = text_of(preset);
    auto base = name ? named(*name, preset) : policy_choice{};
    if (given == nullptr || given->is != node::kind::object) return base;
    made_ = std::move(base);
    read_attempts(*given);
    read_delays(*given);
    read_judgement(*given);
    read_retry_after(*given);
    read_limits(*given);
    read_disable(*given);
    read_load_limits(*given);
    check(*given);
    return made_;
}

void policy_reader::read_attempts(node const& given)
{
    auto const* const retries = given.find("retries");
    attempts_ = given.find("attempts");
    auto const count = number_of(attempts_, 1, UINT16_MAX);
    auto const more = number_of(retries, 0, UINT16_MAX - 1);
    if (count && more && *count != *more + 1)
        c_->error(retries, "expected " + std::to_string(*count - 1) + ": attempts " +
                               std::to_string(*count) + " are one more than retries");
    if (!count && more) attempts_ = retries;
    if (!count && !more) {
        attempts_ = nullptr;
        return;
    }
    made_.policy.attempts = static_cast<std::uint16_t>(count ? *count : *more + 1);
    made_.given.attempts = true;
}

void policy_reader::read_delays(node const& given)
{
    auto const* const delay = given.find("delay");
    auto const* const shape = given.find("backoff");
    if (delay != nullptr && shape != nullptr)
        c_->error(shape, "expected either delay or backoff, not both");
    if (auto const constant = length_of(delay)) {
        set_delays(made_.policy, std::array{*constant});
    } else if (delay != nullptr && delay->is == node::kind::array) {
        read_delay_list(given, *delay);
    } else if (shape != nullptr) {
        read_backoff(*shape);
    } else {
        // Fewer attempts than the preset has reach fewer of its delays.
        auto const delays = made_.policy.delays;
        set_delays(made_.policy, std::span{delays}.first(made_.policy.delay_count));
    }
}

void policy_reader::read_delay_list(node const& given, node const& list)
{
    std::vector<duration> delays;
    for (auto const& item : list.items) {
        auto const delay = length_of(&item);
        if (!delay) return;
        delays.push_back(*delay);
    }
    auto const attempts = delays.size() + 1;
    if (attempts > UINT16_MAX)
        return c_->error(&list,
                         "expected at most 65534 delays, found " + std::to_string(delays.size()));
    if (attempts_ != nullptr && made_.policy.attempts != attempts) {
        bool const counts_retries = attempts_ == given.find("retries");
        auto const right = counts_retries ? delays.size() : attempts;
        c_->error(attempts_, "expected " + std::to_string(right) + ": delay lists " +
                                 std::to_string(delays.size()) +
                                 (delays.size() == 1 ? " delay" : " delays") + ", one after each " +
                                 "attempt but the last");
    }
    made_.policy.attempts = static_cast<std::uint16_t>(attempts);
    made_.given.attempts = true;
    if (!delays.empty() && !set_delays(made_.policy, delays))
        c_->error(&list, "expected at most 64 delays before the last one that repeats");
}

/// Empty when it is of the wrong shape, or complained of.
std::optional<model::backoff> policy_reader::backoff_of(node const& shape)
{
    auto const initial = length_of(shape.find("initial"));
    auto const* const factor = shape.find("factor");
    auto const* const most = shape.find("max");
    if (!initial || (most != nullptr && !length_of(most))) return std::nullopt;
    model::backoff wanted{*initial, 2, 1, most != nullptr ? *length_of(most) : duration::max()};
    if (factor != nullptr) {
        auto const exact =
            factor->is == node::kind::number ? parse_decimal(factor->text) : std::nullopt;
        if (!exact) return std::nullopt;
        auto const millionths = whole(*exact, 6);
        if (!millionths || *millionths == 0) {
            c_->error(factor, "expected a number above 0 with at most six decimals");
            return std::nullopt;
        }
        wanted.numerator = *millionths;
        wanted.denominator = 1'000'000;
    }
    if (most != nullptr && *initial > wanted.most)
        c_->error(most, "expected a duration no shorter than initial");
    return wanted;
}

void policy_reader::read_backoff(node const& shape)
{
    auto const wanted = backoff_of(shape);
    if (!wanted) return;
    auto const delays = model::ladder(*wanted, made_.policy.attempts);
    if (!delays)
        return c_->error(&shape, "expected at most 64 different delays, none longer than " +
                                     model::to_text(model::longest_duration) + "; set max");
    set_delays(made_.policy, *delays);
}

void policy_reader::read_judgement(node const& given)
{
    auto& policy = made_.policy;
    if (auto const timeout = length_of(given.find("timeout"))) {
        policy.timeout = *timeout;
        made_.given.timeout = true;
    }
    if (auto const anchor = text_of(given.find("anchor"))) {
        policy.anchor = *anchor == "start" ? model::delay_anchor::start : model::delay_anchor::end;
        made_.given.anchor = true;
    }
    if (auto const* const success = given.find("success")) {
        policy.success = status_codes_of(success).value_or(std::vector<std::uint16_t>{});
        made_.given.success = true;
    }
    auto const* const jitter = given.find("jitter");
    if (jitter == nullptr || jitter->is != node::kind::number) return;
    auto const exact = parse_decimal(jitter->text);
    if (!exact || !to_chance(*exact)) return;
    auto const millionths = whole(*exact, 6);
    if (!millionths) return c_->error(jitter, "expected at most six decimals");
    policy.jitter_millionths = static_cast<std::uint32_t>(*millionths);
}

void policy_reader::read_retry_after(node const& given)
{
    auto& policy = made_.policy;
    auto const* const rule = given.find("retry_after");
    if (rule == nullptr) return;
    made_.given.retry_after = true;
    policy.retry_after_least = policy.retry_after_most = {};
    if (auto const name = text_of(rule)) {
        policy.retry_after =
            *name == "honour" ? model::retry_after_rule::honour : model::retry_after_rule::ignore;
        return;
    }
    auto const* const range = rule->find("clamp");
    if (range == nullptr || range->items.size() != 2) return;
    auto const least = length_of(&range->items[0]);
    auto const most = length_of(&range->items[1]);
    if (!least || !most) return;
    if (*least > *most) c_->error(range, "expected the shorter duration first");
    policy.retry_after = model::retry_after_rule::clamp;
    policy.retry_after_least = *least;
    policy.retry_after_most = *most;
}

void policy_reader::read_limits(node const& given)
{
    auto& policy = made_.policy;
    auto const* const stops = given.find("stop_on");
    if (auto const codes = status_codes_of(stops)) policy.stop_on = *codes;
    if (auto const age = length_of(given.find("max_age"))) policy.max_age = *age;
    for (auto const& code : items(stops)) {
        auto const number = status_code_of(&code);
        if (number && policy.is_success(model::attempt_outcome::http(*number)))
            c_->error(&code, "expected an answer that is a failure; this one is a success");
    }
}

void policy_reader::read_disable(node const& given)
{
    auto const* const rule = given.find("disable_after");
    if (rule == nullptr) return;
    auto& limits = made_.policy.disable_after;
    limits = {};
    auto const failed = number_of(rule->find("failed_deliveries"), 0, UINT32_MAX);
    if (failed) limits.failed_deliveries = static_cast<std::uint32_t>(*failed);
    if (auto const length = length_of(rule->find("failing_for"))) limits.failing_for = *length;
    auto const attempts = number_of(rule->find("failed_attempts"), 0, UINT32_MAX);
    if (attempts) limits.failed_attempts = static_cast<std::uint32_t>(*attempts);
    read_recovery(*rule);
}

void policy_reader::read_recovery(node const& rule)
{
    auto& limits = made_.policy.disable_after;
    auto const* const after = rule.find("recover_after");
    auto const* const for_good = rule.find("for_good_after");
    if (auto const constant = length_of(after)) {
        limits.recover_after = model::backoff{*constant, 1, 1, *constant};
    } else if (after != nullptr && after->is == node::kind::object) {
        limits.recover_after = backoff_of(*after);
        auto& shape = limits.recover_after;
        if (shape) shape->most = std::min(shape->most, model::longest_duration);
        if (shape && shape->most == shape->initial)
            shape = model::backoff{shape->initial, 1, 1, shape->initial};
    }
    if (limits.recover_after && limits.recover_after->initial == duration{})
        c_->error(after, "expected a duration above 0s");
    auto const number = number_of(for_good, 0, UINT32_MAX);
    if (!number) return;
    limits.for_good_after = static_cast<std::uint32_t>(*number);
    if (after == nullptr)
        c_->error(for_good, "expected recover_after beside it: else every time is for good");
}

void policy_reader::read_load_limits(node const& given)
{
    auto& policy = made_.policy;
    if (auto const most = number_of(given.find("in_flight"), 1, UINT32_MAX))
        policy.in_flight = static_cast<std::uint32_t>(*most);
    auto const* const rate = given.find("rate");
    if (rate == nullptr || rate->is != node::kind::object) return;
    auto const attempts = number_of(rate->find("attempts"), 1, UINT32_MAX);
    auto const per = length_of(rate->find("per"));
    if (!attempts || !per) return;
    policy.rate = {static_cast<std::uint32_t>(*attempts), *per};
    if (policy.rate.gap() == duration{})
        c_->error(rate, "expected at most one attempt in a microsecond");
}

void policy_reader::check(node const& given)
{
    if (ladder_length(made_.policy)) return;
    auto const* const delay = given.find("delay");
    auto const* const shape = delay != nullptr ? delay : given.find("backoff");
    c_->error(shape != nullptr ? shape : &given,
              "expected all attempts and delays together to take no longer than " +
                  model::to_text(model::longest_duration));
}

} // namespace

policy_choice read_policy(node const* given, node const* own, complaints& c)
{
    return policy_reader{c, own}.read(given);
}

policy_choice read_named_policy(std::string_view name, node const* where, node const* own,
                                complaints& c)
{
    return policy_reader{c, own}.named(name, where);
}

} // namespace drydock::sim
