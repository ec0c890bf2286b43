"""What the tests of `drydock serve` share: a server as a process, and requests to it."""
import contextlib
import http.client
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import urllib.parse

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "sdk"))

# pylint: disable=wrong-import-position
from receivers import PATIENCE, Failure, require

__all__ = ["PATIENCE", "Failure", "require"]

KEY = {"API-Key": "TEST_key", "Content-Type": "application/json"}


def same(found, expected, about):
    """Both must be equal; says which they are."""
    require(found == expected, f"{about}: found {found!r}, expected {expected!r}")


class Answer:
    """What was answered."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        """The body as a value."""
        return json.loads(self.body)

    def error(self):
        """The first error's code, as the API tells it."""
        return self.json["errors"][0]["error_code"]


def ask(url, method, path, body=None, headers=None, context=None):
    """One request on a connection of its own."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=PATIENCE, context=context)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    with contextlib.closing(connection):
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        connection.request(method, path, body=body, headers=headers or {})
        reply = connection.getresponse()
        return Answer(reply.status, reply.headers, reply.read())


class Server:
    """A server that runs as long as the `with` block."""

    def __init__(self, program, *options, context=None, variables=None):
        self.program = program
        self.command = [program, "serve", *map(str, options)]
        if "--listen" not in options:
            self.command += ["--listen", ":0"]
        self.context = context
        self.variables = variables or {}
        self.code = None
        self.log = ""

    def __enter__(self):
        self.start()
        return self

    def start(self):
        """Starts it and waits until it serves."""
        # pylint: disable=consider-using-with
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, **self.variables})
        self.reader = threading.Thread(target=self.read_log, daemon=True)
        self.reader.start()
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(PATIENCE)
            self.reader.join(PATIENCE)
            raise Failure(f"{self.command}: exit code {self.process.returncode}: {self.log}")
        self.url = json.loads(line)["url"]

    def read_log(self):
        """Keeps what it logs, so that it never waits for us."""
        for line in self.process.stderr:
            self.log += line

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    def stop(self):
        """Stops it in peace."""
        self.process.send_signal(signal.SIGTERM)
        self.code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)

    def kill(self):
        """Ends it at once."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)

    def call(self, method, path, body=None, headers=None):
        """A call of the API, with a key."""
        return ask(self.url, method, path, body, {**KEY, **(headers or {})}, self.context)

    def control(self, method, path, body=None, status=200):
        """A call of the control API, which must succeed."""
        given = ask(self.url, method, "/_drydock/" + path, body, context=self.context)
        require(given.status == status,
                f"{method} {path}: {given.status}, expected {status}: {given.body[:500]}")
        return given.json if given.headers.get_content_type() == "application/json" else given.body

    def advance(self, **goal):
        """Turns the clock."""
        return self.control("POST", "clock/advance", goal)

    def webhook(self, event, url):
        """Subscribes."""
        given = self.call("POST", "/v1/environment/webhooks", {"event": event, "url": url})
        same(given.status, 200, f"a webhook for {event}")
        return given.json

    def events(self, *types):
        """The events of these types in the journal, all without any."""
        lines = self.control("GET", "journal").decode().splitlines()
        events = [json.loads(line) for line in lines]
        return [event for event in events if not types or event["type"] in types]

    def ctl(self, *words):
        """A verb of ctl."""
        return subprocess.run([self.program, "ctl", *map(str, words), "--url", self.url],
                              capture_output=True, text=True, check=False, timeout=PATIENCE)


class Shop:
    """A receiver of webhooks in this process. `statuses` are answered one after the other, the last
    one for ever."""

    def __init__(self, *statuses):
        self.statuses = list(statuses) or [200]
        self.bodies = []
        self.headers = []
        self.on_request = None
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """Takes everything."""
            protocol_version = "HTTP/1.1"

            def handle(self):
                """A connection. One that ends with a sender that was killed is no failure."""
                with contextlib.suppress(ConnectionError):
                    super().handle()

            def do_POST(self):  # pylint: disable=invalid-name
                """A webhook."""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                shop.bodies.append(body)
                shop.headers.append(self.headers)
                if shop.on_request:
                    shop.on_request(body)
                status = shop.statuses[0]
                if len(shop.statuses) > 1:
                    shop.statuses.pop(0)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):  # pylint: disable=arguments-differ
                """Says nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def payloads(self):
        """The bodies as values."""
        return [json.loads(body) for body in self.bodies]
