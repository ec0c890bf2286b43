"""Effects of real receivers: seen by a probe, or said to be unseen."""
import json

from harness import (NUMBER, RawServer, Receiver, answer, contains, one_parcel, probed, require,
                     same)

LANGUAGES = ("node", "python")
PROPERTIES = ("at_most_one_effect", "nothing_lost", "receiver_converges", "status_never_regresses")


def expecting(**violations):
    """Each property, with the number of violations that is expected."""
    return [{"property": name, "violations": violations.get(name, 0)} for name in PROPERTIES]


LOST_ONCE = [{"times": 1, "fail": "lost_ack"}]


def part_probe(program):
    """Work is counted once, twice, or not at all, by whoever asks the receiver."""
    for language in LANGUAGES:
        with Receiver(language) as receiver:
            run = program.run(one_parcel(endpoints=probed(receiver), expect=expecting() + [
                {"effects": {"subject": "se-1"}, "count": 1}]), "--endpoint", receiver.url)
            same([event.get("shows") for event in run.of("effect_applied")], ["IT"], "shown")
            require("applied" in run.out, run.out)
            run.replay()
        check_lost_ack(program, language)
        check_stale(program, language)
        # A receiver that acknowledges and does nothing: 200 for what is no parcel's.
        with Receiver(language) as receiver:
            elsewhere = probed(receiver)
            elsewhere["https://shop.test"]["probe"]["get"] = receiver.url + "/orders/none"
            run = program.run(one_parcel(endpoints=elsewhere, expect=expecting(
                nothing_lost=1, receiver_converges=1)), "--endpoint", receiver.url, code=1)
            same([event["reason"] for event in run.of("effect_skipped")], ["no_effect"], "skipped")
            contains(run.out, "at_most_one_effect: vacuous", "nothing to judge")
            run.replay()
    check_unreadable(program)
    return f"{len(LANGUAGES)} receivers"


def check_lost_ack(program, language):
    """The naive receiver does its work twice; one that knows a body again does not."""
    for dedupe, twice in ((), 1), (("--dedupe",), 0):
        with Receiver(language, *dedupe) as receiver:
            endpoints = probed(receiver, rules=LOST_ONCE)
            held = one_parcel(endpoints=endpoints, expect=expecting(at_most_one_effect=twice) + [
                {"attempts": {"subject": "se-1"}, "outcomes": ["timeout", "http_200"]},
                {"effects": {"subject": "se-1"}, "count": 1 + twice}])
            run = program.run(held, "--endpoint", receiver.url, "--verify-determinism")
            same(receiver.order(NUMBER)["count"], 1 + twice, "the receiver's own count")
            run.replay()
        with Receiver(language, *dedupe) as receiver:
            wished = one_parcel(endpoints=probed(receiver, rules=LOST_ONCE), expect=expecting())
            run = program.run(wished, "--endpoint", receiver.url, code=twice)
            require(("had an effect again" in run.out) == bool(twice), run.out)


def check_stale(program, language):
    """The older status comes last, and the receiver believes it."""
    late = {"outages": [{"from": "0h", "until": "40m"}]}
    with Receiver(language) as receiver:
        story = one_parcel(endpoints=probed(receiver, **late), expect=expecting(
            status_never_regresses=1, receiver_converges=1))
        story["timeline"][0]["ship"]["scans"].append({"at": "1h", "status": "DE"})
        run = program.run(story, "--endpoint", receiver.url)
        same(receiver.order(NUMBER), {"status": "IT", "count": 2}, "what the receiver shows")
        contains(run.out, "2 delivered", "both arrive")


def check_unreadable(program):
    """A probe that fails makes the run worthless: exit code 3, with words."""
    broken = {"answered 500": answer(500), "no JSON": answer(200, b"<html>"),
              "no count at /count": answer(200, b'{"count": "many"}')}
    for word, bytes_of in broken.items():
        def behave(connection, *_, said=bytes_of):
            connection.sendall(said)
        with Receiver("python") as receiver, RawServer(behave) as server:
            scenario = one_parcel(endpoints={"https://shop.test": {"probe": {
                "get": server.url + "/orders/{tracking_number}", "effects": "/count"}}},
                expect=[{"deliveries": {}, "count": 1}])
            run = program.run(scenario, "--endpoint", receiver.url, code=3)
            contains(run.err, f"the probe {server.url}/orders/{NUMBER}", word)
            contains(run.err, word, "words")
            same(receiver.seen(), [], "what is sent when nobody can look")
            done = program("test", run.path, "--endpoint", receiver.url)
            same(done.returncode, 3, f"test: {done.stdout}{done.stderr}")
            contains(done.stdout, word, "words of test")


def part_unseen(program):
    """Without a probe nothing is claimed of effects."""
    with Receiver("python", "--answers", "500,200") as receiver:
        expect = expecting() + [{"effects": {"subject": "se-1"}, "count": 0},
                                {"arrivals": {"subject": "se-1"}, "count": 1}]
        run = program.run(one_parcel(expect=expect), "--endpoint", receiver.url, code=1)
        for name in PROPERTIES:
            contains(run.out, f"{name}: vacuous, effects were not observed", "properties")
        contains(run.out, "effects of se-1: effects were not observed", "a count of none")
        contains(run.out, 'effects     not observed: no endpoint has a "probe"', "the summary")
        contains(run.out, "5 of 6 failed", "arrivals are known")
        # What is shown around the evidence is what was heard, not what a script would say.
        contains(run.out, "reason http_500, by endpoint", "the report")
        told = program.run(one_parcel(), "--endpoint", receiver.url, "--summary", "json")
        same(json.loads(told.out)["effects"], {"total": None, "duplicates": None,
                                               "lost_acks": None}, "effects as JSON")
    alone = program.run(one_parcel(expect=expecting()))
    contains(alone.out, "effects     1", "a run without sockets")
    return f"{len(PROPERTIES)} properties"


PARTS = {"probe": part_probe, "unseen": part_unseen}
