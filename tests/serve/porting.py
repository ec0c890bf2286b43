"""Ports of bins' own: there an outage refuses as a host does on which nothing listens."""
import contextlib
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

from harness import PATIENCE, Failure, Server, ask, require, same
import binning

POST = b"POST /any/path?x=1 HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\nok"


def way_in(url):
    """What a client meets there that only connects."""
    where = urllib.parse.urlsplit(url)
    try:
        socket.create_connection((where.hostname, where.port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return "refused"
    except ConnectionResetError:
        return "reset"
    return "open"


def raw(url, data):
    """What comes back on a socket, and how it ends; it may be broken before we knew it was made."""
    try:
        return binning.raw(url, data)
    except ConnectionResetError:
        return b"", "reset"


def own_port(server, name, number=0):
    """Gives a bin a port."""
    return server.control("PUT", f"bin/{name}/port", {"port": number})


def port(program, _):
    """Refused while an outage stands, accepted when the clock has passed it, at the same port."""
    with Server(program) as server:
        door = own_port(server, "b")
        same((door["bin"], door["open"]), ("b", True), "the port")
        same(own_port(server, "b"), door, "asked for again")
        odd = bytes(range(256)) * 10
        head = f"PATCH /{'x' * 300}?y=%20 HTTP/1.1\r\nHost: shop.test\r\nX-Mixed:  a  b\r\n" \
               f"Content-Length: {len(odd)}\r\nConnection: close\r\n\r\n"
        heard, end = raw(door["url"], head.encode() + odd)
        require(heard.startswith(b"HTTP/1.1 200") and end == "end", f"heard {heard!r}, {end}")
        kept, = server.control("GET", "bin/b/requests")["requests"]
        import base64  # pylint: disable=import-outside-toplevel
        same(base64.b64decode(kept["body_base64"]), odd, "byte for byte")
        same((kept["method"], kept["target"]), ("PATCH", f"/{'x' * 300}?y=%20"), "its line")

        server.control("PUT", "bin/b/rules", {"outages": [
            {"from": "1h", "until": "3h"}, {"from": "5h", "until": "6h", "as": 503}]})
        where = urllib.parse.urlsplit(door["url"])
        with socket.create_connection((where.hostname, where.port), timeout=PATIENCE) as idle:
            idle.sendall(POST)
            require(idle.recv(4096).startswith(b"HTTP/1.1 200"), "before it")
            server.advance(by="1h")
            same(idle.recv(4096), b"", "a connection from before the outage")
        same(way_in(door["url"]), "refused", "in the outage")
        closed = server.control("GET", "bin/b/port")
        same(closed, {**door, "open": False}, "what is told of it")
        server.advance(to="02:59:59")
        same(way_in(door["url"]), "refused", "a second before its end")
        server.advance(by="1s")
        same(way_in(door["url"]), "open", "at its end")
        same(server.control("GET", "bin/b/port"), door, "as before")
        same(raw(door["url"], POST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))[1],
             "end", "after it")
        server.advance(to="5h")
        same(ask(door["url"], "POST", "/", "x").status, 503, "an outage that answers")
        same(server.control("GET", "bin/b/requests")["count"], 4, "who was refused left nothing")
        endpoint = server.url + "/bin/b"
        server.control("PUT", "endpoints", {endpoint: {"outages": [{"until": "3h"}]}})
        same(way_in(door["url"]), "refused", "an outage that is given as an endpoint's")
        server.control("PUT", "endpoints", {})
        same(way_in(door["url"]), "open", "without it")
        server.control("DELETE", "bin/b/port")
        same(way_in(door["url"]), "refused", "a port that is no more")
        server.control("GET", "bin/b/port", status=404)
        server.control("DELETE", "bin/b/port", status=404)
    return "refused twice, accepted thrice"


def refusals(program, _):
    """A rule that refuses breaks the connection before anything is read, and is counted once."""
    with Server(program) as server:
        door = own_port(server, "b")
        server.control("PUT", "bin/b/rules",
                       {"rules": [{"times": 2, "fail": "refused"}, {"respond": 202}]})
        for nth in (1, 2):
            same(raw(door["url"], b""), (b"", "reset"), f"connection {nth}, which says nothing")
        heard, _ = raw(door["url"], POST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        require(heard.startswith(b"HTTP/1.1 202"), f"the third: {heard!r}")
        records = server.control("GET", "bin/b/requests")["requests"]
        same([(each["method"], each.get("reason"), each.get("status")) for each in records],
             [("", "refused", None), ("", "refused", None), ("POST", None, 202)], "what is kept")
        ask(door["url"], "POST", "/bin/x", "x")
        ask(server.url, "POST", "/bin/b/y", "x")
        ways = ["http://shop.test/any/path?x=1", door["url"] + "/bin/x", server.url + "/bin/b/y"]
        entries = server.control("GET", "bin/b/export")["log"]["entries"]
        same([each["request"]["url"] for each in entries], ways, "HAR")
        curl = server.control("GET", "bin/b/export?as=curl").decode()
        same([each.split("'")[-2] for each in curl.splitlines()], ways, "cURL")

        server.control("PUT", "bin/b/rules", {"rules": [{"chance": 0.5, "fail": "refused"}]})
        seen = [raw(door["url"], POST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))[1]
                for _ in range(20)]
        require(set(seen) == {"reset", "end"}, f"by chance: {seen}")
        records = server.control("GET", "bin/b/requests")["requests"][5:]
        same(["reset" if each.get("reason") else "end" for each in records], seen, "what is kept")
    return f"{2 + seen.count('reset')} resets"


def front_door(program, _):
    """Webhooks of ours meet what stands there as anybody does: they are sent, and refused."""
    with Server(program) as server:
        door = own_port(server, "hooks")
        server.webhook("track", door["url"] + "/hooks")
        server.control("PUT", "bin/hooks/rules", {"outages": [{"until": "3h"}]})
        server.control("POST", "timeline",
                       [{"at": f"{hour}h", "track": {"shipment": f"se-{hour + 1}", "status": "IT"}}
                        for hour in (0, 3)])
        server.advance(until="idle")
        same([(each["at"][11:19], each["reason"], each["by"])
              for each in server.events("attempt_failed")],
             [("00:00:00", "refused", "endpoint"), ("02:00:00", "refused", "endpoint")], "refused")
        same([each["at"][11:19] for each in server.events("delivery_succeeded")],
             ["03:00:00", "04:00:00"], "delivered when the clock had passed the outage")
        server.control("POST", "reset")
        same(way_in(door["url"]), "refused", "of a world that is no more")
        server.control("GET", "bin/hooks/port", status=404)
    return "refused at the socket, then delivered"


def paced(program, _):
    """Where time passes by itself, a port opens without being asked."""
    with Server(program, "--clock", "36000x") as server:
        door = own_port(server, "b")
        server.control("PUT", "bin/b/rules", {"outages": [{"until": "2h"}]})
        same(way_in(door["url"]), "refused", "in the outage")
        limit = time.monotonic() + PATIENCE
        while way_in(door["url"]) == "refused":
            require(time.monotonic() < limit, "it never opened")
    return "opened by itself"


def port_wishes(program, _):
    """What cannot be is told."""
    with Server(program) as server, socket.create_server(("127.0.0.1", 0)) as taken:
        for wish in ({"port": 70000}, {"port": -1}, {"port": "x"}, {}, {"prt": 1}):
            server.control("PUT", "bin/b/port", wish, status=400)
        number = taken.getsockname()[1]
        given = server.control("PUT", "bin/b/port", {"port": number}, status=409)
        require(str(number) in given["error"], f"which one: {given}")
        server.control("GET", "bin/b/port", status=404)
        first = own_port(server, "b")
        server.control("PUT", "bin/b/rules", {"outages": [{"until": "1h"}]})
        same(way_in(first["url"]), "refused", "held, not open")
        given = server.control("PUT", "bin/c/port", {"port": first["port"]}, status=409)
        require("bin b" in given["error"], f"whose it is: {given}")
        server.control("GET", "bin/c/port", status=404)
        server.control("PUT", "bin/b/rules", {})
        same(way_in(first["url"]), "open", "still that of the first")
        taken.close()
        second = own_port(server, "b", number)
        same((second["port"], way_in(second["url"]), way_in(first["url"])),
             (number, "open", "refused"), "another one in its place")
        done = server.ctl("port", "orders")
        same((done.returncode, way_in(json.loads(done.stdout)["url"])), (0, "open"), "ctl port")
        same(server.ctl("port", "orders", "off").returncode, 0, "ctl port off")
        same(way_in(json.loads(done.stdout)["url"]), "refused", "after it")
        same(server.ctl("port", "orders", "none").returncode, 2, "no number")
    return "taken, moved, closed"


def unwritable(server, data, mine):
    """Where the data folder takes nothing, all stays as it is."""
    part = data / "ports.json.part" / "in the way"
    part.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        other = free.getsockname()[1]
    for method, name, wish in (("PUT", "new", {"port": 0}), ("PUT", "mine", {"port": other}),
                               ("DELETE", "mine", None)):
        given = server.control(method, f"bin/{name}/port", wish, status=500)
        require("ports.json" in given["error"], f"why: {given}")
    server.control("GET", "bin/new/port", status=404)
    same((server.control("GET", "bin/mine/port"), way_in(mine["url"])), (mine, "open"), "as before")
    part.rmdir()
    part.parent.rmdir()


def port_kept(program, folder):
    """A data folder keeps ports; one that somebody else has is told of, and the server goes on."""
    data = folder / "data"
    server = Server(program, "--data", data)
    with server:
        mine, theirs, shut, late = (own_port(server, name)
                                    for name in ("mine", "theirs", "shut", "late"))
        for name in ("shut", "late"):
            server.control("PUT", f"bin/{name}/rules", {"outages": [{"until": "3h"}]})
        own_port(server, "gone")
        server.control("DELETE", "bin/gone/port")
        unwritable(server, data, mine)
        server.kill()
        with socket.create_server(("127.0.0.1", theirs["port"])), \
                socket.create_server(("127.0.0.1", late["port"])):
            server.start()
            same(server.control("GET", "bin/mine/port"), mine, "the same port")
            same(way_in(mine["url"]), "open", "and it is open")
            same(way_in(shut["url"]), "refused", "the outage stands")
            server.advance(by="1h")
            for door in (theirs, late):
                failed = server.control("GET", f"bin/{door['bin']}/port")
                require(not failed["open"] and str(door["port"]) in failed["error"], str(failed))
            server.control("GET", "bin/gone/port", status=404)
        same(own_port(server, "theirs"), theirs, "once more, when it is free")
        server.advance(by="2h")
        for door in (mine, theirs, shut, late):
            same(ask(door["url"], "POST", "/", "x").status, 200, door["bin"])
        server.stop()
        require("a bin's port cannot be opened" in server.log and "theirs" in server.log,
                "the log says so: " + server.log)
    replayed = subprocess.run([program, "replay", data / "journal.db"], capture_output=True,
                              text=True, check=False)
    require("same digest" in replayed.stdout, f"replay: {replayed.stdout}{replayed.stderr}")
    (data / "ports.json").write_text("{\"mine\": 0}")
    with contextlib.suppress(Failure):
        with server:
            raise AssertionError("a damaged file was taken")
    require("ports.json" in server.log, f"why: {server.log}")
    return "two came back, two when they could"


def port_left(program, _):
    """A server that stops takes nobody in by any port; who is being answered still is."""
    with Server(program) as server:
        doors = [own_port(server, name) for name in ("slow", "idle", "shut")]
        server.control("PUT", "bin/slow/rules", {"rules": [{"respond": 202, "after": "700ms"}]})
        server.control("PUT", "bin/shut/rules", {"outages": [{"until": "1h"}]})
        answers = []
        client = threading.Thread(target=lambda: answers.append(
            ask(doors[0]["url"], "POST", "/", "x").status))
        client.start()
        server.control("GET", "bin/slow/requests?count=1")
        server.process.send_signal(signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while way_in(server.url) != "refused":  # the last that it closes
            require(time.monotonic() < limit, "it never began to stop")
        same([way_in(each["url"]) for each in doors], ["refused"] * 3, "whoever comes now")
        client.join(PATIENCE)
        same((server.process.wait(PATIENCE), answers), (0, [202]), "exit code, and the answer")
    return "one was answered, nobody came in"


PARTS = {"port": port, "refusals": refusals, "front-door": front_door, "paced-port": paced,
         "port-wishes": port_wishes, "port-kept": port_kept, "port-left": port_left}
