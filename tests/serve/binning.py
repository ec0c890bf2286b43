"""Bins: what comes is kept byte for byte, and what stands in front of them really happens."""
import http.client
import json
import socket
import time
import urllib.parse

from harness import Server, Shop, ask, require, same


def raw(url, data, patience=10):
    """What comes back on a socket, and how it ends."""
    where = urllib.parse.urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=patience) as client:
        client.sendall(data)
        heard = b""
        try:
            while piece := client.recv(4096):
                heard += piece
        except ConnectionResetError:
            return heard, "reset"
        except TimeoutError:
            return heard, "timeout"
        return heard, "end"


def capture(program, _):
    """Any method, any bytes, in order; waiting for as many as are wanted."""
    with Server(program) as server:
        odd = bytes(range(256)) * 40
        ask(server.url, "POST", "/bin/all/below?x=1", odd, {"X-Mixed-Case": "a  b"})
        ask(server.url, "PATCH", "/bin/all", b'{ "spaced" : 1 }', {})
        ask(server.url, "GET", "/bin/other", None, {})
        kept = server.control("GET", "bin/all/requests")["requests"]
        import base64  # pylint: disable=import-outside-toplevel
        same(base64.b64decode(kept[0]["body_base64"]), odd, "bytes that are no text")
        same((kept[0]["method"], kept[0]["target"]), ("POST", "/bin/all/below?x=1"), "its line")
        require(["X-Mixed-Case", "a  b"] in kept[0]["headers"], "a header as it was sent")
        same(kept[1]["body"], '{ "spaced" : 1 }', "a body with its blanks")
        late = ask(server.url, "GET", "/_drydock/bin/all/requests?count=3&timeout=200ms")
        same((late.status, late.json["complete"]), (408, False), "one that never comes")
        har = server.control("GET", "bin/all/export")
        same([entry["request"]["method"] for entry in har["log"]["entries"]], ["POST", "PATCH"],
             "HAR")
        curl = server.control("GET", "bin/all/export?as=curl").decode()
        require("--data-binary '{ \"spaced\" : 1 }'" in curl, "cURL")
    return "256 values of a byte, and the blanks"


def rules(program, _):
    """Answers, resets, silence and trickles before a bin, and an outage that time ends."""
    with Server(program) as server:
        post = b"POST /bin/b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok"

        def put(rule):
            server.control("PUT", "bin/b/rules", rule)
        put({"rules": [{"times": 1, "respond": {"status": 418, "body": "tea",
                                                "headers": {"X-Pot": "1"}}}]})
        first = ask(server.url, "POST", "/bin/b", "x")
        same((first.status, first.body, first.headers["X-Pot"]), (418, b"tea", "1"), "an answer")
        same(ask(server.url, "POST", "/bin/b", "x").status, 200, "times: 1")
        put({"rules": [{"fail": "refused"}]})
        same(raw(server.url, post), (b"", "reset"), "refused")
        put({"rules": [{"fail": "reset"}]})
        same(raw(server.url, post)[1], "reset", "reset")
        put({"rules": [{"fail": "timeout"}]})
        begun = time.monotonic()
        heard, end = raw(server.url, post, patience=2.5)
        same(end, "timeout", "nothing, or too slowly")
        require(time.monotonic() - begun > 2, f"it was waited for {heard!r}")
        put({"rules": [{"fail": "malformed"}]})
        heard, end = raw(server.url, post)
        same(end, "end", "malformed")
        require(heard, "something was said")
        put({"outages": [{"until": "1h", "as": 503}]})
        same(ask(server.url, "POST", "/bin/b", "x").status, 503, "an outage")
        server.advance(by="1h")
        same(ask(server.url, "POST", "/bin/b", "x").status, 200, "after it")
        kept = server.control("GET", "bin/b/requests")["requests"]
        same([record.get("status") or record["reason"] for record in kept],
             [418, 200, "refused", "reset", "timeout", "malformed", 503, 200], "what is kept")
        server.control("PUT", "bin/b/rules", {"rules": [{"respons": 200}]}, status=400)
    return "eight requests, six faces"


def in_front(program, _):
    """What stands in front of a bin meets webhooks too, and nothing is sent."""
    with Server(program) as server:
        server.webhook("track", server.url + "/bin/hooks")
        server.control("PUT", "bin/hooks/rules", {"outages": [{"until": "3h"}]})
        server.control("POST", "timeline",
                       {"at": "0s", "track": {"shipment": "se-7", "status": "IT"}})
        server.advance(until="idle")
        kept = server.control("GET", "bin/hooks/requests")["requests"]
        same([record["at"] for record in kept], ["2019-09-07T04:00:00Z"], "what came")
        same([(event["reason"], event["by"]) for event in server.events("attempt_failed")],
             [("refused", "rule"), ("refused", "rule")], "what did not")
    return "two attempts never left"


