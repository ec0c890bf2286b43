"""Receivers that call back: the API on a port while a run goes on."""
import json
import re
import urllib.error
import urllib.request

from harness import (PATIENCE, RawServer, Receiver, answer, closed_port, contains, one_parcel,
                     require, same)


def get(url, key=None):
    """Status and body."""
    request = urllib.request.Request(url, headers={"API-Key": key} if key else {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as found:
            return found.status, found.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


class Curious(RawServer):
    """Fetches what a payload names before it answers, with a key and without."""

    def __init__(self, *statuses):
        super().__init__(self.fetch_and_answer)
        self.statuses = statuses
        self.found = []

    def fetch_and_answer(self, connection, _, body, count):
        """The answers in turn; the last is for all that follow."""
        payload = json.loads(body)
        url = payload["resource_url"]
        self.found.append((payload, url, get(url, "any-key"), get(url)))
        connection.sendall(answer(self.statuses[min(count, len(self.statuses)) - 1]))


def part_api_port(program):
    """What resource_url names can be fetched during the attempt, and the journal has the calls."""
    for ending in (".jsonl", ".db"):
        with Curious(500, 200) as server:
            run = program.run(one_parcel(), "--endpoint", server.url, "--api-port", "0",
                              "--verify-determinism", ending=ending)
        same(len(server.found), 2, "calls")
        for payload, url, (status, body), (refused, _) in server.found:
            require(re.match(r"http://127\.0\.0\.1:\d+/v1/tracking", url), url)
            same((status, refused), (200, 401), "with a key and without")
            told = {name: value for name, value in payload["data"].items() if name != "label_url"}
            same(json.loads(body), told, "what is fetched is what was told")
        contains(run.out, "was served at http://127.0.0.1:", "the summary")
        contains(run.out, "GET /v1/", "the timeline")
        run.replay()
        if ending == ".jsonl":
            check_calls(run)
    with Receiver("python") as receiver:
        run = program.run(one_parcel(), "--endpoint", receiver.url)
        require("127.0.0.1" not in json.loads(receiver.seen()[0]["body"])["resource_url"],
                "without --api-port the resource is ShipEngine's")
        port = receiver.url.rsplit(":", 1)[1]
        taken = program.run(one_parcel(), "--endpoint", receiver.url, "--api-port", port, code=2)
        contains(taken.err, "in use", "a port that is taken")
    check_keys(program)
    return "fetched and verified"


def check_calls(run):
    """Received and answered, from outside, between the start of an attempt and its end."""
    calls = run.of("request_received")
    same(len(calls), 4, "calls in the journal")
    require(all(call["from_outside"] for call in calls), f"{calls}")
    same([event["status"] for event in run.of("request_answered")], [200, 401] * 2, "answers")
    kinds = [event["type"] for event in run.events]
    first = kinds.index("attempt_started")
    same(kinds[first + 1:first + 6], ["request_received", "request_answered"] * 2 +
         ["attempt_failed"], "the order of things")


def check_keys(program):
    """The key set is there while the run goes on, and receivers verify signatures with it."""
    jwks = program.folder / "jwks.json"

    def learn(connection, *_):
        status, keys = get(server.api + "/jwks")
        same(status, 200, "the key set")
        jwks.write_bytes(keys)
        connection.sendall(answer(200))

    key = program.folder / "key.pem"
    signs = ("--profile", "openapi-2026", "--sign-key", key)
    with RawServer(learn) as server:
        port = closed_port()
        server.api = f"http://127.0.0.1:{port}"
        run = program.run(one_parcel(), "--endpoint", server.url, "--api-port", port, *signs)
        same(run.outcomes(), [("endpoint", "http_200")], "while the keys are fetched")
        same(run.of("request_received"), [], "keys are no part of the API")
    for language in ("node", "python"):
        with Receiver(language, "--jwks", jwks) as receiver:
            run = program.run(one_parcel(), "--endpoint", receiver.url, *signs)
            same(run.outcomes(), [("endpoint", "http_200")], f"{language} verifies")
            other = program.run(one_parcel(), "--endpoint", receiver.url,
                                "--profile", "openapi-2026")
            same({kind for _, kind in other.outcomes()}, {"http_401"}, "another key")
    with Curious(200) as server:
        program.run(one_parcel(), "--endpoint", server.url, "--api-port", "0")
        base = server.found[0][1].split("/v1/")[0]
    require(get_refused(base + "/jwks"), "the port outlived the run")


def get_refused(url):
    """Whether nobody listens there."""
    try:
        get(url)
    except urllib.error.URLError as failed:
        return isinstance(failed.reason, ConnectionRefusedError)
    return False


PARTS = {"api-port": part_api_port}
