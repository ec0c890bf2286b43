"""Bytes that nobody would send on purpose: a kept corpus, and what chance makes of good requests.
A server must neither end nor hang, and answers a normal call after each."""
import contextlib
import pathlib
import random
import socket
import time
import urllib.parse

from harness import PATIENCE, Failure, Server, ask, require, same

CASES = 300
SEED = 20190907
CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
RESET_EVERY = 500  # cases: the world would grow without end
HEAD = "Host: localhost\r\nAPI-Key: k\r\n"


def request(method, target, body="", headers=""):
    """A good request. Its length is told, unless it comes in chunks."""
    length = f"Content-Length: {len(body)}\r\n" if body and "chunked" not in headers else ""
    return f"{method} {target} HTTP/1.1\r\n{HEAD}{headers}{length}\r\n{body}".encode()


WHOLE = '{"carrier_id":"se-100002","service_code":"ups_ground","ship_to":{"name":"\\u00e9"}}'
GOOD = [
    request("GET", "/v1/environment/webhooks"),
    request("POST", "/v1/environment/webhooks", '{"url":"http://127.0.0.1:9/a","event":"track"}'),
    request("PUT", "/v1/environment/webhooks/5515", '{"url":"http://127.0.0.1:9/b"}'),
    request("DELETE", "/v1/environment/webhooks/5515"),
    request("GET", "/v1/tracking?carrier_code=ups&tracking_number=1Z999AA10123456784"),
    request("POST", "/v1/tracking/start?carrier_code=ups&tracking_number=1Z01"),
    request("POST", "/v1/shipments", f'{{"shipments":[{WHOLE}]}}'),
    request("POST", "/v1/labels", f'{{"shipment":{WHOLE},"label_format":"zpl"}}'),
    request("GET", "/v1/downloads/se-600000001/label.pdf"),
    request("POST", "/v1/batches", '{"shipment_ids":["se-1"],"batch_notes":"a"}'),
    request("GET", "/v1/batches?page=1&page_size=2&sort_dir=asc"),
    request("PUT", "/v-beta/order_sources/4e4af80f-6974-48b6-b88f-e46f1c2a0b28/refresh"),
    request("POST", "/v1/connections/carriers/ups", '{"nickname":"n"}'),
    request("POST", "/bin/a/b?c=d", "x" * 60, "X-A: b\r\n"),
    request("POST", "/bin/a", "3\r\nabc\r\n2;e=f\r\nde\r\n0\r\nX: y\r\n\r\n",
            "Transfer-Encoding: chunked\r\n"),
    request("PUT", "/_drydock/bin/a/rules", '{"rules":[{"times":1,"respond":503}]}'),
    request("GET", "/_drydock/bin/a/requests"),
    request("GET", "/_drydock/clock"),
    request("POST", "/_drydock/clock/advance", '{"by":"1m"}'),
    request("POST", "/_drydock/timeline",
            '[{"at":"0s","track":{"shipment":"se-7","status":"IT"}}]'),
    request("PUT", "/_drydock/endpoints", '{"http://127.0.0.1:9":{"outages":[{"until":"3h"}]}}'),
    request("GET", "/_drydock/journal?from=2&type=webhook_created"),
    request("GET", "/_drydock/state?at=1h"),
    request("GET", "/openapi.json"),
]
PIECES = [b"\x00", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b" ", b":", b";", b",", b"%", b"%00", b"%zz",
          b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"{", b"}", b"[", b'"', b"\\",
          b"-", b"0", b"99999999999999999999", b"e400", b"null", b"../", b"?", b"&", b"="]
HEADERS = [b"Content-Length: 5", b"Content-Length: 0", b"Content-Length: -5", b"Content-Length: ",
           b"Content-Length: 99999999999999999999", b"Content-Length: 0x5",
           b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", b"Transfer-Encoding: ,",
           b"Connection: close", b"Connection: keep-alive, close", b"Expect: 100-continue",
           b"Host: evil.test", b"Host: localhost", b"API-Key: " + b"k" * 3000, b": empty",
           b"X-\xff: \xfe", b"X: " + b"y" * 70000, b"Drydock-Run: serve", b"Drydock-Delivery: 1",
           b"Last-Event-ID: 99999999999999999999"]


def truncated(chance, data):
    """Only its beginning."""
    return data[:chance.randrange(len(data))]


