"""The story of three attempts against real receivers, over HTTP and HTTPS, signed and not."""
import json
import re

from harness import NUMBER, Receiver, contains, one_parcel, openssl, probed, require, same

LANGUAGES = ("node", "python")
STORY = "500,500,200"


def check_bodies(receiver, stamps):
    """Three requests, byte for byte the same, with these times."""
    seen = receiver.seen()
    same([request["answer"] for request in seen], [500, 500, 200], "answers")
    require(len({request["body"] for request in seen}) == 1, "bodies differ among attempts")
    same(json.loads(seen[0]["body"])["data"]["tracking_number"], NUMBER, "the body's number")
    same([request["headers"]["content-type"] for request in seen], ["application/json"] * 3, "type")
    same([request["headers"]["drydock-attempt"] for request in seen], ["1", "2", "3"], "attempts")
    same({request["headers"]["drydock-delivery"] for request in seen}, {"1"}, "delivery")
    require(len({request["headers"]["drydock-run"] for request in seen}) == 1, "runs differ")
    same([request["headers"]["drydock-virtual-time"] for request in seen],
         [f"2019-09-07T{stamp}Z" for stamp in stamps], "virtual times")


def part_story(program):
    """500, 500, 200: three equal bodies, delivered after four hours; replayed without anybody."""
    for language in LANGUAGES:
        with Receiver(language, "--answers", STORY) as receiver:
            run = program.run(one_parcel(), "--endpoint", receiver.url + "/hooks",
                              "--live-latency", "zero")
            check_bodies(receiver, ["00:30:00", "02:30:00", "04:30:00"])
        same(run.outcomes(), [("endpoint", "http_500"), ("endpoint", "http_500"),
                              ("endpoint", "http_200")], "outcomes")
        same(run.starts(), ["00:30:00", "02:30:00", "04:30:00"], "starts")
        run.replay()
        for ending in (".jsonl", ".db"):
            check_measured(program, language, ending)
    return f"{len(LANGUAGES)} receivers"


def check_measured(program, language, ending):
    """Attempts take the time that they take, and a replay has it too."""
    with Receiver(language, "--answers", STORY) as receiver:
        run = program.run(one_parcel(), "--endpoint", receiver.url + "/hooks",
                          "--verify-determinism", ending=ending)
    contains(run.out, "two runs were the same", "--verify-determinism")
    run.replay()
    if ending == ".jsonl":
        first, second, third = run.starts()
        same(first, "00:30:00", "first start")
        require("02:30:00" < second < "02:31" and "04:30:00" < third < "04:31", run.starts())
    check_policy(program, run)


def check_policy(program, run):
    """Another policy comes at times when nobody listened, which is said."""
    two = program("replay", run.journal, "--policy", '{"attempts": 2, "delay": "3h"}')
    contains(two.stdout, "1 discarded", "two attempts")
    contains(two.stdout, "1 of 2 attempts would have met the real endpoint at a time when nothing",
             "what is assumed")
    fast = program("replay", run.journal, "--policy", '{"attempts": 5, "delay": "1h"}', "--json")
    told = json.loads(fast.stdout)
    same(told["transport"], "recorded", "transport")
    same(told["deliveries"]["delivered"], 1, "delivered under another policy")
    contains(fast.stderr, "assumed: ", "what is assumed")


def certificate(program, name, *options):
    """A certificate that says so itself, and its key."""
    cert, key = program.folder / f"{name}.cert.pem", program.folder / f"{name}.key.pem"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert,
            "-subj", "/CN=localhost", *options)
    return cert, key


def expired_certificate(program):
    """One that was good for a day in 2019."""
    cert, key = program.folder / "old.cert.pem", program.folder / "old.key.pem"
    request, config = program.folder / "old.csr", program.folder / "old.cnf"
    (program.folder / "index.txt").write_text("")
    (program.folder / "serial").write_text("01\n")
    config.write_text(
        "[ca]\ndefault_ca=own\n[own]\n" +
        f"database={program.folder}/index.txt\nserial={program.folder}/serial\n" +
        f"new_certs_dir={program.folder}\ndefault_md=sha256\npolicy=any\nx509_extensions=names\n" +
        "[any]\ncommonName=supplied\n[names]\nbasicConstraints=CA:TRUE\n" +
        "subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request,
            "-subj", "/CN=localhost")
    openssl("ca", "-batch", "-selfsign", "-config", config, "-keyfile", key, "-in", request,
            "-out", cert, "-notext", "-startdate", "20190901000000Z", "-enddate", "20190902000000Z")
    return cert, key


