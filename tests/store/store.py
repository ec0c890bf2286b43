#!/usr/bin/env python3
"""Journals that last: replayed, stopped, killed, damaged, and mistaken for something else.

usage: store.py DRYDOCK [--every N] [--kills N] [--flips N] [--states N] [PART...]

Runs the program from outside, as people do. What it says of a state is compared with a fold of the
JSON lines that is written anew here. Comparing nothing is a failure.
"""
import csv
import json
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))

# pylint: disable=wrong-import-position
import parts
from parts import require

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG = 240_000  # over four million events, and a snapshot
KINDS = ("shipment", "batch", "carrier", "order_source", "report")
SCENARIOS = sorted((ROOT / "scenarios").glob("*.json"))


def many_shipments(count):
    """A scenario of about 18 events a shipment."""
    return json.dumps({
        "format": 1,
        "webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
        "endpoints": {"https://shop.test": {"rules": [
            {"chance": 0.2, "fail": "timeout"},
            {"respond": 200, "after": {"exponential": "50ms"}}]}},
        "timeline": [{"at": "0s", "repeat": {"every": "1s", "times": count},
                      "ship": {"shipment": "se-{n}", "story": "delivered"}}]})


class Program:
    """The program under test, a folder to work in, and the scenarios to try."""

    def __init__(self, path, folder, scenarios):
        self.path = path
        self.folder = folder
        self.scenarios = scenarios

    def __call__(self, *args):
        return subprocess.run([self.path, *map(str, args)], capture_output=True, text=True,
                              check=False)

    def journal(self, scenario, name, *options):
        """Runs a scenario into a journal; gives its path."""
        out = self.folder / name
        done = self("run", scenario, "-q", "--journal", out, *options)
        require(done.returncode in (0, 1), f"run {scenario} {options}: {done.stderr}")
        return out

    def state(self, journal, at):
        """The object that `replay --at --json` prints."""
        done = self("replay", journal, "--at", at, "--json")
        require(done.returncode == 0, f"replay {journal} --at {at}: {done.stderr}")
        return json.loads(done.stdout)

    def file(self, name, text):
        """A file of that content."""
        path = self.folder / name
        path.write_text(text)
        return path


def events_of(journal):
    """The events of a .jsonl."""
    return [json.loads(line) for line in journal.read_text().splitlines()[1:]]


def micros(text):
    """RFC 3339 as something that compares: texts do not, because of dropped zeros."""
    seconds, _, fraction = text.rstrip("Z").partition(".")
    return seconds, fraction.ljust(6, "0")


# --- replay, export, diff ------------------------------------------------------------------------

def check_csv(path, events):
    """A row for each event, which says what the line says."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    require(len(rows) == len(events), f"{path}: {len(rows)} rows")
    for row, event in zip(rows, events):
        more = json.loads(row["more"] or "{}")
        for name, value in event.items():
            column = "subject" if name in KINDS else name
            found = row[column] if column in row else more[name]
            require(found == (str(value) if column in row else value), f"{path}: {row}")


def part_replay(program, _):
    """Every scenario's journal gives its digest again, from both forms, and changes form freely."""
    for scenario in program.scenarios:
        lines = program.journal(scenario, "a.jsonl")
        db = program.journal(scenario, "a.db")
        digest = json.loads(program("run", scenario, "--summary", "json").stdout)["digest"]
        for journal in (lines, db):
            done = program("replay", journal, "--json")
            require(done.returncode == 0, f"{scenario.name}: {done.stdout}{done.stderr}")
            found = json.loads(done.stdout)
            require(found["same"] and found["whole"] and found["digest"] == digest,
                    f"{scenario.name}: {found}, expected {digest}")
        done = program("diff", lines, db)
        require(done.returncode == 0 and digest in done.stdout, f"diff: {done.stdout}")
        for source, target in (("a.jsonl", "b.db"), ("b.db", "b.jsonl"), ("a.db", "c.jsonl"),
                               ("a.db", "c.csv")):
            done = program("export", program.folder / source, program.folder / target)
            require(done.returncode == 0, f"export to {target}: {done.stderr}")
        for other in ("b.jsonl", "c.jsonl"):
            require((program.folder / other).read_bytes() == lines.read_bytes(),
                    f"{scenario.name}: {other} is not what the run wrote")
        check_csv(program.folder / "c.csv", events_of(lines))
    return f"{len(program.scenarios)} scenarios"