def wounded(chance, data):
    """Some bytes lost, changed, repeated or added."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(made) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            made[at:at] = chance.choice(PIECES)
        elif kind == 1:
            del made[at:at + chance.randrange(1, 8)]
        elif kind == 2 and at < len(made):
            made[at] = chance.randrange(256)
        else:
            made[at:at] = made[at:at + chance.randrange(1, 40)] * chance.randrange(1, 30)
    return bytes(made)


def with_header(chance, data):
    """A header more, that perhaps disagrees with the others."""
    lines = data.split(b"\r\n")
    end = lines.index(b"")
    for _ in range(chance.randrange(1, 3)):
        lines.insert(chance.randrange(1, end + 1), chance.choice(HEADERS))
    return b"\r\n".join(lines)


def in_chunks(chance, data):
    """The body in chunks that may lie about their size."""
    head, _, body = data.partition(b"\r\n\r\n")
    made = head + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
    while body:
        size = chance.randrange(1, len(body) + 1)
        told = size + chance.choice([0, 0, 0, 0, 1, -1, 2**31, 2**64])
        made += b"%x%s\r\n%s\r\n" % (max(told, 0), chance.choice([b"", b";a", b' ;a="\x00"']),
                                     body[:size])
        body = body[size:]
    return made + chance.choice([b"0\r\n\r\n", b"0\r\nX: y\r\n\r\n", b"00\r\n\r\n", b"0\r\n", b""])


def pipelined(chance, data):
    """Several at once, of which some may be broken."""
    others = [chance.choice(GOOD) for _ in range(chance.randrange(1, 6))]
    if chance.random() < 0.5:
        others.append(wounded(chance, chance.choice(GOOD)))
    return data + b"".join(others)


WAYS = [truncated, wounded, wounded, wounded, with_header, in_chunks, pipelined]


class Sender:
    """Sends bytes to a server, and sees that it bears them."""

    def __init__(self, server):
        self.server = server
        self.where = urllib.parse.urlsplit(server.url)
        self.sent = 0

    def send(self, data, cuts=()):
        """All of it, in pieces that end at the cuts."""
        self.sent += 1
        where = (self.where.hostname, self.where.port)
        with socket.create_connection(where, timeout=PATIENCE) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                begin = 0
                for end in (*cuts, len(data)):
                    client.sendall(data[begin:end])
                    begin = end
                client.shutdown(socket.SHUT_WR)
                while client.recv(1 << 16):
                    pass
            except TimeoutError as silence:
                raise Failure(f"no answer and no end: {data!r}") from silence
            except ConnectionError:
                pass  # it has had enough
        self.look(data)

    def look(self, data):
        """Whether a normal call is answered."""
        try:
            given = ask(self.server.url, "GET", "/v1/carriers", None, {"API-Key": "k"})
        except OSError as found:
            # A server that ends says why.
            with contextlib.suppress(Exception):
                self.server.process.wait(PATIENCE)
            raise Failure(f"after {data!r}: {found!r}: {self.server.log[-6000:]}") from found
        same(given.status, 200, f"a normal call after {data!r}")

    def renew(self):
        """A new world, and a clock that stands."""
        self.server.control("POST", "reset")


def corpus(program, _):
    """Each file of the corpus: whole, cut in two, ended in the middle."""
    files = sorted(CORPUS.glob("*.http"))
    require(len(files) >= 40, "the corpus is there")
    with Server(program, "--quiet") as server:
        to = Sender(server)
        for file in files:
            data = file.read_bytes()
            to.send(data)
            to.send(data, [len(data) // 2])
            to.send(data[:len(data) // 2])
        server.control("GET", "journal")
        same(server.control("GET", "health")["status"], "ok", "afterwards")
    return f"{len(files)} files"


def fuzz(program, _):
    """Good requests split at each byte, then what chance makes of them."""
    chance = random.Random(SEED)
    begun = time.monotonic()
    with Server(program, "--quiet") as server:
        to = Sender(server)
        for good in GOOD:
            to.send(good)
        data = GOOD[1]
        for cut in range(1, len(data), 1 if CASES > 1000 else 7):
            to.send(data, [cut])
        for n in range(CASES):
            made = chance.choice(WAYS)(chance, chance.choice(GOOD))
            cuts = sorted(chance.randrange(len(made) + 1) for _ in range(chance.randrange(4)))
            to.send(made, cuts)
            if n % RESET_EVERY == RESET_EVERY - 1:
                to.renew()
        server.control("GET", "journal")
        server.stop()
        same(server.code, 0, f"exit code: {server.log[-6000:]}")
    return f"{to.sent} requests, {to.sent / (time.monotonic() - begun):.0f} a second, seed {SEED}"


PARTS = {"corpus": corpus, "fuzz": fuzz}