def part_https(program):
    """The story over TLS; certificates are verified."""
    good = certificate(program, "good", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    for language in LANGUAGES:
        with Receiver(language, "--answers", STORY, "--tls", *good, trusts=good[0]) as receiver:
            run = program.run(one_parcel(), "--endpoint", receiver.url + "/hooks", "--cacert",
                              good[0], "--live-latency", "zero")
            require("warning" not in run.err, f"a warning without need: {run.err}")
            check_bodies(receiver, ["00:30:00", "02:30:00", "04:30:00"])
        run.replay()
    refused = {"unknown": good, "other": certificate(
        program, "other", "-addext", "subjectAltName=DNS:shop.example"),
        "old": expired_certificate(program)}
    words = {"unknown": "self-signed certificate", "other": "mismatch", "old": "expired"}
    for why, files in refused.items():
        trust = [] if why == "unknown" else ["--cacert", files[0]]
        check_refused(program, files, trust, words[why])
    check_wrong_speech(program, good)
    return f"{len(refused)} certificates refused"


def check_refused(program, files, trust, word):
    """The receiver never sees a request, unless --insecure says that any certificate will do."""
    with Receiver("python", "--tls", *files, trusts=files[0]) as receiver:
        url = receiver.url + "/hooks"
        receiver.context.check_hostname = False
        receiver.context.verify_mode = 0
        told = program.run(one_parcel(), "--endpoint", url, *trust, code=3)
        contains(told.err, word, "preflight")
        contains(told.err, "is not reachable", "preflight")
        run = program.run(one_parcel(), "--endpoint", url, "--no-preflight", *trust)
        same(run.outcomes(), [("endpoint", "tls")] * 3, "outcomes")
        for detail in run.details():
            contains(detail, word, "detail")
        run.replay()
        same(receiver.seen(), [], "what came through")
        free = program.run(one_parcel(), "--endpoint", url, "--insecure")
        same(free.outcomes(), [("endpoint", "http_200")], "outcomes")
        contains(free.err, "warning: --insecure", "the warning")
        json_out = program.run(one_parcel(), "--endpoint", url, "--insecure", "--summary", "json")
        contains(json_out.err, "warning: --insecure", "the warning beside JSON")
        json.loads(json_out.out)


def check_wrong_speech(program, files):
    """TLS to who speaks plain HTTP, and the other way round."""
    with Receiver("python") as receiver:
        url = receiver.url.replace("http:", "https:") + "/hooks"
        run = program.run(one_parcel(), "--endpoint", url, "--no-preflight")
        same(run.outcomes(), [("endpoint", "tls")] * 3, "TLS to a plain port")
    with Receiver("python", "--tls", *files, trusts=files[0]) as receiver:
        url = receiver.url.replace("https:", "http:") + "/hooks"
        run = program.run(one_parcel(), "--endpoint", url, "--no-preflight")
        require({kind for _, kind in run.outcomes()} <= {"reset", "malformed"}, run.outcomes())


def part_outage(program):
    """Outages and rules stand in front: what they match is never sent."""
    down = {"https://shop.test": {"outages": [{"from": "0h", "until": "3h", "as": 503}]}}
    with Receiver("python") as receiver:
        run = program.run(one_parcel(endpoints=down), "--endpoint", receiver.url + "/hooks",
                          "--live-latency", "zero")
        seen = receiver.seen()
        same(len(seen), 1, "requests seen")
        same(seen[0]["headers"]["drydock-attempt"], "3", "the attempt that came through")
    same(run.outcomes(), [("rule", "http_503"), ("rule", "http_503"), ("endpoint", "http_200")],
         "outcomes")
    run.replay()
    # A rule that cannot be reached is no receiver: nothing is asked of it before the run.
    rules = {"https://shop.test": {"rules": [
        {"times": 1, "fail": "refused", "after": "40ms"},
        {"attempt": [2], "respond": {"status": 429, "headers": {"Retry-After": "120"}}}]}}
    policy = '{"attempts": 4, "delay": "2h", "retry_after": "honour"}'
    with Receiver("node") as receiver:
        run = program.run(one_parcel(endpoints=rules), "--endpoint", receiver.url + "/hooks",
                          "--policy", policy, "--live-latency", "zero")
        same(len(receiver.seen()), 1, "requests seen")
    same(run.outcomes(), [("rule", "refused"), ("rule", "http_429"), ("endpoint", "http_200")],
         "outcomes")
    same(run.starts(), ["00:30:00", "02:30:00.04", "02:32:00.04"], "starts")
    run.replay()
    lost = {"https://shop.test": {"rules": [{"times": 1, "fail": "lost_ack"}]}}
    with Receiver("python") as receiver:
        run = program.run(one_parcel(endpoints=lost), "--endpoint", receiver.url + "/hooks",
                          "--live-latency", "zero")
        same([request["headers"]["drydock-attempt"] for request in receiver.seen()], ["1", "2"],
             "a lost acknowledgement is sent, and sent again")
    same(run.outcomes(), [("rule", "timeout"), ("endpoint", "http_200")], "outcomes")
    same(run.starts(), ["00:30:00", "02:30:10"], "starts")
    run.replay()
    return "3 fronts"


def part_signing(program):
    """Each attempt is signed anew; a receiver believes the signature, and may doubt its time."""
    key, jwks = program.folder / "key.pem", program.folder / "jwks.json"
    jwks.write_text(program("sign", "--key", key, "--jwks").stdout)
    signs = ("--profile", "openapi-2026", "--sign-key", key)
    for language in LANGUAGES:
        with Receiver(language, "--answers", STORY, "--jwks", jwks) as receiver:
            run = program.run(one_parcel(), "--endpoint", receiver.url + "/hooks", *signs)
            require("warning" not in run.err, run.err)
            seen = receiver.seen()
            same([request["answer"] for request in seen], [500, 500, 200], "answers")
            stamps = [request["headers"]["x-shipengine-timestamp"] for request in seen]
            require(all(not stamp.startswith("2019") for stamp in stamps), stamps)
            signatures = [request["headers"]["x-shipengine-rsa-sha256-signature"]
                          for request in seen]
            same(len(set(zip(stamps, signatures))), len(set(stamps)), "signatures of equal stamps")
        run.replay()
        for time in ("virtual", "-10m"):
            check_doubted(program, language, jwks, signs, time)
        with Receiver(language, "--jwks", jwks) as receiver:
            run = program.run(one_parcel(), "--endpoint", receiver.url + "/hooks", *signs,
                              "--sign-time", "-4m")
            same(run.outcomes(), [("endpoint", "http_200")], "four minutes ago")
    return f"{len(LANGUAGES)} receivers"


def check_doubted(program, language, jwks, signs, time):
    """A time that is off is refused with 400, and the prediction says so."""
    with Receiver(language, "--jwks", jwks) as receiver:
        run = program.run(one_parcel(), "--endpoint", receiver.url + "/hooks", *signs,
                          "--sign-time", time)
    same(run.outcomes(), [("endpoint", "http_400")] * 3, f"--sign-time {time}")
    warning = re.search(r"warning: .*", run.err)
    require(warning is not None, f"--sign-time {time}: no prediction in {run.err!r}")
    contains(warning[0], "will refuse all attempts", "the prediction")


def part_targets(program):
    """Each webhook goes where the command line says, and the heading tells where that is."""
    urls = {"track": "https://shop.test/hooks", "batch": "https://shop.test/in/batches?a=b",
            "rate": "https://rates.test"}
    story = {"format": 1, "timeline": [
        {"at": "1h", "track": {"shipment": "se-1", "status": "IT"}},
        {"at": "2h", "batch": {"batch": "se-7", "status": "completed"}},
        {"at": "3h", "rate": {"shipment": "se-1"}}],
        "webhooks": [{"event": event, "url": url} for event, url in urls.items()]}
    with Receiver("node") as first, Receiver("python") as second:
        port = second.url.rsplit(":", 1)[1]
        run = program.run(story, "--endpoint", f"track={first.url}/t?x=1", "--endpoint",
                          f"https://shop.test/in=:{port}/base/", "--endpoint", first.url + "/all")
        same([request["path"] for request in first.seen()], ["/t?x=1", "/all"], "the first")
        same([request["path"] for request in second.seen()], ["/base/batches?a=b"], "the second")
        same(second.seen()[0]["headers"]["host"], f"localhost:{port}", "Host")
        for line in (f"  track 5515  {urls['track']} → {first.url}/t?x=1",
                     f"  rate 5517  {urls['rate']} → {first.url}/all"):
            contains(run.out, line + "\n", "the heading")
        contains(run.out, f"  batch 5516  {urls['batch']}", "the heading")
        contains(run.out, "transport live: ", "what is assumed")
        require("no endpoints" not in run.out, "the heading of a scripted run")
        wide = [line for line in run.out.split("webhooks (")[1].splitlines() if len(line) > 80]
        same(wide, [], "lines that are wider than a terminal")
        own = dict(story, webhooks=[{"event": "track", "url": second.url + "/own"}])
        run = program.run(own, "--transport", "live", "--summary", "json")
        same(second.seen()[-1]["path"], "/own", "a webhook's own URL")
        told = json.loads(run.out)
        same((told["transport"], told["assumptions"]["transport"], told["assumptions"]["latency"]),
             ("live", "live", "measured"), "JSON")
        probes = program.run(one_parcel(endpoints=probed(first)), "--endpoint", first.url,
                             "--in-flight", "4")
        contains(probes.out, "in_flight 1: with a probe", "what is assumed")
    for wrong, word in (("trakc=:1", 'did you mean "track"'), ("ftp://h/", "expected a URL")):
        refused = program.run(story, "--endpoint", wrong, code=2)
        contains(refused.err, word, wrong)
    return f"{len(urls)} webhooks"


PARTS = {"targets": part_targets, "story": part_story, "https": part_https, "outage": part_outage,
         "signing": part_signing}
