"""`--watch` for real: the program runs, a file changes, it runs again, Ctrl-C ends it.

Nothing here waits for a time to pass, only for words that the program prints.
"""

import atexit
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import threading

PROGRAM = sys.argv[1]
PATIENCE = 60  # seconds, for a machine that is busy; a watch that hangs is a failure
CLEAR = "\x1b[H\x1b[2J"


def story(expected, about="A story."):
    return """{ "format": 1, "about": "%s",
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "timeline": [ { "at": "0s", "track": { "shipment": "se-1", "status": "IT" } } ],
  "expect": [ { "attempts": {}, "count": %d } ] }
""" % (about, expected)


def replace(file, text):
    """As many editors save: a new file takes the place of the old one."""
    beside = file.with_suffix(".swp")
    beside.write_text(text)
    beside.rename(file)


class Watch:
    """A watching program, and everything it has printed."""

    def __init__(self, file, *words, terminal=False, command="run"):
        self.read_end, write_end = pty.openpty() if terminal else os.pipe()
        self.program = subprocess.Popen([PROGRAM, command, file, "--watch", *words],
                                        stdout=write_end, stderr=write_end)
        os.close(write_end)
        self.printed = ""
        self.timer = threading.Timer(PATIENCE, self.program.kill)
        self.timer.daemon = True
        self.timer.start()
        atexit.register(self.program.kill)

    def _read(self):
        try:
            part = os.read(self.read_end, 65536)
        except OSError:  # what a terminal says when the other side has gone
            part = b""
        self.printed += part.decode().replace("\r\n", "\n")
        return bool(part)

    def until_waiting(self):
        """What it printed up to where it waits for a change."""
        while not (done := re.search(r"watching .*; Ctrl-C ends\n", self.printed)):
            if not self._read():
                sys.exit(f"FAILED: the watch ended early:\n{self.printed}")
        told, self.printed = self.printed[:done.end()], self.printed[done.end():]
        return told

    def interrupt(self):
        """Ctrl-C, and the exit code."""
        self.program.send_signal(signal.SIGINT)
        while self._read():
            pass
        self.timer.cancel()
        os.close(self.read_end)
        return self.program.wait()


def expect(holds, what, told=""):
    if not holds:
        sys.exit(f"FAILED: {what}\n{told}")


def check_changes(folder):
    file = folder / "story.json"
    file.write_text(story(1))
    watch = Watch(file)
    told = watch.until_waiting()
    expect("1 held" in told and CLEAR not in told, "it runs at once, and clears no pipe", told)

    file.write_text(story(2))
    told = watch.until_waiting()
    expect("1 of 1 failed" in told and "repeat with: drydock run" in told, "runs again", told)

    file.write_text("{ not JSON")
    told = watch.until_waiting()
    expect("story.json:1:3: " in told, "errors are shown, and it goes on", told)

    replace(file, story(1, "Another story."))
    told = watch.until_waiting()
    expect("Another story." in told and "1 held" in told, "a file that takes its place", told)

    file.unlink()
    told = watch.until_waiting()
    expect("cannot read" in told, "a file that is gone", told)

    file.write_text(story(2))
    expect("1 of 1 failed" in watch.until_waiting(), "and comes back")
    expect(watch.interrupt() == 1, "Ctrl-C ends with the code of the last run")


def check_codes(folder):
    for name, text, code in (("held", story(1), 0), ("bad", "{", 2)):
        file = folder / f"{name}.json"
        file.write_text(text)
        watch = Watch(file, "-q")
        watch.until_waiting()
        expect(watch.interrupt() == code, f"the code of a scenario that is {name}")


def check_folder(folder):
    scenarios = folder / "all"
    scenarios.mkdir()
    (scenarios / "one.json").write_text(story(1))
    watch = Watch(scenarios, command="test")
    expect("1 scenario: 1 held" in watch.until_waiting(), "test runs what is there")
    replace(scenarios / "two.json", story(2))
    told = watch.until_waiting()
    expect("2 scenarios: 1 held, 1 failed" in told, "a file that comes", told)
    replace(scenarios / "two.json", story(1))
    told = watch.until_waiting()
    expect("2 scenarios: 2 held" in told, "a file that changes", told)
    (scenarios / "two.json").unlink()
    expect("1 scenario: 1 held" in watch.until_waiting(), "a file that goes")
    expect(watch.interrupt() == 0, "Ctrl-C ends with the code of the last test")


def check_terminal(folder):
    file = folder / "terminal.json"
    file.write_text(story(1))
    watch = Watch(file, terminal=True)
    expect(watch.until_waiting().startswith(CLEAR), "a terminal is cleared")
    file.write_text(story(1, "Once more."))
    told = watch.until_waiting()
    expect(told.startswith(CLEAR) and "Once more." in told, "before each run", told)
    expect(watch.interrupt() == 0, "and ends all the same")


with tempfile.TemporaryDirectory(prefix="drydock-watch-") as scratch:
    for check in (check_changes, check_codes, check_folder, check_terminal):
        check(pathlib.Path(scratch))
