"""The clock, and what is put in the world from outside."""
import threading

from harness import Server, Shop, ask, require, same

START = "2019-09-07T00:00:00Z"
TRACK = {"at": "0s", "track": {"shipment": "se-7", "status": "IT"}}


def day(program, _):
    """A day in the life: the shop is down for three hours, the third attempt gets through."""
    with Server(program) as server, Shop() as shop:
        server.webhook("track", shop.url)
        server.control("PUT", "endpoints", {shop.url: {"outages": [{"until": "3h", "as": 503}]}})
        server.control("POST", "timeline", [TRACK])
        same(server.advance(by="2h")["attempts"], {"http_503": 1}, "the second attempt")
        same(shop.bodies, [], "while it is down")
        same(server.control("GET", "clock")["retries"][0]["due"], "2019-09-07T04:00:00Z", "due")
        third = server.advance(to="04:00")
        same(third["attempts"], {"http_200": 1}, "the third attempt")
        same((third["now"], third["pending"]), ("2019-09-07T04:00:00Z", 0), "and then")
        same(shop.payloads()[0]["data"]["status_code"], "IT", "what the shop was told")
        same(shop.headers[0]["Drydock-Attempt"], "3", "which attempt it was")
    with Server(program) as server, Shop(500, 500, 500) as shop:
        server.webhook("track", shop.url)
        server.control("POST", "timeline", TRACK)
        done = server.advance(until="idle")
        same((done["now"], done["deliveries"]["discarded"]), ("2019-09-07T04:00:00Z", 1),
             "a shop that is never well")
        same(len({*shop.bodies}), 1, "the same bytes each time")
        same(len(shop.bodies), 3, "attempts")
    return "four hours of retries, twice"


def nested(program, _):
    """The API is answered during an advance; another advance is not."""
    with Server(program) as server, Shop() as shop:
        inside = []

        def look(_):
            inside.append(server.call("GET", "/v1/carriers").status)
            inside.append(ask(server.url, "POST", "/_drydock/clock/advance", {"by": "1h"}).status)
        shop.on_request = look
        server.webhook("track", shop.url)
        server.control("POST", "timeline", [{**TRACK, "at": "1h"}])
        done = server.advance(by="90m")
        same(inside, [200, 409], "asked from within a delivery")
        same((done["from"], done["now"]), (START, "2019-09-07T01:30:00Z"), "the advance")
        same([event["type"] for event in done["events"] if event["type"].startswith("request")],
             ["request_received", "request_answered"], "in the journal")
    return "answered, and refused"


def goals(program, _):
    """By, to, until; what is no goal; and that time stands when nobody turns the clock."""
    with Server(program) as server:
        server.control("POST", "timeline", [{**TRACK, "at": "1h"}, {**TRACK, "at": "2h"}])
        same(server.advance(until="next")["now"], "2019-09-07T01:00:00Z", "the next thing")
        same(server.advance(until="idle", limit="10m")["now"], "2019-09-07T01:10:00Z", "a limit")
        same(server.advance(until="idle", limit="5h")["now"], "2019-09-07T02:00:00Z", "idle")
        same(server.advance(until="next")["now"], "2019-09-07T02:00:00Z", "nothing more")
        same(server.advance(to="2019-09-08T00:00:00Z")["now"], "2019-09-08T00:00:00Z", "a time")
        for bad in ({}, {"by": "2"}, {"by": "1h", "to": START}, {"to": START}, {"until": "then"},
                    {"by": "1h", "limit": "1h"}, {"by": "-1h"}, {"for": "1h"}):
            server.control("POST", "clock/advance", bad, status=400)
        same(server.control("GET", "clock")["now"], "2019-09-08T00:00:00Z", "it stands")
        same(server.control("GET", "state?at=01:30")["shipments"][1]["status"], "IT", "state then")
        same(len(server.control("GET", "state?at=00:30")["shipments"]), 1, "and before")
    return "every way to turn a clock"


def modes(program, _):
    """A clock that moves by itself."""
    with Server(program, "--clock", "auto") as server, Shop(500) as shop:
        server.webhook("track", shop.url + "/hook")
        gone = threading.Event()
        shop.on_request = lambda _: gone.set() if len(shop.bodies) == 3 else None
        server.control("POST", "timeline", TRACK)
        require(gone.wait(30), "three attempts without anybody turning the clock")
    with Server(program, "--clock", "36000x") as server:
        server.webhook("track", server.url + "/bin/paced")
        server.control("POST", "timeline", [{**TRACK, "at": "1h"}])
        server.control("GET", "bin/paced/requests?count=1&timeout=30s")
        require(server.control("GET", "clock")["now"] > "2019-09-07T01:00", "time passes")
        same(server.control("PUT", "clock", {"mode": "manual"})["mode"], "manual", "it is stopped")
        before = server.control("GET", "clock")["now"]
        same(server.control("GET", "clock")["now"], before, "it stands")
        server.control("PUT", "clock", {"mode": "later"}, status=400)
    return "auto and paced"


def entries(program, _):
    """Entries, webhooks switched, resending, endpoints: and what is wrong with them."""
    with Server(program) as server, Shop(500, 500, 500, 200) as shop:
        hook = server.webhook("track", shop.url)["webhook_id"]
        server.control("POST", "timeline", TRACK)
        server.advance(until="idle")
        same(server.control("POST", "timeline", {"at": "0s", "resend": {"outcome": "discarded"}}),
             {"added": 1, "refused": []}, "resending")
        server.advance(by="1s")
        same(len(shop.bodies), 4, "it was sent once more")
        server.control("PUT", f"webhooks/{hook}", {"enabled": False})
        server.control("POST", "timeline", TRACK)
        same(len(server.events("event_unsubscribed")[-1:]), 1, "nobody is told")
        same(len(shop.bodies), 4, "while it is off")
        server.control("PUT", f"webhooks/{hook}", {"enabled": True})
        server.control("PUT", "webhooks/none", {"enabled": True}, status=404)
        server.control("PUT", f"webhooks/{hook}", {"on": True}, status=400)
        why = server.control("POST", "timeline", [{"at": "0s", "trak": {}}], status=400)["error"]
        require("track" in why and "/timeline/0" in why, f"the nearest name: {why}")
        server.control("POST", "timeline", {"at": "0s", "ship": {"shipment": "se-7"}}, status=409)
        server.control("PUT", "endpoints", {"https://x.test": {"rule": []}}, status=400)
        report = server.control("POST", "run", {
            "format": 1, "webhooks": [{"event": "track", "url": "https://x.test"}],
            "timeline": [TRACK]})
        same(report["deliveries"]["delivered"], 1, "a scenario on the side")
        server.control("POST", "run", {"format": 2}, status=400)
        server.control("POST", "reset")
        same(server.call("GET", "/v1/environment/webhooks").json, [], "after a reset")
        same(server.control("GET", "clock")["now"], START, "its clock")
    return "put in, refused, reset"


PARTS = {"day": day, "nested": nested, "goals": goals, "modes": modes, "entries": entries}
