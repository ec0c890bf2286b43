"""Who may do what, and how much of it."""
import socket
import subprocess
import time
import urllib.parse

from harness import PATIENCE, Server, ask, require, same


def control(program, _):
    """Pages from elsewhere and names of others do not reach the control API."""
    with Server(program) as server:
        own = urllib.parse.urlsplit(server.url).netloc
        port = own.rsplit(":", 1)[1]
        for headers in ({"Host": "evil.test"}, {"Host": "127.0.0.1.evil.test:" + port},
                        {"Origin": "https://evil.test"}, {"Origin": "null"},
                        {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://localhost:1"}):
            given = ask(server.url, "POST", "/_drydock/reset", None, headers)
            same(given.status, 403, f"with {headers}")
        for headers in ({"Host": "localhost:" + port}, {"Origin": server.url},
                        {"Host": "LOCALHOST"}, {"Sec-Fetch-Site": "same-origin"}):
            given = ask(server.url, "GET", "/_drydock/health", None, headers)
            same(given.status, 200, f"with {headers}")
        same(ask(server.url, "GET", "/v1/carriers", None,
                 {"Host": "evil.test", "API-Key": "k"}).status, 200, "the API has any name")
        same(ask(server.url, "POST", "/_drydock/health").status, 405, "a method that is none")
        same(ask(server.url, "GET", "/_drydock/nothing").status, 404, "a path that is none")
    with Server(program, "--listen", "0.0.0.0:0") as server:
        url = "http://127.0.0.1:" + server.url.rsplit(":", 1)[1]
        same(ask(url, "GET", "/_drydock/health").status, 403, "open to all without a name")
        same(ask(url, "GET", "/v1/carriers", None, {"API-Key": "k"}).status, 200, "the API")
    with Server(program, "--listen", "0.0.0.0:0", "--control-host", "ship.test") as server:
        url = "http://127.0.0.1:" + server.url.rsplit(":", 1)[1]
        same(ask(url, "GET", "/_drydock/health", None, {"Host": "ship.test"}).status, 200, "named")
        same(ask(url, "GET", "/_drydock/health").status, 403, "another name")
    return "ten refused, seven let in"


def targets(program, _):
    """Webhooks stay on this machine, judged by address, unless a host is named."""
    with Server(program) as server:
        for event, url in (("track", "http://192.0.2.1/hook"), ("rate", "http://localhost:1/")):
            server.webhook(event, url)
        server.control("POST", "timeline", [
            {"at": "0s", "track": {"shipment": "se-7", "status": "IT"}},
            {"at": "0s", "rate": {"shipment": "se-7"}}])
        server.advance(by="1s")
        same(sorted(event["reason"] for event in server.events("attempt_failed")),
             ["blocked", "refused"], "what became of them")
    return "blocked"


def limits(program, _):
    """Too large, too many, too slow: refused, and others are answered all the while."""
    with Server(program) as server:
        where = urllib.parse.urlsplit(server.url)
        with socket.create_connection((where.hostname, where.port), timeout=20) as large:
            large.sendall(b"POST /bin/l HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n")
            same(large.recv(12), b"HTTP/1.1 413", "a body of 9 MB")
        header = ask(server.url, "GET", "/v1/carriers", None, {"X": "y" * 70000})
        same(header.status, 431, "a header of 70 KB")
        idle = [socket.create_connection((where.hostname, where.port)) for _ in range(1000)]
        slow = [socket.create_connection((where.hostname, where.port)) for _ in range(100)]
        for client in slow:
            client.sendall(b"POST /v1/environment/webhooks HTTP/1.1\r\nHo")
        begun = time.monotonic()
        for _ in range(20):
            same(server.call("GET", "/v1/carriers").status, 200, "a normal call")
        took = time.monotonic() - begun
        for client in idle + slow:
            client.close()
    return f"1100 connections, 20 calls in {took:.2f} s"


def arguments(program, _):
    """Bad usage is told before anything is served."""
    for options, expected in ((["--listen", "nowhere"], "--listen"),
                              (["--clock", "fast"], "--clock"),
                              (["--tls-cert", "c.pem"], "go together"),
                              (["--base-url", "ftp://x"], "--base-url"),
                              (["--rate-limit", "x"], "--rate-limit"),
                              (["@none"], "none"), (["--listen", "192.0.2.1:0"], "cannot listen")):
        done = subprocess.run([program, "serve", *options], capture_output=True, text=True,
                              check=False, timeout=PATIENCE)
        same(done.returncode, 2, f"exit code of {options}")
        require(expected in done.stderr, f"{expected!r} in {done.stderr!r}")
        same(done.stdout, "", "nothing is printed")
    return "seven refused"


PARTS = {"control": control, "targets": targets, "limits": limits,
         "arguments": arguments}
