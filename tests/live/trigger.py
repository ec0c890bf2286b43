#!/usr/bin/env python3
"""`drydock trigger` against a receiver in Python: what arrives there, and what does not.

  trigger.py PROGRAM
"""
import json
import pathlib
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "sdk"))
from receivers import PATIENCE, Failure, Receiver, require  # noqa: E402 pylint: disable=all

TYPES = {
    "batch": "API_BATCH",
    "rate": "API_RATE",
    "track": "API_TRACK",
    "carrier_connected": "API_CARRIER_CONNECTED",
    "sales_orders_imported": "API_SALES_ORDERS_IMPORTED",
    "order_source_refresh_complete": "API_ORDER_SOURCE_REFRESH_COMPLETE",
    "report_complete": "API_REPORT_COMPLETE",
}


def drydock(program, *words, expect=0):
    """Its standard output."""
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=PATIENCE,
                          check=False)
    require(done.returncode == expect,
            f"{words}: exit code {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done.stdout


def trigger(program, *words):
    """The bodies that a new receiver saw, and the summary."""
    with Receiver("python") as receiver:
        out = drydock(program, "trigger", *words, "--endpoint", receiver.url + "/hooks",
                      "--summary", "json")
        seen = receiver.seen()
    require(all(request["path"] == "/hooks" for request in seen), f"{words}: {seen}")
    return [json.loads(request["body"]) for request in seen], json.loads(out)


def each_event_arrives(program):
    for event, resource in TYPES.items():
        bodies, summary = trigger(program, event)
        require([body["resource_type"] for body in bodies] == [resource], f"{event}: {bodies}")
        require(summary["deliveries"]["delivered"] == 1, f"{event}: {summary}")


def fields_are_those_that_were_said(program):
    bodies, _ = trigger(program, "track", "--status", "DE", "--tracking-number", "94-{n}",
                        "--count", "3", "--every", "1h")
    found = [(body["data"]["tracking_number"], body["data"]["status_code"]) for body in bodies]
    require(found == [("94-1", "DE"), ("94-2", "DE"), ("94-3", "DE")], found)


def faults_stand_in_front(program):
    """Of three attempts the outage takes two; the third arrives, and its answer is lost."""
    bodies, summary = trigger(program, "track", "--down", "0h..3h", "--lost-ack")
    require(len(bodies) == 1, bodies)
    require(summary["attempts"]["by_outcome"] == {"refused": 2, "timeout": 1}, summary)
    require(summary["deliveries"]["discarded"] == 1, summary)
    bodies, summary = trigger(program, "track", "--respond", "500", "--times", "2")
    require(len(bodies) == 1, bodies)
    require(summary["deliveries"]["delivered"] == 1, summary)
    require(summary["virtual"]["end"].startswith("2019-09-07T04:00:00"), summary)


def what_is_printed_does_the_same(program):
    words = ("track", "--fail", "reset", "--seed", "7")
    with tempfile.TemporaryDirectory() as folder, Receiver("python") as receiver:
        file, journal = f"{folder}/printed.json", f"{folder}/out.jsonl"
        pathlib.Path(file).write_text(drydock(program, "trigger", *words, "--print"),
                                      encoding="utf-8")
        live = ("--endpoint", receiver.url, "--live-latency", "zero", "--summary", "json")
        first = json.loads(drydock(program, "trigger", *words, *live, "--journal", journal))
        again = json.loads(drydock(program, "run", file, *live))
        require(first["digest"] == again["digest"], f"{first} {again}")
        require(first["digest"] in drydock(program, "replay", journal), "replay differs")
        require(len(receiver.seen()) == 2, receiver.seen())


def nobody_there_is_said(program):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # it does not listen
        drydock(program, "trigger", "rate", "--endpoint", f":{taken.getsockname()[1]}", expect=3)


def main():
    """All of them."""
    for part in (each_event_arrives, fields_are_those_that_were_said, faults_stand_in_front,
                 what_is_printed_does_the_same, nobody_there_is_said):
        part(sys.argv[1])


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"trigger.py: {failure}")
