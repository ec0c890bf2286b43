"""Requests per second over the loopback: our client and our server, each beside the other one's
counterpart in the same minute. Figures are ratios: the machine's own speed is in both."""
import re
import subprocess
import tempfile

CONNECTIONS = 16
POST = """wrk.method = "POST"
wrk.body = string.rep("x", 1024)
"""


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


def by_wrk(port):
    """Requests per second that wrk gets through."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(POST)
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3s", "-s", script.name,
                   f"http://127.0.0.1:{port}/"]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)[1])


def by_us(build, port):
    """The same by our client."""
    command = [f"{build}/tests/bench/drydock_bench_http", "client", str(port), str(CONNECTIONS)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def rows(build):
    """Rows of the table: at least 70 % of the throughput is at most 1/0.7 of the time."""
    with Listening(build, "receiver") as receiver:
        minimal, ours = by_wrk(receiver.port), by_us(build, receiver.port)
    with Listening(build, "server") as server:
        served = by_wrk(server.port)
    return [
        ("a minimal receiver, by wrk", 1e6 / minimal, "us/request, 16 connections", None),
        ("the same, by our client", minimal / ours, "times as long", 1.43),
        ("our server, by wrk", minimal / served, "times as long", 1.43),
    ]
