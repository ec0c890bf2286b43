#include "tests/support/loaded.hpp"

#include <chrono>

using namespace drydock;
using namespace drydock::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

std::string with_lesson(std::string const& steps)
{
    return R"("webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
"timeline": [{"at": "0s", "track": {"shipment": "se-1", "status": "IT"}}], "until": "1d",
"lesson": [)" +
           steps + "]";
}

std::string lesson_error(std::string const& steps)
{
    std::string all;
    for (auto const& error : errors_of(file_with(with_lesson(steps))))
        all += (all.empty() ? "" : "\n") + error;
    return all;
}

std::string answer_error(std::string const& answer)
{
    return lesson_error(R"({"at": "1h", "ask": "How many?", "answer": )" + answer + "}");
}

} // namespace

TEST_CASE("a lesson says and asks, at times of the run", "[lesson]")
{
    auto const plan = loaded(file_with(with_lesson(R"(
        {"at": "0s", "say": "The shop goes down."},
        {"at": "04:00", "ask": "How many were lost?", "because": "Three attempts.",
         "answer": {"deliveries": {"outcome": "discarded"}}})")));
    REQUIRE(plan.lesson.size() == 2);
    CHECK(plan.lesson[0].at == plan.start);
    CHECK(plan.lesson[0].say == "The shop goes down.");
    CHECK(plan.lesson[0].ask.empty());
    CHECK(plan.lesson[1].at == plan.start + 4h);
    CHECK(plan.lesson[1].ask == "How many were lost?");
    CHECK(plan.lesson[1].because == "Three attempts.");
    CHECK(sim::to_json(plan.lesson[1].answer) == R"({"deliveries":{"outcome":"discarded"}})");
}

TEST_CASE("a step of a lesson either says or asks for what can be counted", "[lesson]")
{
    CHECK_THAT(lesson_error(R"({"at": "0s"})"),
               Contains("/lesson/0: expected one of the keys \"say\" or \"ask\""));
    CHECK_THAT(lesson_error(R"({"at": "0s", "say": "a", "ask": "b"})"),
               Contains("expected only one of \"say\" and \"ask\""));
    CHECK_THAT(lesson_error(R"({"say": "a"})"), Contains("expected the key \"at\""));
    CHECK_THAT(lesson_error(R"({"at": "0s", "ask": "b"})"),
               Contains("expected the key \"answer\""));
    CHECK_THAT(lesson_error(R"({"at": "0s", "say": "a", "becuase": "b"})"),
               Contains("/lesson/0/becuase"));
    CHECK_THAT(answer_error("{}"), Contains("/lesson/0/answer: expected one of the keys "
                                            "\"deliveries\", \"attempts\", \"arrivals\""));
    CHECK_THAT(answer_error(R"({"attempts": {}, "effects": {}})"), Contains("expected only one"));
    CHECK_THAT(answer_error("7"), Contains("/lesson/0/answer: expected an object, found 7"));
    CHECK_THAT(lesson_error(""), Contains("/lesson: expected"));
}

TEST_CASE("what a question counts is checked like an expectation", "[lesson]")
{
    CHECK_THAT(answer_error(R"({"attempts": {"subject": "se-2"}})"),
               Contains("/lesson/0/answer/attempts/subject"));
    CHECK_THAT(answer_error(R"({"effects": {"event": "batch"}})"),
               Contains("/lesson/0/answer/effects/event"));
    CHECK_THAT(answer_error(R"({"attempts": {"attempt": 4}})"),
               Contains("expected an attempt from 1 to 3"));
    CHECK_THAT(answer_error(R"({"journal": {"type": "attempt_failed", "reson": "timeout"}})"),
               Contains("did you mean \"reason\"?"));
    CHECK_THAT(answer_error(R"({"deliveries": {"outcome": "lost"}})"),
               Contains("/lesson/0/answer/deliveries/outcome"));
}

TEST_CASE("a lesson goes forward in time, and not beyond the run", "[lesson]")
{
    CHECK(lesson_error(R"({"at": "2h", "say": "a"}, {"at": "1h", "say": "b"})") ==
          "3:45 /lesson/1/at: expected a time no earlier than that of the step before");
    CHECK(lesson_error(R"({"at": "25h", "say": "a"})") ==
          "3:19 /lesson/0/at: expected a time no later than until, when the run ends");
    CHECK(loaded(file_with(with_lesson(R"({"at": "1h", "say": "a"}, {"at": "1h", "say": "b"})")))
              .lesson.size() == 2);
}