def resend(program, _):
    """What a bin took in goes elsewhere, as it was or edited; secrets are masked in exports."""
    with Server(program) as server, Shop(200, 500) as shop:
        ask(server.url, "POST", "/bin/r?token=abc&x=1", b'{"n":1}',
            {"Authorization": "Bearer abc", "X-Kept": "yes", "Content-Type": "application/json"})
        same(server.control("POST", "bin/r/resend", {"url": shop.url})["status"], 200, "as it was")
        same(shop.bodies, [b'{"n":1}'], "the same bytes")
        same((shop.headers[0]["X-Kept"], shop.headers[0]["Authorization"]), ("yes", "Bearer abc"),
             "the same headers")
        same(server.control("POST", "bin/r/resend", {
            "url": shop.url, "body": json.dumps({"n": 2}),
            "headers": {"X-Kept": "no", "Authorization": None}})["status"], 500, "edited")
        same(shop.bodies[1], b'{"n": 2}', "other bytes")
        same((shop.headers[1]["X-Kept"], shop.headers[1]["Authorization"]), ("no", None), "headers")
        server.control("POST", "bin/r/resend", {"url": shop.url, "number": 9}, status=404)
        server.control("POST", "bin/r/resend", {"url": "http://192.0.2.1/x"}, status=502)
        for kind in ("har", "curl"):
            text = json.dumps(server.control("GET", "bin/r/export?as=har")) if kind == "har" \
                else server.control("GET", "bin/r/export?as=curl").decode()
            require("abc" not in text, f"a secret in {kind}: {text}")
        server.stop()
        require("abc" not in server.log, "a secret in the log")
    return "sent twice, masked twice"


def follow(program, _):
    """The journal while it is written: lines, and server-sent events."""
    with Server(program) as server:
        where = urllib.parse.urlsplit(server.url)
        connections = []
        for path in ("/_drydock/journal?follow=true&type=webhook_created",
                     "/_drydock/journal/stream?type=webhook_created"):
            connection = http.client.HTTPConnection(where.netloc, timeout=30)
            connection.request("GET", path)
            connections.append(connection.getresponse())
        server.webhook("track", "https://a.test")
        line = json.loads(connections[0].readline())
        same(line["url"], "https://a.test", "a line")
        event = [connections[1].readline().decode().strip() for _ in range(3)]
        same((event[0], json.loads(event[1].removeprefix("data: "))), (f"id: {line['seq']}", line),
             "an event")
        same(server.control("GET", f"journal?from={line['seq']}&type=webhook_created").decode(),
             json.dumps(line, separators=(",", ":")) + "\n", "the same once more")
        server.control("GET", "journal?type=nonsense", status=400)
    return "both told of it"


def told(program, _):
    """What the dashboard is told: which journal it reads, and what each delivery sends."""
    with Shop(503, 200) as shop, Server(program) as server:
        server.webhook("track", shop.url)
        server.control("POST", "timeline", {"at": "0s", "track": {"shipment": "se-1",
                                                                  "status": "IT"}})
        server.advance(by="2h")
        server.control("POST", "timeline", {"at": "0s", "track": {"shipment": "se-1",
                                                                  "status": "DE"}})
        server.advance(by="2h")
        for number, sent in (1, shop.bodies[0]), (1, shop.bodies[1]), (2, shop.bodies[2]):
            given = ask(server.url, "GET", f"/_drydock/deliveries/{number}/body")
            same(given.body, sent, f"the body of delivery {number}")
        for number in "0", "3", "x", "1x":
            server.control("GET", f"deliveries/{number}/body", status=404)

        facts = server.control("GET", "facts")
        same((facts["start"], facts["kept"]), ("2019-09-07T00:00:00Z", False), "facts")
        here = f"journal?journal={facts['journal']}&from=2"
        require(server.control("GET", here).startswith(b'{"seq":2,'), "the journal from event 2")
        server.control("GET", "journal?journal=other", status=409)
        server.control("POST", "reset")
        server.control("GET", here, status=409)
        require(server.control("GET", "facts")["journal"] != facts["journal"], "another journal")
    return "two bodies, two journals"


def trial(program, _):
    """Each webhook can be tried, again and again: what it tells of happens."""
    events = ["batch", "rate", "track", "carrier_connected", "sales_orders_imported",
              "order_source_refresh_complete"]
    with Server(program) as server:
        for event in events:
            hook = server.webhook(event, f"{server.url}/bin/{event}")["webhook_id"]
            for count in 1, 2:
                after = server.control("POST", f"webhooks/{hook}/test")["after"]
                require(server.events()[after:], "events after it")
                taken = server.control("GET", f"bin/{event}/requests?count={count}")
                require(taken["complete"], f"{event}: {taken['count']} of {count}")
        server.control("PUT", f"webhooks/{hook}", {"enabled": False})
        server.control("POST", f"webhooks/{hook}/test", status=409)
        server.control("POST", "webhooks/none/test", status=404)
    return f"{len(events)} events"


PARTS = {"capture": capture, "rules": rules, "in-front": in_front, "resend": resend,
         "follow": follow, "told": told, "trial": trial}