# --- the state at a point in time ----------------------------------------------------------------

def fold(events, at):
    """Shipments and deliveries by other means than the program's."""
    shipments, deliveries, ends, tracked = {}, {}, {}, set()
    happened = [event for event in events if micros(event["at"]) <= micros(at)]
    for event in happened:
        kind = event["type"]
        if kind == "shipment_created":
            shipments[event["shipment"]] = []
            ends[event["shipment"]] = event.get("ends", [])
        elif kind == "webhook_created" and event["event"] == "track":
            tracked.add(event["webhook"])
        elif kind == "shipment_scanned":
            shipments[event["shipment"]].append(
                {"status": event["status"], "at": event["at"],
                 "occurred_at": event.get("occurred_at", event["at"])})
        elif kind == "delivery_requested":
            deliveries[event["delivery"]] = {"subject": event["subject"], "status": "queued",
                                             "is_track": event["webhook"] in tracked}
        elif kind == "attempt_started":
            deliveries[event["delivery"]].update(status="in_flight", attempt=event["attempt"])
        elif kind == "retry_scheduled":
            deliveries[event["delivery"]].update(status="waiting", attempt=event["attempt"],
                                                 due=event["due"])
        elif kind in ("delivery_succeeded", "delivery_discarded", "delivery_cancelled"):
            del deliveries[event["delivery"]]
    told_of = {d["subject"] for d in deliveries.values() if d.pop("is_track")}
    # A generated shipment is forgotten when its story is over and all of it is told.
    return {id: scans for id, scans in shipments.items() if id in told_of or not scans or
            scans[-1]["status"] not in ends[id]}, deliveries, len(happened)


def fold_others(events, at):
    """Batches, carriers, stores, their imports, and reports: the tables of a state that it has."""
    batches, carriers, sources, imports, reports = {}, {}, {}, [], {}
    for event in (e for e in events if micros(e["at"]) <= micros(at)):
        kind, when = event["type"], event["at"]
        if kind == "batch_created":
            batches[event["batch"]] = {"status": "open", "created_at": when}
        elif kind == "batch_status_changed":
            batches[event["batch"]]["status"] = event["status"]
        elif kind == "carrier_connected":
            carriers[event["carrier"]] = {"connected_at": when}
        elif kind == "report_completed":
            reports[event["report"]] = {"completed_at": when}
        elif kind == "order_source_refresh_started":
            sources[event["order_source"]] = {"refreshing": True, "failed": False,
                                              "last_refresh_attempt": when}
        elif kind == "order_source_refresh_completed":
            sources[event["order_source"]]["refreshing"] = False
        elif kind == "order_source_refresh_failed":
            sources[event["order_source"]].update(refreshing=False, failed=True)
        elif kind == "sales_orders_imported":
            imports.append({"order_source": event["order_source"], "at": when})
    tables = {}
    for name, key, rows in (("batches", "batch", batches), ("carriers", "carrier", carriers),
                            ("order_sources", "order_source", sources),
                            ("reports", "report", reports)):
        if rows:
            tables[name] = [{key: id, **row} for id, row in rows.items()]
    return tables | ({"imports": imports} if imports else {})


