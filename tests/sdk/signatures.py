#!/usr/bin/env python3
"""Signatures among strangers: drydock's, Node's, Python's and OpenSSL's must agree.

usage: signatures.py DRYDOCK [PART...]

The receivers in Node and Python judge what `drydock sign` signs, each by means of its own, and
`drydock verify` judges what OpenSSL's command line signs. Comparing nothing is a failure.
"""
import base64
import datetime
import json
import random
import subprocess

from receivers import Receiver, require
import parts  # found by way of receivers

KEY_ID = "x-shipengine-rsa-sha256-key-id"
SIGNATURE = "x-shipengine-rsa-sha256-signature"
TIMESTAMP = "x-shipengine-timestamp"


def track(number, status):
    """A payload as far as a receiver looks at it."""
    return json.dumps({"resource_url": "https://api.test/v1/tracking", "resource_type": "API_TRACK",
                       "data": {"tracking_number": number, "status_code": status}}).encode()


# Not only what is sent: a signature is one of bytes, whatever they are.
BODIES = [track("1Z9", "IT"), "{\"city\":\"Köln \\u00e9\"}".encode(), b"{}", b"", b"\x00\xff\r\n\n",
          random.Random(1).randbytes(200_000)]


def stamp(minutes):
    """A time that many minutes from now."""
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


class Program:
    """drydock, with a key and its key set in a folder to work in."""

    def __init__(self, path, folder):
        self.path = path
        self.folder = folder
        self.key = folder / "key.pem"
        self.jwks = folder / "jwks.json"
        self.jwks.write_bytes(self("sign", "--key", self.key, "--jwks"))

    def run(self, *args, stdin=b""):
        """What became of a call of drydock."""
        return subprocess.run([self.path, *map(str, args)], input=stdin, capture_output=True,
                              check=False)

    def __call__(self, *args, stdin=b""):
        done = self.run(*args, stdin=stdin)
        require(done.returncode == 0, f"{args}: exit {done.returncode}: {done.stderr}")
        return done.stdout

    def sign(self, body, *options, key=None):
        """The headers, as an object."""
        return json.loads(self("sign", "--key", key or self.key, "--json", *options, stdin=body))

    def verdict(self, headers, body, *options):
        """What `verify` says, checked against its exit code."""
        given = [word for name, value in headers.items()
                 for word in ("--header", f"{name}: {value}")]
        done = self.run("verify", "--json", *given, *options, stdin=body)
        found = json.loads(done.stdout)
        require(done.returncode == (0 if found["valid"] else 1), f"{options}: {done}")
        return found


def openssl(*args, stdin=b""):
    """What OpenSSL's command line prints."""
    done = subprocess.run(["openssl", *map(str, args)], input=stdin, capture_output=True,
                          check=False)
    require(done.returncode == 0, f"openssl {args}: {done.stderr}")
    return done.stdout


def replaced(headers, name, value):
    """The headers with another value of one."""
    return {**headers, name: value}


def refused_requests(program, body):
    """Requests that a receiver must refuse: why, headers, body, status."""
    good = program.sign(body)
    other = program.folder / "other.pem"
    foreign = program.sign(body, key=other)
    signature = good[SIGNATURE]
    flipped = ("A" if signature[20] != "A" else "B").join((signature[:20], signature[21:]))
    for name in (KEY_ID, SIGNATURE, TIMESTAMP):
        yield (f"no {name}", {n: v for n, v in good.items() if n != name}, body, 404)
    for minutes in (-6, -120, 6, 10_000):
        stale = program.sign(body, "--timestamp", stamp(minutes))
        yield f"a stamp {minutes} minutes from now", stale, body, 400
    yield "a stamp that is no time", replaced(good, TIMESTAMP, "noon"), body, 400
    yield "another stamp", replaced(good, TIMESTAMP, stamp(-1)), body, 401
    yield "another body", good, body + b" ", 401
    yield "an unknown key", foreign, body, 401
    yield "another key's signature", replaced(good, SIGNATURE, foreign[SIGNATURE]), body, 401
    yield "a flipped digit", replaced(good, SIGNATURE, flipped), body, 401
    yield "no base64", replaced(good, SIGNATURE, "?"), body, 401


