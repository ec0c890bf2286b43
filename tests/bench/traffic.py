"""Requests per second over the loopback: our client and our server, each beside the other one's
counterpart in the same minute. Figures are ratios: the machine's own speed is in both."""
import http.client
import json
import re
import statistics
import subprocess
import tempfile
import time

CONNECTIONS = 16
POST = """wrk.method = "POST"
wrk.body = string.rep("x", 1024)
"""
GET = """wrk.headers["API-Key"] = "TEST_key"
"""
WEBHOOKS = "/v1/environment/webhooks"
RETRIES = 10_000
ROUNDS = 3


class Listening:
    """A server of drydock_bench_http while it runs."""

    def __init__(self, build, which):
        command = [f"{build}/tests/bench/drydock_bench_http", which]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate("x")


class Served:
    """`drydock serve` while it runs."""

    def __init__(self, build):
        self.process = subprocess.Popen([f"{build}/drydock", "serve", "--listen", ":0", "--quiet"],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(json.loads(self.process.stdout.readline())["url"].rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, method, path, body):
        """A call that must succeed; the answer, and how many seconds it took."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        text = json.dumps(body)
        begin = time.perf_counter()
        connection.request(method, path, text, {"API-Key": "TEST_key"})
        reply = connection.getresponse()
        answer = json.loads(reply.read())
        took = time.perf_counter() - begin
        connection.close()
        if reply.status != 200:
            raise RuntimeError(f"{method} {path}: {reply.status} {answer}")
        return answer, took


def by_wrk(port, script=POST, path="/"):
    """Requests per second that wrk gets through."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3s", "-s", file.name,
                   f"http://127.0.0.1:{port}{path}"]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    if "Non-2xx" in done.stdout:
        raise RuntimeError(f"not all of {path} succeeded: {done.stdout}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)[1])


def by_us(build, port):
    """The same by our client."""
    command = [f"{build}/tests/bench/drydock_bench_http", "client", str(port), str(CONNECTIONS)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def served_times(build):
    """How many times as long as a minimal server `drydock serve` takes for a GET of the API and for
    what a bin takes in, under the same call of wrk; they take turns, the median counts."""
    def times(script, path):
        with Listening(build, "receiver") as receiver, Served(build) as server:
            server.ask("POST", WEBHOOKS, {"url": "https://a.test", "event": "track"})
            return statistics.median(by_wrk(receiver.port, script) /
                                     by_wrk(server.port, script, path) for _ in range(ROUNDS))
    return times(GET, WEBHOOKS), times(POST, "/bin/b")


def retry_microseconds(build):
    """Deliveries that failed are all pending; two hours later a real receiver takes them."""
    entries = [{"at": "0s", "track": {"shipment": f"se-{n + 1}", "status": "IT"}}
               for n in range(RETRIES)]
    with Listening(build, "receiver") as receiver, Served(build) as server:
        url = f"http://127.0.0.1:{receiver.port}"
        server.ask("POST", WEBHOOKS, {"url": url, "event": "track"})
        server.ask("PUT", "/_drydock/endpoints", {url: {"outages": [{"until": "1h"}]}})
        server.ask("POST", "/_drydock/timeline", entries)
        server.ask("POST", "/_drydock/clock/advance", {"by": "0s"})
        done, seconds = server.ask("POST", "/_drydock/clock/advance", {"by": "2h"})
    if done["deliveries"]["delivered"] != RETRIES:
        raise RuntimeError(f"not all were delivered: {done['deliveries']}")
    return seconds * 1e6 / RETRIES


def rows(build):
    """Rows of the table: at least 70 % of the throughput is at most 1/0.7 of the time."""
    with Listening(build, "receiver") as receiver:
        minimal, ours = by_wrk(receiver.port), by_us(build, receiver.port)
    with Listening(build, "server") as server:
        served = by_wrk(server.port)
    listed, captured = served_times(build)
    return [
        ("a minimal receiver, by wrk", 1e6 / minimal, "us/request, 16 connections", None),
        ("the same, by our client", minimal / ours, "times as long", 1.43),
        ("our server, by wrk", minimal / served, "times as long", 1.43),
        ("serve: GET of all webhooks", listed, "times as long", 1.43),
        ("serve: a bin takes 1 KB in", captured, "times as long", 1.43),
        ("serve: 10^4 retries, two hours on", retry_microseconds(build), "us/retry", None),
    ]
