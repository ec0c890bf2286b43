#!/usr/bin/env python3
"""Sweeps from outside: the same result on any number of threads, shards and processes, after a kill
and after a time limit; and README's recipes for many machines.

usage: sweep.py DRYDOCK [PART...]

Comparing nothing is a failure.
"""
import csv
import json
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))

# pylint: disable=wrong-import-position
import launchers
import parts
from parts import require

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG = 2.0  # seconds of CPU that a sweep takes which is stopped on its way


def losing():
    """A scenario that one seed in four or so does not hold for."""
    return json.dumps({
        "format": 1,
        "vars": {"chance": 0.5},
        "webhooks": [{"event": "track", "url": "https://shop.test/hooks"}],
        "endpoints": {"https://shop.test": {
            "outages": [{"from": "0h", "until": "1h"}],
            "rules": [{"chance": "${chance}", "respond": 503},
                      {"respond": 200, "after": {"exponential": "50ms"}}]}},
        "timeline": [{"at": "0s", "repeat": {"every": "5m", "times": 24},
                      "ship": {"shipment": "se-{n}", "story": "attempted"}}],
        "expect": [{"deliveries": {"outcome": "discarded"}, "count": {"at_most": 15}}]})


class Program:
    """The program under test, and a folder to work in. Nothing that starts these tests may be taken
    for the launcher of a sweep."""

    def __init__(self, path, folder):
        self.path = os.path.abspath(path)
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items()
                            if name not in launchers.VARIABLES}

    def __call__(self, *args, code=None, **more):
        done = subprocess.run([self.path, *map(str, args)], capture_output=True, text=True,
                              check=False, env={**self.environment, **more})
        if code is not None:
            require(done.returncode == code, f"{' '.join(map(str, args))}: exit {done.returncode}, "
                                             f"expected {code}\n{done.stdout}{done.stderr}")
        return done

    def file(self, name, text):
        """The path of a file with that text."""
        path = self.folder / name
        path.write_text(text)
        return path


def reports(program, command, *args):
    """All that a sweep tells: text, JSON and table, with the exit code."""
    table = program.folder / "table.csv"
    text = program(command, *args, "--worst", "load.recovery.peak", "--csv", table)
    machine = program(command, *args, "--summary", "json", "--worst", "attempts.total")
    require(text.returncode == machine.returncode, f"{text.returncode}, {machine.returncode}")
    return text.returncode, text.stdout, machine.stdout, table.read_bytes()


def part_same(program):
    """Threads and shards change nothing."""
    file = program.file("losing.json", losing())
    compared = 0
    for scenario, more, code in ((file, ["--grid", "chance=0.3:0.6:0.1"], 1), (file, [], 1),
                                 ("@lossy_link", [], 0)):
        sweep = [scenario, "--seeds", "11..22", *more]
        whole = reports(program, "sweep", *sweep, "--jobs", 1)
        require(whole[0] == code, f"exit {whole[0]}: {whole[1]}")
        for jobs in (2, 8):
            require(reports(program, "sweep", *sweep, "--jobs", jobs) == whole, f"{jobs} threads")
        for shards in (1, 3):
            out = program.folder / f"out{compared}"
            for number in random.sample(range(1, shards + 1), shards):
                program("sweep", *sweep, "--shard", f"{number}/{shards}", "--out", out)
            require(reports(program, "merge", out) == whole, f"{shards} shards")
            compared += 1
    check_table(program, file)
    return f"{compared} merged sweeps are what 1, 2 and 8 threads tell"