def check_fold(state, events, at):
    """That the program and the folds above agree."""
    others = {name: rows for name, rows in state.items()
              if name not in ("at", "events", "webhooks", "shipments", "deliveries")}
    require(others == fold_others(events, at), f"at {at}: {others}")
    shipments, deliveries, count = fold(events, at)
    require(state["events"] == count, f"at {at}: {state['events']} events, expected {count}")
    require({s["shipment"]: s["scans"] for s in state["shipments"]} == shipments,
            f"at {at}: shipments differ")
    for found in state["shipments"]:
        # Of the scan that happened last; of two at one time, the later report.
        newest = "UN"
        for scan in sorted(found["scans"], key=lambda s: micros(s["occurred_at"])):
            newest = scan["status"]
        require(found["status"] == newest, f"at {at}: {found}")
    found = {d["delivery"]: {name: d[name] for name in ("subject", "status", "attempt", "due")}
             for d in state["deliveries"]}
    expected = {number: {"due": None, **d} for number, d in deliveries.items()}
    for d in expected.values():
        if d["status"] != "waiting":
            d["due"] = None
    require(found == expected, f"at {at}: deliveries {found}, expected {expected}")


def without_expectations(program, scenario):
    """The scenario as a file that may stop anywhere."""
    resolved = json.loads(program("check", "--print", scenario).stdout)
    resolved.pop("expect", None)
    return program.file("bare.json", json.dumps(resolved))


def part_states(program, chance, states=8):
    """`replay --at T` is the state of a run that was stopped at T, for so many a scenario."""
    compared = 0
    for scenario in program.scenarios:
        lines = program.journal(scenario, "a.jsonl")
        db = program.journal(scenario, "a.db")
        events = events_of(lines)
        times = sorted({event["at"] for event in events}, key=micros)
        bare = without_expectations(program, scenario)
        for at in chance.sample(times, min(len(times), states)):
            stopped = program.journal(bare, "stopped.db", "--until", at)
            shown = [program.state(journal, at) for journal in (db, lines, stopped)]
            require(shown[0] == shown[1] == shown[2], f"{scenario.name} at {at}: {shown}")
            check_fold(shown[0], events, at)
            compared += 1
    require(compared > len(program.scenarios), "hardly a state was compared")
    return f"{compared} states"


def part_long(program, chance):
    """The same for a journal that is long enough to have snapshots; and two of them compared."""
    scenario = program.file("long.json", many_shipments(LONG))
    db = program.journal(scenario, "long.db")
    with sqlite3.connect(db) as inside:
        snapshots = [row[0] for row in inside.execute("SELECT at FROM snapshots ORDER BY at")]
        plan = str(inside.execute("EXPLAIN QUERY PLAN SELECT first FROM blocks "
                                  "WHERE first_at <= 1 ORDER BY first_at DESC").fetchall())
    require(snapshots, "no snapshot")
    require("blocks_by_time" in plan, f"no index by time: {plan}")
    without = program.folder / "without.db"
    shutil.copy(db, without)
    with sqlite3.connect(without) as inside:
        inside.execute("DELETE FROM snapshots")
    start = 1567814400  # 2019-09-07
    second = chance.choice(snapshots) // 1_000_000 - start
    for offset in (f"{second}s", f"{second + 1}s"):
        states = [program("replay", journal, "--at", offset, "-v") for journal in (db, without)]
        require(states[0].returncode == 0 and states[0].stdout == states[1].stdout,
                f"at {offset}: the snapshots change the state")
    other = program.journal(program.file("other.json", many_shipments(LONG - 1)), "other.db")
    done = program("diff", db, other)
    require(done.returncode == 1, f"diff: {done.stdout}{done.stderr}")
    require("/timeline differs" in done.stdout and f'"se-{LONG}"' in done.stdout and
            "caused by the scenario" in done.stdout, f"diff: {done.stdout}")
    done = program("diff", db, without)
    require(done.returncode == 0 and "same digest" in done.stdout, f"diff: {done.stdout}")
    return f"{len(snapshots)} snapshots"


# --- killed --------------------------------------------------------------------------------------

