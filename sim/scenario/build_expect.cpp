#include "sim/scenario/build_parts.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <array>

namespace drydock::sim {
namespace {

using namespace std::string_view_literals;
using std::string_view;

// In the order of expect_selection::of.
constexpr std::array selections{"deliveries"sv, "attempts"sv, "arrivals"sv, "effects"sv};

/// Reads one expectation.
class expectation_reader {
public:
    expectation_reader(building& b, node const& given) : b_{&b}, given_{&given} {}

    /// `place` is its place in the list.
    std::optional<expectation> read(std::size_t place);

private:
    bool read_kind(expectation& made);
    void read_selection(expect_selection::of what, node const& filter, expectation& made);
    void read_state(string_view entity, node const& id, expectation& made);
    void read_load(node const& window, expectation& made);
    void read_property(node const& property, expectation& made);

    selection_checks read_checks();
    std::optional<std::vector<std::string>> read_outcomes();
    std::optional<std::vector<model::scan_status>> read_statuses();
    std::optional<std::vector<instant>> read_at();

    building* b_;
    node const* given_;
    std::string kind_; // the member that says what is looked at
};

std::optional<expectation> expectation_reader::read(std::size_t place)
{
    expectation made;
    if (!read_kind(made)) return std::nullopt;
    auto const within = "expect/" + std::to_string(place);
    made.pointer = '/' + within;
    made.name = within + ' ' + kind_;
    if (auto const name = text_of(given_->find("name"))) made.name = *name;
    made.where = given_->where;
    made.source = to_json(*given_);
    return made;
}

bool expectation_reader::read_kind(expectation& made)
{
    auto const found = [this](string_view name) {
        kind_ = name;
        return given_->find(name);
    };
    for (std::size_t i = 0; i < selections.size(); ++i)
        if (auto const* const filter = found(selections[i]))
            return read_selection(static_cast<expect_selection::of>(i), *filter, made), true;
    if (auto const* const fields = found("journal")) {
        auto const count = count_of(given_->find("count"), b_->c);
        made.what = expect_journal{*fields, count.value_or(bounds{}), read_at()};
    } else if (auto const* const filter = found("latency")) {
        auto const most = length_bounds_of(given_->find("max"), b_->c);
        made.what = expect_latency{read_filter(*b_, *filter), most.value_or(bounds{})};
    } else if (auto const* const window = found("load")) {
        read_load(*window, made);
    } else if (auto const* const state = found("state")) {
        for (auto const entity : state_entities)
            if (auto const* const id = state->find(entity)) read_state(entity, *id, made);
        return std::holds_alternative<expect_state>(made.what);
    } else if (auto const* const property = found("property")) {
        read_property(*property, made);
    } else {
        return false;
    }
    return true;
}

void expectation_reader::read_selection(expect_selection::of what, node const& filter,
                                        expectation& made)
{
    expect_selection selection;
    selection.what = what;
    selection.filter = read_filter(*b_, filter);
    selection.checks = read_checks();
    made.what = std::move(selection);
}

selection_checks expectation_reader::read_checks()
{
    selection_checks made;
    made.count = count_of(given_->find("count"), b_->c);
    made.at = read_at();
    made.outcomes = read_outcomes();
    made.statuses = read_statuses();
    if (auto const* const body = given_->find("body")) made.body = *body;
    return made;
}

std::optional<std::vector<instant>> expectation_reader::read_at()
{
    return points_of(given_->find("at"), b_->out.start, b_->c);
}

std::optional<std::vector<std::string>> expectation_reader::read_outcomes()
{
    auto const* const list = given_->find("outcomes");
    if (list == nullptr || list->is != node::kind::array) return std::nullopt;
    std::vector<std::string> made;
    for (auto const& item : list->items) {
        if (!text_of(&item)) return std::nullopt;
        made.push_back(item.text);
    }
    return made;
}

std::optional<std::vector<model::scan_status>> expectation_reader::read_statuses()
{
    auto const* const list = given_->find("statuses");
    if (list == nullptr || list->is != node::kind::array) return std::nullopt;
    std::vector<model::scan_status> made;
    for (auto const& item : list->items) {
        auto const status = status_of(&item);
        if (!status) return std::nullopt;
        made.push_back(*status);
    }
    return made;
}

void expectation_reader::read_state(string_view entity, node const& id, expectation& made)
{
    expect_state state;
    state.entity = entity;
    auto const number = number_of(&id, 1, UINT32_MAX);
    state.id = number ? std::to_string(*number) : id.text;
    auto const* const at = given_->find("at");
    state.at = point_of(at, b_->out.start, b_->c);
    if (state.at && b_->out.until && *state.at > *b_->out.until)
        b_->c.error(at, "expected a time no later than until, when the run ends");
    if (auto const* const is = given_->find("is")) state.is = *is;
    made.what = std::move(state);
}

void expectation_reader::read_load(node const& window, expectation& made)
{
    expect_load load;
    load.from = point_of(window.find("from"), b_->out.start, b_->c);
    load.until = point_of(window.find("until"), b_->out.start, b_->c);
    if (load.until && *load.until <= load.from.value_or(b_->out.start))
        b_->c.error(window.find("until"), "expected a time after from; this window is empty");
    auto const* const per = given_->find("per");
    if (auto const length = length_of(per)) {
        load.per = *length;
        if (*length == duration::zero()) b_->c.error(per, "expected a duration above 0");
    }
    load.peak = count_of(given_->find("peak"), b_->c);
    load.count = count_of(given_->find("count"), b_->c);
    made.what = load;
}

void expectation_reader::read_property(node const& property, expectation& made)
{
    expect_property what;
    what.property = property.text;
    if (auto const count = count_of(given_->find("violations"), b_->c)) what.violations = *count;
    made.what = std::move(what);
}

} // namespace

void build_expectations(building& b)
{
    std::size_t place = 0;
    for (auto const& item : items(b.root.find("expect")))
        if (auto made = expectation_reader{b, item}.read(place++))
            b.out.expect.push_back(std::move(*made));
}

// Reading one is what complains of its values.
void check_answer(building& b, node const& answer)
{
    expectation_reader{b, answer}.read(0);
}

} // namespace drydock::sim
