#include "sim/scenario/build_parts.hpp"

namespace drydock::sim {
namespace {

std::string words_of(node const& step, std::string_view name)
{
    return std::string{text_of(step.find(name)).value_or("")};
}

/// A learner walks forward through the run, and not beyond its end.
void check_time(building& b, node const* at, instant given, instant before)
{
    if (given < before)
        b.c.error(at, "expected a time no earlier than that of the step before");
    else if (b.out.until && given > *b.out.until)
        b.c.error(at, "expected a time no later than until, when the run ends");
}

} // namespace

void build_lesson(building& b)
{
    auto before = b.out.start;
    for (auto const& given : items(b.root.find("lesson"))) {
        lesson_step step{.at = point_of(given.find("at"), b.out.start, b.c).value_or(before),
                         .say = words_of(given, "say"),
                         .ask = words_of(given, "ask"),
                         .because = words_of(given, "because"),
                         .answer = {}};
        check_time(b, given.find("at"), step.at, before);
        if (auto const* const answer = given.find("answer")) {
            check_answer(b, *answer);
            step.answer = *answer;
        }
        before = step.at;
        b.out.lesson.push_back(std::move(step));
    }
}

} // namespace drydock::sim
