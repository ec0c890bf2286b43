"""Receivers that break, are not there, or may not be reached; and those that drydock starts."""
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import time

from harness import (PATIENCE, TWO_ATTEMPTS, RawServer, Receiver, answer, closed_port, contains,
                     one_parcel, require, same)


def reset(connection):
    """Ends a connection with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    return False


def say(*parts, then=lambda connection: False):
    """A behaviour: says that, then ends the connection in some way."""
    def behave(connection, *_):
        for part in parts:
            connection.sendall(part)
        return then(connection)
    return behave


def hang(connection):
    """Says nothing more until the other side has had enough."""
    connection.recv(1)
    return False


HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

# What a server does, what the attempt's outcome must be, and a word that its detail must say.
FAILURES = {
    "says nothing and closes": (say(), "reset", "closed without an answer"),
    "says nothing and resets": (say(then=reset), "reset", "reset"),
    "resets within the head": (say(b"HTTP/1.1 200", then=reset), "reset", "reset"),
    "resets within the body": (say(HALF, then=reset), "reset", "reset"),
    "closes within the head": (say(b"HTTP/1.1 200 OK\r\n"), "malformed", "closed within"),
    "closes within the body": (say(HALF), "malformed", "closed within the answer"),
    "closes within a chunk": (say(CHUNKED + b"5\r\nab"), "malformed", "closed within"),
    "says what is no HTTP": (say(b"220 mail.test ESMTP\r\n\r\n"), "malformed", "bad version"),
    "says bytes of no sense": (say(bytes(range(256)) * 4), "malformed", ""),
    "says two lengths": (say(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                             b"ab"), "malformed", "Content-Length"),
    "says a length that is none": (say(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
                                   "malformed", "Content-Length"),
    "says a chunk that is none": (say(CHUNKED + b"xyz\r\n"), "malformed", "chunk"),
    "says a status below 100": (say(b"HTTP/1.1 099 Odd\r\n\r\n"), "malformed", ""),
    "never answers": (say(then=hang), "timeout", "no complete answer in time"),
    "never ends its answer": (say(HALF, then=hang), "timeout", "no complete answer in time"),
    "never ends its head": (say(b"HTTP/1.1 200 OK\r\nX: ", then=hang), "timeout", "in time"),
    "has an endless head": (say(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, then=hang),
                            "malformed", "limit"),
    "sends elsewhere": (say(answer(302, b"", "Location: /other")), "http_302", ""),
    "says why it fails": (say(answer(503, b"no disk left\n")), "http_503", "no disk left"),
    "says it in bytes that are no text": (say(answer(500, b"\xff\xfe")), "http_500", "\ufffd"),
    "fails at length": (say(answer(500, b"x" * 100_000)), "http_500", "x" * 200),
}

# Answers that are unusual, and right.
SUCCESSES = {
    "interim answers": say(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
                           answer(200, b"ok")),
    "chunks": say(CHUNKED, b"2\r\n", b"ok\r\n", b"0\r\nTrailer: x\r\n\r\n"),
    "no length": say(b"HTTP/1.1 200 OK\r\n\r\nas long as it lasts"),
    "HTTP/1.0": say(b"HTTP/1.0 201 Created\r\n\r\n"),
    "no body": say(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "byte by byte": say(*[bytes([byte]) for byte in answer(200, b"slow")]),
    "two megabytes": say(answer(200, b"x" * 2_000_000), then=hang),
    "two answers to one request": say(answer(200, b"ok") + answer(500, b"not asked for")),
}


def part_failures(program):
    """What real sockets can do: each is the outcome that it is, with words."""
    for about, (behave, outcome, word) in FAILURES.items():
        with RawServer(behave) as server:
            run = program.run(one_parcel(), "--endpoint", server.url, "--policy", TWO_ATTEMPTS)
            same(len(server.requests), 2, f"{about}: requests")
        same(run.outcomes(), [("endpoint", outcome)] * 2, about)
        for detail in run.details():
            contains(detail, word, about)
        took = {"timeout": "00:30:00.3"}.get(outcome)
        if took:
            same(run.of("attempt_failed")[0]["at"][11:-1], took, f"{about}: virtual time")
        run.replay()
    for about, behave in SUCCESSES.items():
        with RawServer(behave) as server:
            run = program.run(one_parcel(), "--endpoint", server.url)
            same(len(server.requests), 1, f"{about}: requests")
        same([by for by, _ in run.outcomes()], ["endpoint"], about)
        same(run.of("delivery_discarded"), [], about)
    check_nobody(program)
    return f"{len(FAILURES)} failures, {len(SUCCESSES)} odd successes"


def check_nobody(program):
    """Nothing listens, no such host, one that comes and goes."""
    for url, outcome, word in ((f"http://127.0.0.1:{closed_port()}/hooks", "refused", "refused"),
                               ("http://nowhere.invalid/hooks", "dns", "nowhere.invalid")):
        run = program.run(one_parcel(), "--endpoint", url, "--policy", TWO_ATTEMPTS,
                          "--no-preflight")
        same(run.outcomes(), [("endpoint", outcome)] * 2, url)
        contains(run.details()[0].lower(), word, url)
        told = program.run(one_parcel(), "--endpoint", url, code=3)
        contains(told.err, "is not reachable", url)
        contains(told.err, "--no-preflight", url)
        require(not told.journal.exists(), "a journal of nothing")
    # Somebody is there, and does not say a word of TLS.
    with RawServer(lambda *_: None) as server:
        url = server.url.replace("http:", "https:")
        told = program.run(one_parcel(), "--endpoint", url, "--policy", TWO_ATTEMPTS, code=3)
        contains(told.err, "no connection within 300ms", "preflight")
        run = program.run(one_parcel(), "--endpoint", url, "--policy", TWO_ATTEMPTS,
                          "--no-preflight")
        same(run.outcomes(), [("endpoint", "timeout")] * 2, "a silent handshake")
        contains(run.details()[0], "no connection in time", "a silent handshake")
    # A connection that is kept, and was closed meanwhile, is no failure of the receiver.
    def once(connection, *_):
        connection.sendall(answer(500 if len(server.requests) < 3 else 200))
        return False
    with RawServer(once) as server:
        run = program.run(one_parcel(), "--endpoint", server.url)
        same([kind for _, kind in run.outcomes()], ["http_500", "http_500", "http_200"], "kept")
    if socket.has_ipv6:
        with RawServer(say(answer(200)), socket.AF_INET6, "::1") as server:
            run = program.run(one_parcel(), "--endpoint", server.url)
            same(run.outcomes(), [("endpoint", "http_200")], "IPv6")
            contains(server.requests[0][0].decode(), f"Host: [::1]:{server.port}\r\n", "IPv6")


def part_guard(program):
    """Only this machine is reached, unless the command line says otherwise."""
    told = program.run(one_parcel(), "--endpoint", "http://198.51.100.7/hooks", code=3)
    contains(told.err, "--allow-host 198.51.100.7", "the hint")
    run = program.run(one_parcel(), "--endpoint", "http://198.51.100.7/hooks", "--no-preflight",
                      "--policy", TWO_ATTEMPTS)
    same(run.outcomes(), [("endpoint", "blocked")] * 2, "a stranger")
    contains(run.details()[0], "not this machine", "the detail")
    run.replay()
    # 0.0.0.0 is no address of the loopback, and yet leads here.
    with RawServer(say(answer(200)), host="0.0.0.0") as server:
        run = program.run(one_parcel(), "--endpoint", server.url, "--no-preflight")
        same({kind for _, kind in run.outcomes()}, {"blocked"}, "an address of this machine")
        same(server.connections, 0, "connections to what is blocked")
        allowed = program.run(one_parcel(), "--endpoint", server.url, "--allow-host", "0.0.0.0")
        same(allowed.outcomes(), [("endpoint", "http_200")], "--allow-host")
    # A redirect leads nowhere.
    with RawServer(say(answer(302, b"", "Location: http://198.51.100.7/"))) as server:
        run = program.run(one_parcel(), "--endpoint", server.url, "--policy", TWO_ATTEMPTS)
        same(run.outcomes(), [("endpoint", "http_302")] * 2, "a redirect")
    return "held"


def is_running(pid):
    """Whether there is such a process, other than a dead one that nobody has looked after."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.split()[0] not in "ZX"


