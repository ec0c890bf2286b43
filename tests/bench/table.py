#!/usr/bin/env python3
"""Measures drydock's speed and prints one table with the goals next to the figures.

usage: table.py BUILD_FOLDER
"""
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import traffic

INSTRUCTION_SIZES = (20_000, 100_000)
WIRE_SIZES = (100, 400)
LONG_SHIPMENTS = 5_200_000
LONG_ROOM = 3 << 30  # bytes
WAYS = ("ours", "limit", "heap")
SIZES = {10_000: 5, 100_000: 3, 1_000_000: 3, 10_000_000: 1}  # shipments: repetitions
PEERS_MEASURED = "2026-11-23, on the machine of that day"
PEERS = [  # ns of CPU for an event of the same workload, 10^6 shipments
    ("cimba 3.0.0, event calls", 251),
    ("ns-3.37, PriorityQueueScheduler", 258),
    ("SimGrid 3.32, kernel timers", 863),
    ("simcpp20 0.3.1, coroutines", 1_289),
    ("SimPy 4.1.2, CPython 3.11", 9_550),
]
LIVE = 129_000  # most things under way at one time in the reference workload


def benchmarks(build):
    """Rows of Google Benchmark: name, CPU ns of one item (the median of three)."""
    command = [f"{build}/tests/bench/drydock_bench", "--benchmark_format=json",
               "--benchmark_repetitions=3", "--benchmark_report_aggregates_only=true"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    rows = {}
    for row in json.loads(done.stdout)["benchmarks"]:
        if row.get("error_occurred"):
            sys.exit(f"{row['name']}: {row['error_message']}")
        if row["aggregate_name"] == "median":
            rows[row["run_name"]] = 1e9 / row["items_per_second"]
    return rows


def instructions(build, shipments, how):
    """(simulation events, attempts, instructions) of one run under callgrind."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out",
                   f"{build}/tests/bench/drydock_bench_run", str(shipments), how]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    counted = re.search(r"Collected : (\d+)", done.stderr)
    events, _, attempts, _, _ = map(int, done.stdout.split())
    return events, attempts, int(counted[1])


def instructions_per_event(build, how):
    """From the difference of two sizes, so that starting up does not count."""
    (few, _, cheap), (many, _, dear) = (instructions(build, n, how) for n in INSTRUCTION_SIZES)
    return (dear - cheap) / (many - few)


def instructions_per_attempt(build):
    """What an attempt over wire costs beyond the same with its request built, but not sent."""
    def slope(how):
        (_, few, cheap), (_, many, dear) = (instructions(build, n, how) for n in WIRE_SIZES)
        return (dear - cheap) / (many - few)
    return slope("wire") - slope("bytes")


class Process:
    """One run of the reference workload, a process of its own: its CPU time, memory and counts."""

    def __init__(self, build, shipments, how):
        command = [f"{build}/tests/bench/drydock_bench_run", str(shipments), how]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            self.counts = [int(count) for count in child.stdout.read().split()]
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = status
        if status != 0:
            sys.exit(f"{' '.join(command)}: failed")
        self.seconds = used.ru_utime + used.ru_stime
        self.bytes = used.ru_maxrss * 1024


def ways_of_running(build):
    """ns of CPU for each event, by way and size; the ways take turns, the median of three counts.
    And the memory of ours at 10^6."""
    found, memory = {}, 0
    idle = {how: Process(build, 1, how) for how in WAYS}
    for shipments, times in SIZES.items():
        runs = {how: [] for how in WAYS}
        for _ in range(times):
            for how in WAYS if shipments < 10_000_000 else ("ours", "limit"):
                runs[how].append(Process(build, shipments, how))
        for how, all_of_it in runs.items():
            if not all_of_it:
                continue
            if all_of_it[0].counts != runs["ours"][0].counts:
                sys.exit(f"{how} does not run the same workload: {all_of_it[0].counts}")
            seconds = statistics.median(run.seconds for run in all_of_it) - idle[how].seconds
            found[how, shipments] = seconds * 1e9 / all_of_it[0].counts[0]
        if shipments == 1_000_000:
            memory = runs["ours"][0].bytes - idle["ours"].bytes
    return found, memory


def theory(counts, shipments):
    """How many standard errors the counts of a run lie from what theory says, at most."""
    _, scans, attempts, _, discarded = counts
    return max(abs(scans - 3.2 * shipments) / (0.175 * shipments) ** 0.5,
               abs(attempts - 1.24 * scans) / (0.2624 * scans) ** 0.5,
               abs(discarded - 0.008 * scans) / (0.008 * scans) ** 0.5)


def process_milliseconds(command):
    """A whole process, the median of 21 times."""
    times = []
    for _ in range(21):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(times)


def sweep_gain(build):
    """How many times faster a sweep is on two threads than on one; they take turns."""
    def seconds(jobs):
        begin = time.perf_counter()
        subprocess.run([f"{build}/drydock", "sweep", "@parcels", "--seeds", "1..600", "--jobs",
                        str(jobs)], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begin
    pairs = [(seconds(1), seconds(2)) for _ in range(3)]
    return (statistics.median(one for one, _ in pairs) /
            statistics.median(two for _, two in pairs))


def hung_server_milliseconds(build):
    """Three attempts of ten seconds against a server that hangs, over wire: the whole process."""
    scenario = {
        "format": 1, "webhooks": [{"event": "track", "url": "https://shop.test"}],
        "endpoints": {"https://shop.test": {"rules": [{"fail": "timeout"}]}},
        "timeline": [{"at": "0s", "track": {"shipment": "se-1", "status": "IT"}}],
        "expect": [{"attempts": {}, "outcomes": ["timeout"] * 3}]}
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/hung.json"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(scenario, file)
        return process_milliseconds([f"{build}/drydock", "run", path, "--transport", "wire"])


def long_journal(build, folder):
    """A .db of a hundred million events, and for how many seconds it goes."""
    if shutil.disk_usage(folder).free < LONG_ROOM:
        sys.exit(f"{folder}: the long journal needs {LONG_ROOM >> 30} GiB for a minute")
    journal = f"{folder}/long.db"
    subprocess.run([f"{build}/drydock", "run", "@parcels", "--var", f"shipments={LONG_SHIPMENTS}",
                    "-q", "--journal", journal], check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(journal) as inside:
        events, begin, end = inside.execute(
            "SELECT journal.events, min(first_at), max(last_at) FROM journal, blocks").fetchone()
    if events < 100_000_000:
        sys.exit(f"the long journal has only {events} events")
    return journal, (end - begin) // 1_000_000


def state_milliseconds(build):
    """`drydock replay --at` in that journal: the slowest of ten places."""
    with tempfile.TemporaryDirectory(dir=build) as folder:
        journal, seconds = long_journal(build, folder)
        times = []
        for tenth in range(1, 11):
            begin = time.perf_counter()
            subprocess.run([f"{build}/drydock", "replay", journal, "--at",
                            f"{seconds * tenth // 10}s"], check=True, stdout=subprocess.DEVNULL)
            times.append((time.perf_counter() - begin) * 1e3)
    return max(times)


def main():
    """Measures and prints; goals that are missed are marked, but are no failure."""
    build = sys.argv[1]
    rows = benchmarks(build)
    runs, memory = ways_of_running(build)
    million = Process(build, 1_000_000, "ours").counts
    table = [
        ("direct run, 10^4 shipments", runs["ours", 10_000], "ns/simulation event", None),
        ("direct run, 10^5 shipments", runs["ours", 100_000], "ns/simulation event", None),
        ("direct run, 10^6 shipments", runs["ours", 1_000_000], "ns/simulation event", 60),
        ("direct run, 10^7 shipments", runs["ours", 10_000_000], "ns/simulation event", None),
        ("growth from 10^5 to 10^7", runs["ours", 10_000_000] / runs["ours", 100_000], "times",
         1.1),
        ("a limit loop by hand, 10^6", runs["limit", 1_000_000], "ns/simulation event", None),
        ("direct run by that", runs["ours", 1_000_000] / runs["limit", 1_000_000], "times", 2),
        ("the loop on std::priority_queue", runs["heap", 1_000_000], "ns/simulation event", None),
        ("direct run by that", runs["ours", 1_000_000] / runs["heap", 1_000_000], "times", None),
        ("memory at 10^6 shipments", memory / LIVE, "bytes/live shipment", 128),
        ("10^6 shipments and theory", theory(million, 1_000_000), "standard errors", 4),
        ("with its journal in .db, 10^5", rows["run_parcels_to_db/100000"],
         "ns/simulation event", 120),
        ("what a journal in .db adds, 10^5",
         rows["run_parcels_to_db/100000"] - rows["run_parcels/100000"], "ns/simulation event",
         None),
        ("direct run by callgrind", instructions_per_event(build, "ours"),
         "instructions/simulation event", 400),
        ("the limit loop by callgrind", instructions_per_event(build, "limit"),
         "instructions/simulation event", None),
        ("event queue alone, 10^5 shipments", rows["queue_alone<sim::event_queue>/100000"],
         "ns/pop", None),
        ("event queue alone, 10^6 shipments", rows["queue_alone<sim::event_queue>/1000000"],
         "ns/pop", None),
        ("a binary heap instead, 10^5", rows["queue_alone<bench::binary_heap>/100000"],
         "ns/pop", None),
        ("a binary heap instead, 10^6", rows["queue_alone<bench::binary_heap>/1000000"],
         "ns/pop", None),
        ("digest", rows["fold_digest"], "ns/journal event", 3),
        *traffic.rows(build),
        ("journal line, write", rows["write_json"], "ns/journal event", None),
        ("journal line, read", rows["read_json"], "ns/journal event", None),
        ("state in a .db of 10^8 events", state_milliseconds(build), "ms, the slowest", 1000),
        ("first scenario, read and check", rows["parse_scenario"] / 1e3, "us/file", None),
        ("drydock run, whole process", process_milliseconds([f"{build}/drydock", "run"]), "ms", 20),
        ("an attempt over wire", instructions_per_attempt(build), "instructions, sent and heard",
         75_000),
        ("a sweep on two threads", sweep_gain(build), "times as fast as on one", (">=", 1.9)),
        ("three timeouts over wire", hung_server_milliseconds(build), "ms, whole process", 20),
    ]
    print(f"{'what':34} {'figure':>10}  {'unit':30} {'goal':>8}")
    for what, figure, unit, goal in table:
        sign, bound = goal if isinstance(goal, tuple) else ("<=", goal)
        shown = "" if bound is None else f"{sign} {bound}"
        missed = bound is not None and (figure > bound if sign == "<=" else figure < bound)
        print(f"{what:34} {figure:10.1f}  {unit:30} {shown:>8}{'  missed' if missed else ''}")

    print(f"\nothers, measured {PEERS_MEASURED}:")
    for what, figure in PEERS:
        print(f"{what:34} {figure:10.1f}  ns/simulation event")


if __name__ == "__main__":
    main()
