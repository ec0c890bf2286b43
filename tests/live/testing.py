"""`drydock test` against a real receiver: verdicts, reports, exit codes."""
import xml.etree.ElementTree

from harness import Receiver, closed_port, contains, one_parcel, require, same

DELIVERED = {"deliveries": {"outcome": "delivered"}, "count": 1}
LOST = {"attempts": {}, "outcomes": ["timeout"]}


def part_test(program):
    """What holds and what does not, in words, as JUnit, and as an exit code."""
    good, bad = (program.file(one_parcel(expect=[e])) for e in (DELIVERED, LOST))
    report = program.folder / "report.xml"
    with Receiver("python") as receiver:
        options = ("--endpoint", receiver.url + "/hooks", "--live-latency", "zero", "--in-flight",
                   "2", "--plain", "--seed", "7")
        done = program("test", good, *options, "--junit", report)
        same(done.returncode, 0, f"{done.stdout}{done.stderr}")
        same(cases_of(report), [("expect/0 deliveries", False)], "the report of what held")
        require(not any(name.startswith("drydock") for request in receiver.seen()
                        for name in request["headers"]), "--plain has no headers of ours")
        done = program("test", good, bad, *options, "--junit", report, "--jobs", 2,
                       "--verify-determinism")
        same(done.returncode, 1, f"{done.stdout}{done.stderr}")
        same(cases_of(report), [("expect/0 deliveries", False), ("determinism", False),
                                ("expect/0 attempts", True), ("determinism", False)], "report")
        repeat = next(line for line in done.stdout.splitlines() if line.startswith("repeat with: "))
        for word in options:
            contains(repeat, word, "how to repeat it")
        contains(done.stdout, "2 scenarios: 1 held, 1 failed", "the sum")
        contains(done.stdout, "by endpoint", "the journal around what failed")
        same(program(*repeat.split()[3:]).returncode, 1, "it fails again")
        warned = program("test", good, *options, "--insecure", "--quiet")
        same(warned.returncode, 0, f"--insecure: {warned.stdout}{warned.stderr}")
        contains(warned.stderr, "warning: --insecure", "the warning")
        taken = program("test", good, bad, *options, "--jobs", 2, "--api-port", 1, "--quiet")
        same(taken.returncode, 2, "one port for two runs at a time")
        contains(taken.stderr, "--api-port 0", "what to do instead")
        check_golden(program, good, receiver)
    for number, code in (("1", 3), ("2", 2)):
        url = f"localhost:{closed_port()}" if number == "1" else "ftp://localhost/"
        done = program("test", good, "--endpoint", url, "--junit", report)
        same(done.returncode, code, f"{done.stdout}{done.stderr}")
    nothing = program("test", program.file(one_parcel()), "--endpoint",
                      f"localhost:{closed_port()}", "--no-preflight")
    same(nothing.returncode, 1, "a file that expects nothing is no pass")
    return "exit codes 0, 1, 2, 3"


def cases_of(report):
    """Names, and whether they failed."""
    return [(case.get("name"), case.find("failure") is not None)
            for case in xml.etree.ElementTree.parse(report).iter("testcase")]


def check_golden(program, file, receiver):
    """A golden is of the scripted run: a live one is not compared with it."""
    same(program("test", "--bless", file).returncode, 0, "--bless")
    golden = file.parent / "golden" / (file.stem + ".jsonl")
    lines = golden.read_text().splitlines(keepends=True)
    golden.write_text("".join(lines[:-1]))
    same(program("test", file).returncode, 1, "the golden is compared")
    live = program("test", file, "--endpoint", receiver.url)
    same(live.returncode, 0, f"live: {live.stdout}")
    require("golden" not in live.stdout, "a live run is not compared with its golden")
    same(len(golden.read_text().splitlines()), len(lines) - 1, "the golden is left alone")


PARTS = {"test": part_test}
