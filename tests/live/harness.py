"""What the tests of live runs share: the program, scenarios, journals, servers that misbehave."""
import contextlib
import json
import pathlib
import socket
import subprocess
import sys
import threading

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "sdk"))

# pylint: disable=wrong-import-position
from receivers import PATIENCE, Failure, Receiver, require

__all__ = ["PATIENCE", "Failure", "Receiver", "require"]

URL = "https://shop.test/hooks"
NUMBER = "1Z999AA10123456784"
TWO_ATTEMPTS = '{"attempts": 2, "delay": "2h", "timeout": "300ms"}'


def same(found, expected, about):
    """Both must be equal; says which they are."""
    require(found == expected, f"{about}: found {found!r}, expected {expected!r}")


def contains(text, part, about):
    """The text must say it."""
    require(part in text, f"{about}: no {part!r} in {text!r}")


def one_parcel(**members):
    """A scenario of one scan at 00:30, with further members."""
    return {"format": 1, "webhooks": [{"event": "track", "url": URL}],
            "timeline": [{"at": "0s", "ship": {"shipment": "se-1", "tracking_number": NUMBER,
                                               "scans": [{"at": "30m", "status": "IT"}]}}],
            **members}


def probed(receiver, **members):
    """The endpoint of the scenario, looked at where the receiver shows its orders."""
    return {"https://shop.test": {
        "probe": {"get": receiver.url + "/orders/{tracking_number}", "status": "/status",
                  "effects": "/count"}, **members}}


class Program:
    """drydock, and a folder to work in."""

    def __init__(self, path, folder):
        self.path = path
        self.folder = folder
        self.count = 0

    def __call__(self, *args):
        return subprocess.run([self.path, *map(str, args)], capture_output=True, text=True,
                              check=False, timeout=10 * PATIENCE)

    def fresh(self, ending):
        """The path of a file that is not there yet."""
        self.count += 1
        return self.folder / f"{self.count}{ending}"

    def file(self, scenario):
        """A scenario as a file."""
        path = self.fresh(".json")
        path.write_text(json.dumps(scenario))
        return path

    def run(self, scenario, *options, code=0, ending=".jsonl"):
        """A run with its journal, which must end with that exit code."""
        path = self.file(scenario)
        journal = self.fresh(ending)
        done = self("run", path, "--journal", journal, *options)
        require(done.returncode == code, f"exit code {done.returncode}, expected {code}:\n"
                f"{done.stdout}{done.stderr}")
        return Run(self, done, journal, path)


class Run:
    """What a run printed and wrote."""

    def __init__(self, program, done, journal, path):
        self.program = program
        self.out = done.stdout
        self.err = done.stderr
        self.journal = journal
        self.path = path

    @property
    def events(self):
        """All of the journal, but its header; only of JSON lines."""
        return [json.loads(line) for line in self.journal.read_text().splitlines()[1:]]

    def of(self, *types):
        """The events of these types."""
        return [event for event in self.events if event["type"] in types]

    def outcomes(self):
        """(who answered, what) for each attempt, in order."""
        return [(event["by"], event.get("reason") or f"http_{event['status']}")
                for event in self.of("attempt_failed", "delivery_succeeded")]

    def starts(self):
        """The times of day when attempts began."""
        return [event["at"][11:-1] for event in self.of("attempt_started")]

    def details(self):
        """What was heard of the failures."""
        return [event.get("detail", "") for event in self.of("attempt_failed")]

    def digest(self):
        """As it was printed."""
        return next(line.split()[1] for line in self.out.splitlines() if "  digest" in line)

    def replay(self):
        """The journal again: nothing may differ."""
        done = self.program("replay", self.journal)
        require(done.returncode == 0, f"replay: {done.stdout}{done.stderr}")
        contains(done.stdout, "same digest", "replay")
        contains(done.stdout, self.digest(), "replay")


class RawServer:
    """Does to each connection whatever the test wants, after it has read a request from it.

    `behave(connection, head, body, n)` is called for each request, n counting from 1; False ends
    the connection.
    """

    def __init__(self, behave, family=socket.AF_INET, host="127.0.0.1"):
        self.behave = behave
        self.listener = socket.create_server((host, 0), family=family, backlog=128)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://{host if family == socket.AF_INET else f'[{host}]'}:{self.port}"
        self.requests = []
        self.connections = 0
        self.lock = threading.Lock()

    def __enter__(self):
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(PATIENCE)

    def accept(self):
        """Each connection is a thread's."""
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        """Requests of one connection, until there are no more."""
        with connection, contextlib.suppress(ConnectionError):
            stream = connection.makefile("rb")
            while read := read_request(stream):
                with self.lock:
                    self.requests.append(read)
                    count = len(self.requests)
                if self.behave(connection, *read, count) is False:
                    return


def read_request(stream):
    """Head and body, or nothing at the end."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head, stream.read(length)


def answer(status, body=b"", *fields):
    """The bytes of an answer."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def openssl(*args):
    """What OpenSSL's command line prints."""
    done = subprocess.run(["openssl", *map(str, args)], capture_output=True, check=False)
    require(done.returncode == 0, f"openssl {args}: {done.stderr}")
    return done.stdout


def closed_port():
    """A port of this machine on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]
