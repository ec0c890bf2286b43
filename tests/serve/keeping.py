"""What is kept in a data folder, whatever ends the server."""
import contextlib
import http.client
import json
import random
import resource
import sqlite3
import subprocess
import threading
import time
import urllib.parse

from harness import PATIENCE, Failure, Server, Shop, ask, require, same

KILLS = 12
WEBHOOKS = "/v1/environment/webhooks"
TRACK = {"at": "0s", "track": {"shipment": "se-7", "status": "IT"}}


def again(program, folder):
    """Stopped in peace and started again: all is as it was, and retries come at their times."""
    data = folder / "data"
    with Shop(500, 500, 200) as shop:
        with Server(program, "--data", data) as server:
            hook = server.webhook("track", shop.url)
            server.webhook("rate", server.url + "/bin/rates")
            server.control("PUT", "bin/rates/rules", {"rules": [{"times": 1, "respond": 503}]})
            server.call("POST", "/v1/tracking/start?carrier_code=ups&tracking_number=1Z01")
            server.control("POST", "timeline", [{**TRACK, "at": "20m"}])
            server.advance(by="30m")
            before = server.control("GET", "state")
            journal = server.control("GET", "journal")
            facts = server.control("GET", "facts")
            body = server.control("GET", "deliveries/1/body")
        same(server.code, 0, "its exit code")
        with Server(program, "--data", data) as server:
            require(server.control("GET", "journal").startswith(journal), "the journal goes on")
            same(server.control("GET", "facts")["journal"], facts["journal"], "its identity")
            # It listens elsewhere now; what was sent then stays as it was.
            same(server.control("GET", "deliveries/1/body"), body, "a body from before")
            after = server.control("GET", "state")
            for what in ("webhooks", "shipments", "deliveries", "carriers"):
                same(after[what], before[what], what)
            same(server.call("GET", f"{WEBHOOKS}/{hook['webhook_id']}").json, hook, "the webhook")
            server.advance(to="02:00")
            same(len(shop.bodies), 3, "the retry of the first attempt, at its time")
            replayed = subprocess.run([program, "serve", "--listen", ":0", "--data", data],
                                      capture_output=True, text=True, check=False,
                                      timeout=PATIENCE)
            same(replayed.returncode, 2, "a second server")
            require("another server" in replayed.stderr, replayed.stderr)
    replayed = subprocess.run([program, "replay", data / "journal.db"], capture_output=True,
                              text=True, check=False)
    require(replayed.returncode == 0 and "same digest" in replayed.stdout,
            f"replay: {replayed.stdout}{replayed.stderr}")
    other = subprocess.run([program, "replay", data / "journal.db", "--policy", "svix"],
                           capture_output=True, text=True, check=False)
    same(other.returncode, 0, f"under another policy: {other.stderr}")
    require("under policy" in other.stdout and "assumed" in other.stdout, other.stdout)
    exported = subprocess.run([program, "export", data / "journal.db", folder / "j.jsonl"],
                              capture_output=True, text=True, check=False)
    same(exported.returncode, 0, exported.stderr)
    lines = (folder / "j.jsonl").read_text().splitlines()
    require('"transport":"serve"' in lines[0], "its header says what it is of")
    return f"{len(lines)} lines"


def interrupted(program, folder):
    """Killed during an attempt: the attempt is interrupted, counts, and is tried again."""
    data = folder / "data"
    with Shop() as shop:
        arrived, go_on = threading.Event(), threading.Event()

        def hang(_):
            arrived.set()
            go_on.wait(PATIENCE)
        shop.on_request = hang
        server = Server(program, "--data", data)
        server.start()
        server.webhook("track", shop.url)
        server.control("POST", "timeline", TRACK)
        require(arrived.wait(PATIENCE), "the attempt arrived")
        server.kill()
        shop.on_request = None
        go_on.set()
        with Server(program, "--data", data) as server:
            same([event["reason"] for event in server.events("attempt_failed")], ["interrupted"],
                 "the attempt")
            server.advance(by="2h")
            same([event["attempt"] for event in server.events("delivery_succeeded")], [2],
                 "the second attempt")
    return "counted, and tried again"


def silent(program, folder):
    """Work that leads to nothing moves the clock, and that is kept too."""
    data = folder / "data"
    with Shop(500) as shop:
        server = Server(program, "--data", data)
        server.start()
        hook = server.webhook("track", shop.url)["webhook_id"]
        server.control("POST", "timeline", TRACK)
        require(server.control("GET", "clock")["retries"] or server.advance(by="0s"), "a retry")
        server.call("DELETE", f"{WEBHOOKS}/{hook}")
        same(server.advance(by="2h")["now"], "2019-09-07T02:00:00Z", "at the retry that is none")
        server.kill()
        with Server(program, "--data", data) as server:
            same(server.control("GET", "clock")["now"], "2019-09-07T02:00:00Z", "afterwards")
    return "the clock stands where it stood"