def check_signatures(program, language):
    """The receiver takes what drydock signs, refuses the rest, and agrees with `verify`."""
    with Receiver(language, "--jwks", program.jwks) as receiver:
        for body in BODIES:
            headers = program.sign(body)
            require(receiver.post(body, headers) == 200, f"{body[:40]} was refused")
            for minutes in (-4, 4):
                headers = program.sign(body, "--timestamp", stamp(minutes))
                require(receiver.post(body, headers) == 200, f"{minutes} minutes were refused")
        sent = [body for body in BODIES for _ in range(3)]
        count = 0
        for why, headers, body, status in refused_requests(program, BODIES[0]):
            found = receiver.post(body, headers)
            require(found == status, f"{why}: answered {found}, expected {status}")
            told = program.verdict(headers, body, "--jwks", program.jwks)
            require(told["answer"] == status and not told["valid"], f"{why}: verify says {told}")
            sent.append(body)
            count += 1
        seen = receiver.seen()
        require([request["body"] for request in seen] == sent, "other bodies arrived")
        require(seen[0]["headers"][TIMESTAMP], "a header was lost")
        require(receiver.order("1Z9") == {"status": "IT", "count": 3}, "a refused body was used")
    return f"{len(BODIES) * 3} taken, {count} refused"


def check_answers(language):
    """Answers come in turn, and work is done when an answer says so."""
    first, second = track("1", "IT"), track("1", "DE")
    with Receiver(language, "--answers", "500,503,204") as receiver:
        require(receiver.order("1") == {"status": None, "count": 0}, "an order of nothing")
        found = [receiver.post(first) for _ in range(4)]
        require(found == [500, 503, 204, 204], f"answered {found}")
        require(receiver.order("1") == {"status": "IT", "count": 2}, f"{receiver.order('1')}")
        receiver.post(second, path="/a%20b?c=d")
        require(receiver.order("1") == {"status": "DE", "count": 3}, f"{receiver.order('1')}")
        seen = receiver.seen()
        require([request["answer"] for request in seen] == found + [204], "answers were lost")
        last = seen[-1]
        require((last["method"], last["path"], last["body"]) == ("POST", "/a%20b?c=d", second),
                f"{last}")
    with Receiver(language, "--dedupe") as receiver:
        for body in (first, second, first):
            receiver.post(body)
        require(receiver.order("1") == {"status": "DE", "count": 2}, f"{receiver.order('1')}")


def check_tls(program, language):
    """The receiver speaks https with the certificate it is given."""
    cert, key = program.folder / "cert.pem", program.folder / "tls.pem"
    if not cert.exists():
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert,
                "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1")
    with Receiver(language, "--tls", cert, key, trusts=cert) as receiver:
        require(receiver.url.startswith("https://"), receiver.url)
        require(receiver.post(BODIES[0]) == 200, "no answer over TLS")
        require(receiver.seen()[0]["body"] == BODIES[0], "another body arrived over TLS")


def part_of(language):
    """The part that tests one receiver."""
    def part(program):
        told = check_signatures(program, language)
        check_answers(language)
        check_tls(program, language)
        return told
    return part


def part_openssl(program):
    """Keys and signatures of OpenSSL's command line are ours, and ours are its."""
    made = program.folder / "made.pem"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", made)
    old = program.folder / "pkcs1.pem"
    openssl("rsa", "-in", made, "-traditional", "-out", old)
    require(b"BEGIN RSA PRIVATE KEY" in old.read_bytes(), "openssl wrote another form")
    count = 0
    for key in (made, old, program.key):
        public, jwks = program.folder / "public.pem", program.folder / "set.json"
        openssl("pkey", "-in", key, "-pubout", "-out", public)
        jwks.write_bytes(program("sign", "--key", key, "--jwks"))
        key_id = json.loads(jwks.read_text())["keys"][0]["kid"]
        for body in BODIES:
            now = stamp(0)
            message = now.encode() + b"." + body
            theirs = base64.b64encode(openssl("dgst", "-sha256", "-sign", key, stdin=message))
            headers = {KEY_ID: key_id, SIGNATURE: theirs.decode(), TIMESTAMP: now}
            for options in (("--jwks", jwks), ("--key", key), ("--key", public)):
                told = program.verdict(headers, body, *options)
                require(told["valid"], f"{key.name} {options}: {told}")
            require(program.sign(body, "--timestamp", now, key=key) == headers,
                    f"{key.name}: openssl signs {headers}")
            told = program.verdict(headers, body + b".", "--jwks", jwks)
            require(told["verdict"] == "wrong_signature", f"{key.name}: {told}")
            count += 1
    return f"{count} signatures"


PARTS = {"node": part_of("node"), "python": part_of("python"), "openssl": part_openssl}


if __name__ == "__main__":
    parts.run(PARTS, __doc__,
              lambda name, path, folder, _: PARTS[name](Program(path, folder)))
