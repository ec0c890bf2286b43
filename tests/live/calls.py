#!/usr/bin/env python3
"""Calls of a scenario to a shop: it is reset first, told of a parcel, and asked at the end.

  calls.py PROGRAM
"""
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "sdk"))
from receivers import PATIENCE, Failure, require  # noqa: E402 pylint: disable=all

SCENARIO = {
    "format": 1,
    "about": "The shop forgets what it knew, is told of two scans, and shows the newer one.",
    "webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
    "timeline": [
        {"at": "0s", "request": {"method": "POST", "url": "https://shop.test/_reset",
                                 "headers": {"X-Key": "open"}, "body": {"why": "test"}},
         "expect": {"status": 204}},
        {"at": "0s", "track": {"shipment": "se-1", "status": "IT"}},
        {"at": "1h", "track": {"shipment": "se-1", "status": "DE"}},
        {"at": "2h", "request": {"method": "GET", "url": "https://shop.test/orders?all=1"},
         "expect": {"status": 200, "body": {"statuses": ["IT", "DE"]}}},
        {"at": "3h", "request": {"method": "GET", "url": "https://shop.test/huge"}},
    ],
}


class Shop(http.server.BaseHTTPRequestHandler):
    """Keeps statuses in order. While it is reset it asks the API which webhooks there are."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    api = None  # URL of the API, when it is to be asked
    statuses = ["stale"]
    asked = []

    def reply(self, status, value=None):
        text = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/hooks":
            Shop.statuses.append(body["data"]["status_code"])
            return self.reply(200)
        if self.path != "/_reset" or self.headers["X-Key"] != "open" or body != {"why": "test"}:
            return self.reply(400)
        Shop.statuses.clear()
        if Shop.api:
            wish = urllib.request.Request(Shop.api + "/v1/environment/webhooks",
                                          headers={"API-Key": "any"})
            with urllib.request.urlopen(wish, timeout=PATIENCE) as answer:
                Shop.asked.append(json.load(answer))
        return self.reply(204)

    def do_GET(self):
        if self.path == "/huge":
            return self.reply(200, "x" * 100_000)
        return self.reply(*((200, {"statuses": Shop.statuses, "open": True})
                            if self.path == "/orders?all=1" else (404,)))

    def log_message(self, *_):
        """Says nothing."""


def drydock(program, *words, expect=0):
    """Standard output and standard error."""
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=PATIENCE,
                          check=False)
    require(done.returncode == expect,
            f"{words}: exit code {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def free_port():
    """One that was free a moment ago."""
    with http.server.HTTPServer(("127.0.0.1", 0), Shop) as taken:
        return taken.server_port


def resets_first_and_asks_at_the_end(program, folder, shop):
    file, journal = f"{folder}/calls.json", f"{folder}/out.jsonl"
    pathlib.Path(file).write_text(json.dumps(SCENARIO), encoding="utf-8")
    port = free_port()
    Shop.api = f"http://127.0.0.1:{port}"
    out, _ = drydock(program, "run", file, "--endpoint", f"https://shop.test={shop}",
                     "--api-port", str(port), "--journal", journal, "--verify-determinism")
    require("00:00:00  POST https://shop.test/_reset: 204\n" in out, out)
    require("02:00:00  GET https://shop.test/orders?all=1: 200\n" in out, out)
    require("2 held" in out, out)
    require(len(Shop.asked) == 1 and Shop.asked[0][0]["event"] == "track", Shop.asked)
    lines = [json.loads(line) for line in pathlib.Path(journal).read_text("utf-8").splitlines()]
    calls = [line for line in lines if line.get("type", "").startswith(("call_", "request_"))]
    require([line["type"] for line in calls] ==
            ["call_sent", "request_received", "request_answered", "call_answered",
             "call_sent", "call_answered", "call_sent", "call_answered"], calls)
    require(calls[5]["body"] == {"statuses": ["IT", "DE"], "open": True}, calls[5])
    require(calls[7]["cut"] and len(calls[7]["body"]) == 16 * 1024, calls[7]["call"])
    return journal


def replays_without_the_shop(program, folder, journal):
    out, _ = drydock(program, "replay", journal)
    require("same digest" in out, out)
    drydock(program, "export", journal, f"{folder}/out.db")
    require("same digest" in drydock(program, "replay", f"{folder}/out.db")[0], "of the .db")
    out, _ = drydock(program, "replay", journal, "--policy", '{"attempts": 1}')
    require("2 requested: 2 delivered" in out, out)


def what_is_not_as_expected_fails(program, folder, shop):
    """Nothing is told, so nothing is shown; and nobody is there at the end."""
    changed = json.loads(json.dumps(SCENARIO))
    del changed["timeline"][1:3]
    file = f"{folder}/none.json"
    pathlib.Path(file).write_text(json.dumps(changed), encoding="utf-8")
    Shop.api = None
    out, _ = drydock(program, "run", file, "--endpoint", f"https://shop.test={shop}", expect=1)
    require('body: /statuses: expected ["IT","DE"]; found []' in out, out)
    nobody = f"https://shop.test=127.0.0.1:{free_port()}"
    drydock(program, "run", file, "--endpoint", nobody, expect=3)
    out, _ = drydock(program, "run", file, "--endpoint", nobody, "--no-preflight", expect=1)
    require("expected an answer; found refused" in out, out)
    out, _ = drydock(program, "run", file, "--endpoint", "https://shop.test=http://192.0.2.1",
                     "--no-preflight", expect=1)
    require("expected an answer; found blocked" in out, out)


def main(program):
    """All of them."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shop = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        journal = resets_first_and_asks_at_the_end(program, folder, shop)
        what_is_not_as_expected_fails(program, folder, shop)
        server.shutdown()
        server.server_close()
        replays_without_the_shop(program, folder, journal)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Failure as failure:
        sys.exit(f"calls.py: {failure}")