def await_end(pids):
    """All of them must go; a process that was killed takes a moment."""
    for _ in range(PATIENCE * 100):
        if not any(map(is_running, pids)):
            return
        time.sleep(0.01)
    require(False, f"still running: {[pid for pid in pids if is_running(pid)]}")


# Answers on the port that it is given, and tells who it is; its child only lives.
SERVER = """
import http.server, os, subprocess, sys
child = subprocess.Popen(["sleep", "1000"])
with open(sys.argv[2], "a") as out:
    print(os.getpid(), child.pid, file=out)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
    def do_GET(self):
        self.send_response(404)
        self.end_headers()
    def log_message(self, *_):
        pass
print("the receiver says hello", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def part_start(program):
    """A receiver that is started for the run, and gone with all that it started."""
    script, pids = program.folder / "server.py", program.folder / "pids"
    script.write_text(SERVER)
    def start(port):
        return ("--endpoint", f"localhost:{port}/hooks", "--wait-for", f"localhost:{port}/",
                "--start", f"{sys.executable} {script} {port} {pids}")
    run = program.run(one_parcel(), *start(closed_port()))
    same(run.outcomes(), [("endpoint", "http_200")], "run")
    contains(run.err, "the receiver says hello", "its output")
    require("hello" not in run.out, "its output among ours")
    files = [program.file(one_parcel(expect=[{"deliveries": {"outcome": "delivered"}, "count": 1}]))
             for _ in range(3)]
    done = program("test", *files, *start(closed_port()))
    same(done.returncode, 0, f"test: {done.stdout}{done.stderr}")
    started = pids.read_text().split()
    same(len(started), 4, "processes of a run and a test")
    await_end(started)
    failed = program.run(one_parcel(expect=[{"deliveries": {}, "count": 5}]),
                         *start(closed_port()), code=1)
    contains(failed.out, "--start", "how to repeat it")
    await_end(pids.read_text().split())
    check_bad_starts(program)
    for ending in (signal.SIGINT, signal.SIGTERM):
        check_interrupted(program, start(closed_port()), pids, ending)
    return f"{len(pids.read_text().split())} processes gone"


def check_interrupted(program, start, pids, ending):
    """Who ends drydock ends what it started, also in the midst of an attempt."""
    pids.unlink()
    with RawServer(say(then=hang)) as server:
        command = [program.path, "run", program.file(one_parcel()), *start, "--endpoint",
                   f"track={server.url}", "--policy", '{"timeout": "10m"}']
        with subprocess.Popen(command, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as running:
            for _ in range(PATIENCE * 100):
                if server.requests:
                    break
                time.sleep(0.01)
            require(server.requests, "no attempt")
            running.send_signal(ending)
            same(running.wait(PATIENCE), -ending, "how it ended")
    await_end(pids.read_text().split())


def check_bad_starts(program):
    """What dies at once, and what is not there, is told."""
    port = closed_port()
    where = ("--endpoint", f"localhost:{port}", "--wait-for", f"localhost:{port}/")
    dead = program.run(one_parcel(), *where, "--start", "exit 7", code=3)
    contains(dead.err, "ended with exit code 7", "a command that fails")
    killed = program.run(one_parcel(), *where, "--start", "kill -9 $$", code=3)
    contains(killed.err, "ended by signal 9", "a command that is killed")
    missing = program.run(one_parcel(), *where, "--start", "no_such_program_at_all", code=3)
    contains(missing.err, "127", "a command that is none")
    contains(missing.err, "not found", "what the shell says")
    alone = program.run(one_parcel(), "--endpoint", f"localhost:{port}", "--start", "true", code=2)
    contains(alone.err, "--wait-for", "--start alone")
    with Receiver("python") as receiver:
        second = program.run(one_parcel(), "--endpoint", receiver.url, "--wait-for",
                             receiver.url + "/_seen", "--start", "sleep 1000", code=3)
        contains(second.err, "something answers at", "one that is there already")
    # One that ignores the wish to end is ended all the same, with its children.
    pids = program.folder / "stubborn"
    program.run(one_parcel(), *where, "--start",
                f"trap '' TERM; echo $$ >> {pids}; sleep 1000 & echo $! >> {pids}; "
                f"{sys.executable} -m http.server --bind 127.0.0.1 {port} & "
                f"echo $! >> {pids}; wait")
    await_end(pids.read_text().split())
    require(os.getpid() not in map(int, pids.read_text().split()), "this process")


PARTS = {"failures": part_failures, "guard": part_guard, "start": part_start}