def mode(program, folder):
    """How the clock moves is kept; --clock is for a new world."""
    data = folder / "data"
    server = Server(program, "--data", data, "--clock", "60x")

    def found():
        return server.control("GET", "clock")["mode"]
    with server:
        same(found(), "60x", "a new world")
        server.kill()
        server.start()
        same(found(), "60x", "the same")
        same(server.control("PUT", "clock", {"mode": "manual"})["mode"], "manual", "changed")
        server.kill()
        server.start()
        same(found(), "manual", "as it was acknowledged")
        server.control("POST", "reset")
        same(found(), "60x", "a new world once more")
        same([event["mode"] for event in server.events("clock_mode_changed")], ["60x"], "journal")
    require("has its own clock" in server.log, f"it is told: {server.log}")
    return "kept twice"


def foreign(program, folder):
    """What is no journal of a server, or damaged, is refused and stays as it was."""
    def refused(data, expected):
        done = subprocess.run([program, "serve", "--listen", ":0", "--data", data],
                              capture_output=True, text=True, check=False, timeout=PATIENCE)
        same(done.returncode, 2, f"exit code with {data}")
        require(expected in done.stderr, f"{expected!r} in {done.stderr!r}")
    cases = []
    for name in ("text", "sqlite", "run", "damaged"):
        (folder / name).mkdir()
        cases.append(folder / name / "journal.db")
    cases[0].write_text("hello")
    with sqlite3.connect(cases[1]) as other:
        other.execute("CREATE TABLE t (a)")
    subprocess.run([program, "run", "--journal", cases[2], "-q"], check=True, capture_output=True)
    with Server(program, "--data", folder / "damaged") as server:
        server.webhook("track", "https://a.test")
    content = bytearray(cases[3].read_bytes())
    place = content.rfind(b"https://a.test")
    content[place] ^= 1
    cases[3].write_bytes(content)
    for path, why in zip(cases, ("no SQLite", "another program", "that of a run", "damaged")):
        before = path.read_bytes()
        refused(path.parent, why)
        same(path.read_bytes(), before, f"{path} afterwards")
    return f"{len(cases)} refused"


class Caller(threading.Thread):
    """Makes and deletes webhooks and puts entries in, and knows what was acknowledged."""

    def __init__(self, server, url, state):
        super().__init__(daemon=True)
        self.server = server
        self.url = url
        self.state = state
        self.failure = None

    def run(self):
        try:
            while True:
                self.step()
        except (OSError, http.client.HTTPException):
            pass  # the server was killed
        except Exception as found:  # pylint: disable=broad-except
            self.failure = found  # for the thread that waits for this one

    def end(self):
        """Waits for the last call, and says what was wrong with one."""
        self.join(PATIENCE)
        require(not self.is_alive(), "a call never ended")
        if self.failure:
            raise Failure(f"a call under load: {self.failure!r}") from self.failure

    def step(self):
        """One call, noted when its answer is there."""
        state = self.state
        event = random.choice(["batch", "rate", "carrier_connected", "track"])
        known = state["webhooks"].get(event)
        if known is None:
            state["open"] = (event, "make")
            made = self.server.call("POST", WEBHOOKS, {"url": self.url, "event": event})
            state["webhooks"][event] = made.json["webhook_id"]
        elif random.random() < 0.3:
            state["open"] = (event, "drop")
            gone = self.server.call("DELETE", f"{WEBHOOKS}/{known}")
            require(gone.status == 204, "deleted")
            state["webhooks"][event] = None
        state["open"] = None
        number = f"1Z{random.randrange(10**9)}01"
        self.server.call("POST", f"/v1/tracking/start?carrier_code=ups&tracking_number={number}")
        state["numbers"].append(number)
        if random.random() < 0.2:
            state["clock_open"] = True
            done = self.server.advance(by="10m")
            state["now"] = done["now"]
            state["clock_open"] = False