def kill_at_random(program, chance, scenario, out, length):
    """Runs, and kills at a random moment. Whether it was still running."""
    child = subprocess.Popen([program.path, "run", scenario, "-q", "--journal", out],
                             stdout=subprocess.DEVNULL)
    time.sleep(chance.uniform(0, length))
    child.send_signal(signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


def check_prefix(program, part, checkpoints):
    """That a killed run's journal is a prefix. How many events it has."""
    done = program("replay", part, "--json")
    require(done.returncode == 0, f"killed: {done.stdout}{done.stderr}")
    found = json.loads(done.stdout)
    require(found["same"], f"killed: {found}")
    with sqlite3.connect(part) as inside:
        blocks = inside.execute("SELECT first, count, digest FROM blocks ORDER BY first").fetchall()
    require(blocks == checkpoints[:len(blocks)], "the checkpoints are not those of the whole run")
    require(found["events"] == sum(count for _, count, _ in blocks), f"killed: {found}")
    return found["events"]


def part_kills(program, chance, kills=40):
    """Whenever a run is killed, its journal opens and is a prefix of the run."""
    scenario = program.file("kill.json", many_shipments(20_000))
    begin = time.monotonic()
    whole = program.journal(scenario, "whole.db")
    length = (time.monotonic() - begin) * 1.1
    with sqlite3.connect(whole) as inside:
        checkpoints = inside.execute(
            "SELECT first, count, digest FROM blocks ORDER BY first").fetchall()
    out = program.folder / "killed.db"
    part = program.folder / "killed.db.part"
    sizes, early, late = [], 0, 0
    for _ in range(kills):
        out.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
        killed = kill_at_random(program, chance, scenario, out, length)
        if part.exists():
            sizes.append(check_prefix(program, part, checkpoints))
            require(not out.exists(), "a killed run took the place of the journal")
        elif out.exists():
            require(program("diff", out, whole).returncode == 0, "the journal is another one")
            late += 1
        else:
            require(killed, "a run that was not killed left no journal")
            early += 1
    require(len(sizes) * 4 >= kills, f"only {len(sizes)} of {kills} were killed while they wrote")
    # A new run takes the place of what the last one left, also of what SQLite has to take back.
    program.journal(scenario, "killed.db")
    require(program("diff", out, whole).returncode == 0 and not part.exists(), "a run after a kill")
    return (f"{kills} kills: {early} before the journal, {len(sizes)} prefixes of {min(sizes)} to "
            f"{max(sizes)} events ({sum(size == 0 for size in sizes)} empty), {late} after the end")


# --- damaged -------------------------------------------------------------------------------------

class Damage:
    """Flips bits of copies of one journal, and looks at what the program makes of it."""

    def __init__(self, program, journal, at):
        self.program = program
        self.content = journal.read_bytes()
        self.copy = program.folder / "damaged" / "damaged.db"
        self.copy.parent.mkdir(exist_ok=True)
        self.commands = [("replay", self.copy), ("replay", self.copy, "--at", at, "--json"),
                         ("export", self.copy, program.folder / "exported.jsonl")]
        self.copy.write_bytes(self.content)
        self.expected = [self.run(command) for command in self.commands]
        require(all(code == 0 for code, _ in self.expected), f"undamaged: {self.expected}")

    def run(self, command):
        """Exit code and output; a refusal must name the file and change nothing."""
        before = self.copy.read_bytes()
        done = self.program(*command)
        require(self.copy.read_bytes() == before, f"{command}: the file was changed")
        require(len(list(self.copy.parent.iterdir())) == 1, f"{command}: left a file beside it")
        if done.returncode == 2:
            require(str(self.copy) in done.stderr and not done.stdout, f"{command}: {done}")
        return done.returncode, done.stdout

    def flip(self, place, bit):
        """For each command whether it refused; whoever did not must say what is true."""
        damaged = bytearray(self.content)
        damaged[place] ^= 1 << bit
        self.copy.write_bytes(damaged)
        refusals = []
        for command, expected in zip(self.commands, self.expected):
            found = self.run(command)
            require(found[0] == 2 or found == expected,
                    f"byte {place} bit {bit}: {command[0]} gives {found}")
            refusals.append(found[0] == 2)
        return refusals

    def place_of(self, content):
        """Where some bytes stand in the file."""
        place = self.content.find(content)
        require(place >= 0, f"not in the file: {content[:40]}")
        return place


def regions(journal):
    """Places that matter, by name: bytes that must not change unseen."""
    with sqlite3.connect(journal) as inside:
        header, digest = inside.execute("SELECT header, digest FROM journal").fetchone()
        events, texts, checksum = inside.execute(
            "SELECT events, texts, checksum FROM blocks ORDER BY first LIMIT 1").fetchone()
    return {"header": header.encode()[-60:], "end": digest.encode(), "events": events[:144],
            "texts": texts, "checksum": checksum.to_bytes(8, "big", signed=True)}


def part_flips(program, chance, flips=250):
    """A flipped bit is refused, unless it is where nothing that counts stands."""
    journal = program.journal(ROOT / "scenarios/stale_overwrite.json", "small.db")
    damage = Damage(program, journal, "30m")
    for name, content in regions(journal).items():
        for _ in range(12):
            place = damage.place_of(content) + chance.randrange(len(content))
            require(damage.flip(place, chance.randrange(8))[0], f"{name}: byte {place} unseen")
    used = [i for i, byte in enumerate(damage.content) if byte]
    refused = sum(damage.flip(chance.choice(used), chance.randrange(8))[0] for _ in range(flips))
    require(refused > flips // 10, f"only {refused} of {flips} were refused")
    return f"{flips} bits, {refused} refused, the others without effect"


# --- mistaken ------------------------------------------------------------------------------------

def foreign_files(program):
    """Files that are no journal of this program, each with a word of the refusal."""
    good = program.journal(ROOT / "scenarios/stale_overwrite.json", "good.db")
    other = program.folder / "other.db"
    with sqlite3.connect(other) as inside:
        inside.execute("CREATE TABLE blocks (first INTEGER)")
    newer = program.folder / "newer.db"
    shutil.copy(good, newer)
    with sqlite3.connect(newer) as inside:
        inside.execute("PRAGMA user_version = 3")
    short = program.folder / "short.db"
    short.write_bytes(good.read_bytes()[:50])
    return [(program.file("text.db", "Dear diary,\n" * 20), "no SQLite database"),
            (program.file("empty.db", ""), "an empty file"), (short, "no SQLite database"),
            (other, "of another program"), (newer, "found format 3")]


def part_foreign(program, _):
    """What is no journal of ours is neither read nor overwritten, and told for what it is."""
    scenario = ROOT / "scenarios/stale_overwrite.json"
    good = program.journal(scenario, "good.jsonl")
    files = foreign_files(program)
    for path, word in files:
        part = path.with_name(path.name + ".part")
        before = path.read_bytes()
        attempts = [("replay", path), ("replay", path, "--at", "1h"), ("diff", good, path),
                    ("diff", path, good), ("export", path, program.folder / "new.jsonl"),
                    ("export", good, path), ("run", scenario, "--journal", path)]
        for command in attempts:
            done = program(*command)
            require(done.returncode == 2 and str(path) in done.stderr and word in done.stderr,
                    f"{command}: exit {done.returncode}: {done.stderr}")
            require(path.read_bytes() == before, f"{command}: {path} was changed")
            require(not part.exists(), f"{command}: left {part}")
        shutil.copy(path, program.folder / "target.db.part")
        done = program("run", scenario, "--journal", program.folder / "target.db")
        require(done.returncode == 2 and word in done.stderr, f"a foreign part: {done}")
        require((program.folder / "target.db.part").read_bytes() == before, "the part was changed")
    return f"{len(files)} files"


PARTS = {"replay": part_replay, "states": part_states, "long": part_long, "kills": part_kills,
         "flips": part_flips, "foreign": part_foreign}


def call(name, path, folder, given):
    """One part, with as much of what it does as was asked for."""
    amount = getattr(given, name, None)
    more = {name: amount} if amount else {}
    scenarios = SCENARIOS[::given.every]
    return PARTS[name](Program(path, folder, scenarios), random.Random(given.seed), **more)


if __name__ == "__main__":
    parts.run(PARTS, __doc__, call, every=1, kills=None, flips=None, states=None, seed=1)
