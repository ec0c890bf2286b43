"""Many attempts at a time, and nginx as a receiver of a hundred."""
import collections
import json
import pathlib
import shutil
import threading

from harness import (PATIENCE, URL, RawServer, answer, closed_port, contains, one_parcel, require,
                     same)

PARCELS = 50
AT_ONCE = 8


def many(count, **members):
    """So many scans at one instant, each of another shipment."""
    scans = [{"at": "1h", "track": {"shipment": f"se-{n}", "status": "IT"}}
             for n in range(1, count + 1)]
    return one_parcel(timeline=scans, **members)


def attempt_of(head):
    """The number that the header tells."""
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"drydock-attempt: "):
            return int(line.split(b": ")[1])
    require(False, f"no Drydock-Attempt in {head}")
    return 0


class Crowd(RawServer):
    """Fails first attempts. Answers nothing before `expected` requests are there together."""

    def __init__(self, expected):
        super().__init__(self.meet)
        self.expected = expected
        self.here = 0
        self.most = 0
        self.together = threading.Condition()

    def meet(self, connection, head, _, __):
        """One request, among others."""
        with self.together:
            self.here += 1
            self.most = max(self.most, self.here)
            self.together.notify_all()
            self.together.wait_for(lambda: self.most >= self.expected, PATIENCE)
        status = 500 if attempt_of(head) == 1 else 200
        with self.together:
            self.here -= 1
        connection.sendall(answer(status))


def told(run):
    """What happened to whom, without what only a live run knows, and without effects."""
    return [(event["type"], event["at"], event.get("delivery"), event.get("attempt"),
             event.get("reason"), event.get("status"))
            for event in run.events if not event["type"].startswith("effect_")]


def part_in_flight(program):
    """Requests overlap, as many as may; what comes of them is the same."""
    journals = {}
    for wide in (1, AT_ONCE):
        for latency in ("measured", "zero"):
            with Crowd(wide) as server:
                run = program.run(many(PARCELS), "--endpoint", server.url, "--in-flight", wide,
                                  "--live-latency", latency, "--verify-determinism")
                same(server.most, wide, "requests at the same time")
                same(len(server.requests), 2 * PARCELS, "requests")
                require(server.connections <= wide + 1, f"{server.connections} connections")
            same(collections.Counter(run.outcomes()),
                 {("endpoint", "http_500"): PARCELS, ("endpoint", "http_200"): PARCELS}, "outcomes")
            run.replay()
            journals[wide, latency] = run
    direct = program.run(many(PARCELS, endpoints={"https://shop.test": {"rules": [
        {"attempt": [1, 1], "respond": 500}]}}))
    for wide in (1, AT_ONCE):
        same(told(journals[wide, "zero"]), told(direct), f"the order of {wide} in flight")
    for word in ("0", "1000000"):
        wrong = program.run(many(1), "--endpoint", URL, "--in-flight", word, code=2)
        contains(wrong.err, "--in-flight: expected 1 to", "a number that cannot be")
    return f"{AT_ONCE} of {PARCELS} at a time"


CONFIG = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  log_format seen '$connection $request_method $status';
  access_log {folder}/access.log seen;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 10;
  server {{
    listen 127.0.0.1:{port};
    location = /kept {{ return 200 "ok\\n"; }}
    location = /moved {{ return 308 /kept; }}
    location = /silent {{ return 444; }}
    location = /small {{ client_max_body_size 1; proxy_pass {backend}; }}
    location = /closed {{ keepalive_timeout 0; return 202; }}
    location / {{ proxy_pass {backend}; }}
    location = /gone {{ proxy_pass http://127.0.0.1:{nowhere}; }}
  }}
}}
"""

CHUNKS = (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" +
          b"400\r\n" + b"x" * 1024 + b"\r\n" + b"3e8\r\n" + b"y" * 1000 + b"\r\n0\r\n\r\n")


def backend(connection, head, body, _):
    """What nginx asks: its answers have chunks, or are large, or break off."""
    path = head.split()[1]
    json.loads(body)
    if path == b"/chunked":
        connection.sendall(CHUNKS)
    elif path == b"/large":
        connection.sendall(answer(200, b"z" * 5_000_000))
    elif path == b"/broken":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"z" * 70_000)
    return False


# Of what nginx does at a path: the outcome of an attempt.
NGINX = {"/kept": "http_200", "/closed": "http_202", "/chunked": "http_200", "/large": "http_200",
         "/moved": "http_308", "/silent": "reset", "/small": "http_413", "/gone": "http_502",
         "/broken": "malformed", "/nothing": "http_502"}


def part_nginx(program):
    """nginx keeps connections and closes them, answers at length, in chunks, or not at all."""
    binary = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    require(binary, "there is no nginx: apt-get install nginx-light")
    folder, port = program.folder, closed_port()
    config = folder / "nginx.conf"
    with RawServer(backend) as server:
        config.write_text(CONFIG.format(folder=folder, port=port, backend=server.url,
                                        nowhere=closed_port()))
        start = ("--start", f"exec {binary} -p {folder} -e {folder}/error.log -c {config}",
                 "--wait-for", f"localhost:{port}/kept")
        for path, outcome in NGINX.items():
            run = program.run(many(3), "--endpoint", f"localhost:{port}{path}", *start,
                              "--policy", '{"attempts": 2, "delay": "1h"}')
            attempts = 3 if outcome.startswith("http_2") else 6
            same(run.outcomes(), [("endpoint", outcome)] * attempts, path)
            run.replay()
        check_hundred(program, folder, port, start)
    return f"{len(NGINX)} kinds of answers"


def check_hundred(program, folder, port, start):
    """A hundred deliveries over ten connections, ten requests each, none lost on the way."""
    log = pathlib.Path(folder) / "access.log"
    log.unlink()
    run = program.run(many(100), "--endpoint", f"localhost:{port}/kept", *start)
    same(run.outcomes(), [("endpoint", "http_200")] * 100, "a hundred")
    lines = [line.split() for line in log.read_text().splitlines()]
    posts = collections.Counter(line[0] for line in lines if line[1] == "POST")
    same(sum(posts.values()), 100, "requests that nginx saw")
    same(sorted(posts.values()), [10] * 10, "requests by connection")
    wide = program.run(many(100), "--endpoint", f"localhost:{port}/kept", *start, "--in-flight", 8)
    same(wide.outcomes(), [("endpoint", "http_200")] * 100, "a hundred, eight at a time")
    wide.replay()


PARTS = {"in-flight": part_in_flight, "nginx": part_nginx}
