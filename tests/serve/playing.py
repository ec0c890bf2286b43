"""Scenarios beside the world: shipped, checked, played whole, compared."""
import base64
import json
import urllib.parse
import zlib

from harness import Server, ask, require, same

DOWN_3H = """{
  "format": 1, // a comment, as in a file
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": { "outages": [ { "until": "3h", "as": 503 } ] } },
  "timeline": [
    { "at": "0s", "ship": { "shipment": "se-1", "scans": [ { "at": "30m", "status": "IT" } ] } },
  ],
  "expect": [ { "deliveries": { "outcome": "delivered" }, "count": 1 } ],
}"""
DOWN_5H = DOWN_3H.replace('"3h"', '"5h"')


def unpacked(text):
    """What a page unpacks."""
    return zlib.decompress(base64.b64decode(text)).decode()


def whole(server, text, name="mine.json"):
    """A whole run: its facts, and the lines of its journal."""
    given = server.control("POST", "run?as=page&name=" + urllib.parse.quote(name), text)
    return given["facts"], unpacked(given["journal"]).splitlines(), unpacked(given["bodies"])


def shipped(program, _):
    """The scenarios that are part of the program, by name; the schema."""
    with Server(program) as server:
        listed = server.control("GET", "scenarios")["scenarios"]
        lessons = [each["name"] for each in listed if each["lesson_steps"] > 0]
        require(len(lessons) >= 6 and all(each["about"] for each in listed), f"{listed}")
        for each in listed:
            path = "scenarios/" + urllib.parse.quote(each["name"], safe="")
            text = server.control("GET", path)
            found = server.control("POST", "check", text)
            same(found["errors"], [], each["name"])
        server.control("GET", "scenarios/none", status=404)
        require("properties" in server.control("GET", "schema"), "the schema")
    return f"{len(listed)} scenarios, {len(lessons)} lessons"


def check(program, _):
    """Errors with the place where they are, as `drydock check` tells them."""
    with Server(program) as server:
        found = server.control("POST", "check", '{\n  "format": 1,\n  "timelime": [],\n  "x": }')
        same(len(found["errors"]), 1, "text that is no JSON")
        same([found["errors"][0][name] for name in ("kind", "line", "column")], ["text", 4, 8],
             "its place")
        text = ('{\n  "format": 1,\n  "timelime": [],\n'
                '  "seed": "ä",\n "webhooks": [{"event": "trak"}]\n}')
        found = server.control("POST", "check", text.encode())["errors"]
        places = [(error["line"], error["column"], error["pointer"]) for error in found]
        require((3, 3, "/timelime") in places and "timeline" in found[0]["message"], f"{found}")
        require((5, 25, "/webhooks/0/event") in places, f"all errors are told: {found}")
        refused = server.control("POST", "run", '{\n "format": 2\n}', status=400)
        same([refused["errors"][0][name] for name in ("line", "column")], [2, 12], "of a run")
        require("scenario.json:2:12" in refused["error"], refused["error"])
    return "errors have places"


def play(program, _):
    """A whole run is what a page holds of it, and the world does not notice."""
    with Server(program) as server:
        before = server.control("GET", "health")
        facts, lines, bodies = whole(server, DOWN_3H)
        same(facts["command"], "drydock run mine.json", "how to repeat it")
        same([e["passed"] for e in facts["run"]["expectations"]], [True], "what was expected")
        same(json.loads(lines[0])["drydock_journal"], 1, "the header")
        same(len(lines) - 1, facts["events"], "every event")
        same(json.loads(lines[-1])["type"], "delivery_succeeded", "the last one")
        require("API_TRACK" in json.loads(bodies), bodies)
        again = whole(server, DOWN_3H)[0]
        same(again["digest"], facts["digest"], "once more")
        server.control("POST", "run?as=pages", DOWN_3H, status=400)
        asks = {"method": "GET", "url": "https://shop.test/orders"}
        own = json.dumps({"format": 1, "timeline": [{"at": "0s", "request": asks}]})
        why = server.control("POST", "run?as=page", own, status=400)["error"]
        require("live" in why, f"what only a live run can play: {why}")
        same(server.control("GET", "health"), before, "the world")
    return "whole, and apart"


def long(program, _):
    """Of a long run it is the beginning, and it says so."""
    with Server(program) as server:
        text = server.control("GET", "scenarios/parcels").decode()
        text = text.replace('"shipments": 2000', '"shipments": 7000')
        facts, lines, _ = whole(server, text, "@parcels")
        same(facts["kept_events"], 100_000, "it is bounded")
        require(len(lines) == 100_001 and facts["events"] > 130_000, f"{facts['events']} events")
        same(facts["command"], "drydock run @parcels", "how to repeat it")
    return f"{facts['kept_events']} of {facts['events']} events"


def diff(program, _):
    """Where two runs part, and one and the world."""
    with Server(program) as server:
        one, other = (json.loads(whole(server, text)[1][0]) for text in (DOWN_3H, DOWN_5H))
        found = server.control("POST", "diff", {"first": one, "second": other})
        same((found["same"], found["at"]), (False, 12), "where they part")
        same(json.loads(found["first"])["type"], "effect_applied", "the first one")
        same(json.loads(found["second"])["type"], "attempt_failed", "the other one")
        same(found["headers"], ["scenario: /endpoints differs"], "the headers")
        found = server.control("POST", "diff", {"first": other, "second": other})
        same(found, {"same": True, "headers": []}, "the same run")
        found = server.control("POST", "diff", {"first": one})
        same(json.loads(found["second"])["type"], "carrier_connected", "a world begins with some")
        same("seed" in "".join(found["headers"]), False, "it has the same seed")
        server.call("POST", "/v1/environment/webhooks",
                    {"event": "track", "url": "https://shop.test/hooks"})
        found = server.control("POST", "diff", {"second": one})
        same(json.loads(found["first"])["type"], "carrier_connected", "the world")
        same(json.loads(found["second"])["type"], "webhook_created", "the run")
        for wrong in ({}, {"first": 1}, {"first": {"drydock_journal": 1}, "second": one}, "[]",
                      {"first": {**one, "transport": "serve"}, "second": one}):
            server.control("POST", "diff", wrong, status=400)
        same(ask(server.url, "GET", "/_drydock/diff").status, 405, "it is asked for")
    return "runs part where they should"


PARTS = {"shipped": shipped, "check": check, "play": play, "long": long, "diff": diff}