class Follower(threading.Thread):
    """Reads the journal while it is written, for as long as the server lives."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server = server
        self.seen = b""

    def run(self):
        where = urllib.parse.urlsplit(self.server.url)
        connection = http.client.HTTPConnection(where.netloc, timeout=PATIENCE)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/_drydock/journal?follow=true")
            reply = connection.getresponse()
            while line := reply.readline():
                self.seen += line if line.endswith(b"}\n") else b""

    def check(self, server, kill):
        """What it was told was on disk."""
        self.join(PATIENCE)
        require(not self.is_alive(), "the journal never ended")
        require(server.control("GET", "journal").startswith(self.seen),
                f"an event was told, and was lost in kill {kill}")


def kills(program, folder):
    """Killed at random moments under load: nothing that was acknowledged or told is lost."""
    data = folder / "data"
    state = {"webhooks": {}, "numbers": [], "now": "", "open": None, "clock_open": False}
    random.seed()
    follower = None
    with Shop(200, 500, 503, 200) as shop:
        for kill in range(KILLS):
            server = Server(program, "--data", data, "--quiet")
            server.start()
            try:
                check(server, state, kill)
                if follower:
                    follower.check(server, kill)
                follower = Follower(server)
                follower.start()
                caller = Caller(server, shop.url, state)
                caller.start()
                time.sleep(random.uniform(0.0, 0.4))
            finally:
                server.kill()
            caller.end()
        with Server(program, "--data", data, "--quiet") as server:
            check(server, state, KILLS)
            follower.check(server, KILLS)
            server.advance(until="idle")
            open_ones = [each for each in server.control("GET", "state")["deliveries"]]
            same(open_ones, [], "everything comes to an end")
    require(state["numbers"], "nothing was acknowledged")
    return f"{KILLS} kills, {len(state['numbers'])} tracked numbers"


def check(server, state, kill):
    """All that was acknowledged is there."""
    there = {each["event"]: each["webhook_id"]
             for each in server.call("GET", WEBHOOKS).json}
    for event, known in state["webhooks"].items():
        if state["open"] and state["open"][0] == event:
            continue
        same(there.get(event), known, f"webhook for {event} after kill {kill}")
    state["webhooks"] = {event: there.get(event) for event in
                         ("batch", "rate", "carrier_connected", "track")}
    state["open"] = None
    for number in state["numbers"][-50:]:
        given = server.call("GET", f"/v1/tracking?carrier_code=ups&tracking_number={number}")
        same(given.status, 200, f"{number} after kill {kill}")
    now = server.control("GET", "clock")["now"]
    require(now >= state["now"], f"the clock went back to {now} from {state['now']}")


def limited(program, folder):
    """What waits for a limit or a recovery goes on after a kill as it would have without."""
    entries = [{"at": f"{n}s", "track": {"shipment": f"se-{n + 1}", "status": "IT"}}
               for n in range(3)]

    def story(data, is_killed):
        scenario = folder / "limited.json"
        scenario.write_text(json.dumps({
            "format": 1,
            "policy": {"rate": {"attempts": 1, "per": "10m"},
                       "disable_after": {"failed_attempts": 2, "recover_after": "3h"}},
            "webhooks": [{"event": "track", "url": "http://127.0.0.1:9/closed"}]}))
        server = Server(program, scenario, "--data", data)
        with server:
            server.control("POST", "timeline", entries)
            for minutes in (1, 14, 226):
                server.advance(by=f"{minutes}m")
                if is_killed:
                    server.kill()
                    server.start()
            return [(event["type"], event["at"]) for event in server.events()
                    if event["type"].startswith(("attempt_", "webhook_", "delivery_"))]

    told = story(folder / "killed", True)
    same(told, story(folder / "whole", False), "after three kills")
    deferred = [at for kind, at in told if kind == "attempt_deferred"]
    same(deferred, ["2019-09-07T00:00:01Z", "2019-09-07T00:00:02Z"], "deferred")
    enabled = [at for kind, at in told if kind == "webhook_enabled"]
    same(enabled, ["2019-09-07T03:10:00Z"], "recovered")
    return f"{len(told)} events"


def full(program, folder):
    """A disk that takes no more: it ends, and whoever was answered was promised what is kept."""
    data = folder / "data"
    parcels = {"shipments": [{"ship_to": {"name": "x" * 500}}] * 8}
    made = []
    server = Server(program, "--data", data)
    # What is too long is an error, and no signal.
    server.command = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", *server.command]

    def call():
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                given = server.call("POST", "/v1/shipments", parcels)
                made.append(given.json["shipments"][7]["shipment_id"])
    with server:
        most = max(path.stat().st_size for path in data.iterdir()) + 200_000
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, most))
        callers = [threading.Thread(target=call, daemon=True) for _ in range(6)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(PATIENCE)
        same(server.process.wait(PATIENCE), 2, "its exit code")
        server.reader.join(PATIENCE)
    require(str(data) in server.log and "Sanitizer" not in server.log, f"why: {server.log}")
    require(made, "nothing was acknowledged")
    with Server(program, "--data", data) as server:
        for shipment in made:
            same(server.call("GET", f"/v1/shipments/{shipment}").status, 200, shipment)
    return f"{len(made)} answers before it"


PARTS = {"again": again, "silent": silent, "interrupted": interrupted, "mode": mode,
         "foreign": foreign, "kills": kills, "limited": limited,
         "full": full}