def check_table(program, file):
    """A row of the table is what a run of its own tells."""
    table = program.folder / "table.csv"
    program("sweep", file, "--seeds", "5..6", "--grid", "chance=0:1:0.5", "--csv", table, code=1)
    with open(table, newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            done = program("run", file, "--seed", row["seed"], "--var", f"chance={row['chance']}",
                           "--summary", "json")
            told = json.loads(done.stdout)
            require(row["digest"] == told["digest"], f"{row} is not {told}")
            for path in ("attempts.total", "deliveries.discarded", "latency.p99",
                         "load.recovery.peak", "expectations.failed"):
                value = told
                for name in path.split("."):
                    value = value[name]
                there = float(row[path]) if row[path] else None
                require(there == value, f"{path} is {there} in the table, {value} in the run")


def part_mpirun(program):
    """Two processes that mpirun starts are two shards of one sweep."""
    file = program.file("losing.json", losing())
    out = program.folder / "out"
    sweep = [file, "--seeds", "1..9", "--grid", "chance=0.4:0.5:0.1"]
    # The first shard has failed before the other begins, which must not be ended with it.
    late = 'if test "$OMPI_COMM_WORLD_RANK" = 0; then "$0" "$@"; code=$?; touch "$ENDED"; ' \
           'exit $code; fi; until test -e "$ENDED"; do sleep 0.02; done; exec "$0" "$@"'
    done = subprocess.run(
        [*launchers.mpirun_words(ROOT / "README.md"), "sh", "-c", late, program.path, "sweep",
         *map(str, sweep), "--out", str(out)],
        env={**launchers.mpi_environment(program.environment), "ENDED": program.folder / "ended"},
        capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"mpirun: exit {done.returncode}\n{done.stdout}{done.stderr}")
    for number in (1, 2):
        told = f"shard {number} of 2: OMPI_COMM_WORLD_RANK is {number - 1}, " \
               "OMPI_COMM_WORLD_SIZE is 2"
        require(told in done.stderr, f"not told: {told}\n{done.stderr}")
    whole = reports(program, "sweep", *sweep)
    require(reports(program, "merge", out) == whole, "mpirun -np 2")
    (out / "shard-1-of-2.jsonl").unlink()
    done = program("merge", out)
    require("shard 1 of 2 is missing: seed 1 with chance=0.4, seed 3 " in done.stdout, done.stdout)
    return "the merged sweep is that of one process"


def part_recipes(program):
    """README's recipes, with fewer seeds."""
    told = []
    for name, run in launchers.recipes(ROOT / "README.md"):
        folder = program.folder / name
        folder.mkdir()
        scenario, seeds, merged = run(program, folder)
        whole = program("sweep", scenario, "--seeds", seeds, code=0)
        require(merged == whole.stdout, f"{name}: {merged}\n{whole.stdout}")
        told.append(name)
    require(told == ["mpirun", "srun", "kubernetes"], f"README has recipes for {told}")
    return ", ".join(told)


def long_sweep(program):
    """The words of a sweep that lasts LONG seconds on one thread, or longer where others are at
    work, and how many runs it has."""
    sweep = ["sweep", ROOT / "scenarios" / "parcels.json", "--var", "shipments=500"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program(*sweep, "--seeds", "1..50", "--jobs", "1", code=0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    count = max(60, int(LONG * 50 / used))
    return [*sweep, "--seeds", f"1..{count}"], count


def part_kill(program):
    """What was written before a kill is not run again, and the result is that of one sweep."""
    sweep, count = long_sweep(program)
    out = program.folder / "out"
    with subprocess.Popen([program.path, *map(str, sweep), "--jobs", "1", "--out", str(out)],
                          env=program.environment, stdout=subprocess.DEVNULL) as child:
        while not (out / "shard-1-of-1.jsonl").exists():
            require(child.poll() is None, "the sweep ended before it wrote anything")
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))
        child.send_signal(signal.SIGKILL)
    require(child.returncode == -signal.SIGKILL, "the sweep ended before it was killed")
    (out / "shard-1-of-1.jsonl.part").write_text('{"drydock_sweep":1,"pro')
    partly = program("merge", out, code=2)
    missing = re.search(rf"incomplete: (\d+) of {count} runs are missing", partly.stdout)
    require(missing and 0 < int(missing[1]) < count, partly.stdout)
    require(f"seed {count - int(missing[1]) + 1}, " in partly.stdout, partly.stdout)
    again = program(*sweep, "--out", out, code=2)
    require("--resume goes on" in again.stderr, again.stderr)
    resumed = program(*sweep, "--out", out, "--resume", code=0)
    before = count - int(missing[1])
    require(re.search(rf"^{before} runs? of before$", resumed.stderr, re.M), resumed.stderr)
    require(resumed.stdout == program(*sweep, code=0).stdout, "the resumed sweep differs")
    require(resumed.stdout == program("merge", out, code=0).stdout, "the merged sweep differs")
    return f"killed after {before} of {count} runs"


def part_limit(program):
    """A time limit ends a sweep between two runs; what is missing is named, and is run later."""
    sweep, count = long_sweep(program)
    out = program.folder / "out"
    limited = program(*sweep, "--jobs", "1", "--time-limit", f"{int(LONG * 300)}ms", "--out", out,
                      code=2)
    missing = re.search(rf"incomplete: (\d+) of {count} runs are missing\n  seed (\d+), ",
                        limited.stdout)
    require(missing, limited.stdout)
    done = count - int(missing[1])
    require(0 < done < count and int(missing[2]) == done + 1, limited.stdout)
    require("digest" not in limited.stdout, limited.stdout)
    require(program("merge", out, code=2).stdout == limited.stdout, "merge tells something else")
    told = json.loads(program("merge", out, "--summary", "json", code=2).stdout)
    require(told["digest"] is None and told["missing"][0]["count"] == int(missing[1]), told)
    resumed = program(*sweep, "--out", out, "--resume", code=0)
    require(resumed.stdout == program(*sweep, code=0).stdout, "the resumed sweep differs")
    return f"stopped after {done} of {count} runs"


PARTS = {"same": part_same, "mpirun": part_mpirun, "recipes": part_recipes, "kill": part_kill,
         "limit": part_limit}


if __name__ == "__main__":
    parts.run(PARTS, __doc__,
              lambda name, path, folder, _: PARTS[name](Program(path, folder)))
