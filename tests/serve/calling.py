"""The API: the seed's calls, and that what is made really happens."""
import re

from harness import Server, Shop, ask, require, same

WEBHOOKS = "/v1/environment/webhooks"


def seed(program, _):
    """The seed's calls in its order, with only host and key changed."""
    with Server(program) as server:
        for event in ("rate", "track", "batch"):
            made = server.call("POST", WEBHOOKS, {"url": f"https://example.test/{event}",
                                                  "event": event})
            same(made.status, 200, f"POST {event}")
            same(sorted(made.json), ["event", "url", "webhook_id"], "what a webhook has")
        listed = server.call("GET", WEBHOOKS).json
        same([(each["event"], each["webhook_id"]) for each in listed],
             [("batch", "5517"), ("rate", "5515"), ("track", "5516")], "the list")
        same(server.call("POST", WEBHOOKS, {"url": "https://b.test", "event": "track"}).error(),
             "webhook_event_type_conflict", "a second one for an event")
        changed = server.call("PUT", WEBHOOKS + "/5516", {"url": "https://new.test"})
        same((changed.status, changed.body), (204, b""), "PUT")
        same(server.call("GET", WEBHOOKS + "/5516").json,
             {"webhook_id": "5516", "url": "https://new.test", "event": "track"}, "GET one")
        gone = server.call("DELETE", WEBHOOKS + "/5516")
        same((gone.status, gone.body), (204, b""), "DELETE")
        unknown = server.call("GET", WEBHOOKS + "/5516")
        same(unknown.status, 404, "GET of one that is gone")
        require(re.fullmatch(r"[0-9a-f-]{36}", unknown.json["request_id"]), "a request id")
    return "the seed's calls give the seed's answers"


def things(program, _):
    """Batches, rates, carriers, stores and tracked numbers really do."""
    with Server(program) as server, Shop() as shop:
        for event in ("batch", "rate", "carrier_connected", "sales_orders_imported",
                      "order_source_refresh_complete"):
            server.webhook(event, shop.url + "/" + event)
        carrier = server.call("POST", "/v1/connections/carriers/dhl_express",
                              {"nickname": "ours", "password": "secret"}).json["carrier_id"]
        rated = server.call("POST", "/v1/rates", {
            "shipment": {"ship_to": {"name": "A"}, "ship_from": {"name": "B"},
                         "packages": [{"weight": {"value": 1.5, "unit": "pound"}}]},
            "rate_options": {"carrier_ids": ["se-100002", carrier]}}).json
        same(rated["total_weight"], {"value": 24.0, "unit": "ounce"}, "the weight")
        same([rate["service_code"] for rate in rated["rate_response"]["rates"]],
             ["ups_ground", "ups_2nd_day_air", "ups_next_day_air", "dhl_express_standard"],
             "a rate for each service")
        batch = server.call("POST", "/v1/batches", {
            "shipment_ids": ["se-77"],
            "rate_ids": [rated["rate_response"]["rates"][1]["rate_id"]]}).json
        same((batch["status"], batch["label_layout"]), ("open", None), "a new batch")
        path = "/v1/batches/" + batch["batch_id"]
        same(server.call("POST", path + "/process/labels", {"label_format": "zpl"}).status, 204,
             "processing")
        same(server.call("GET", path).json["status"], "queued", "at once")
        same(server.call("POST", path + "/process/labels", {}).error(),
             "batch_cannot_be_modified", "processing twice")
        store = server.call("GET", "/v-beta/order_sources").json["order_sources"][0]
        place = "/v-beta/order_sources/" + store["order_source_id"]
        refresh = server.call("PUT", place + "/refresh").json
        same(refresh["refresh_info"]["status"], "preparing_update", "a refresh")
        server.advance(by="6s")
        same(server.call("GET", path).json["status"], "processing", "a little later")
        same(server.call("GET", place).json["refresh_info"]["status"], "updating", "the store")
        server.advance(by="1m")
        done = server.call("GET", path).json
        same((done["status"], done["completed"], done["errors"], done["label_format"]),
             ("completed_with_errors", 1, 1, "zpl"), "the batch")
        same(server.call("GET", path + "/errors").json["errors"],
             [{"error": "Shipment ID se-77 was not found.", "shipment_id": "se-77"}], "its error")
        label, = server.call("GET", "/v1/labels?batch_id=" + batch["batch_id"]).json["labels"]
        same((label["shipment_id"], label["service_code"]),
             (rated["shipment_id"], "ups_2nd_day_air"), "by the rate")
        orders = server.call("GET", "/v-beta/sales_orders").json
        require(1 <= orders["total"] <= 3, "orders were imported")
        kinds = sorted(each["resource_type"] for each in shop.payloads())
        same(kinds, ["API_BATCH", "API_CARRIER_CONNECTED", "API_ORDER_SOURCE_REFRESH_COMPLETE",
                     "API_RATE", "API_SALES_ORDERS_IMPORTED"], "what was told")
        for payload in shop.payloads():
            path = payload["resource_url"].removeprefix(server.url)
            same(server.call("GET", path).status, 200, "GET of " + payload["resource_url"])
        require("secret" not in str(server.events()), "a password is kept")
    return "five kinds of things happened, and can be fetched where the payloads point"


def tracking(program, _):
    """Agreed digits choose a story; stopping is obeyed; labels are tracked."""
    stories = {"01": "AC IT DE", "02": "AC IT AT DE", "03": "AC IT EX DE", "04": "AC IT EX",
               "05": "AC IT DE AT"}
    with Server(program) as server:
        server.webhook("track", server.url + "/bin/tracks")
        for digits in (*stories, "77"):
            number = "1Z000000000000" + digits
            where = f"?carrier_code=ups&tracking_number={number}"
            same(server.call("POST", "/v1/tracking/start" + where).status, 204, "start")
            same(server.call("POST", "/v1/tracking/start" + where).status, 204, "start again")
        same(server.call("GET", "/v1/labels/se-28529731/track").json["tracking_number"],
             "1Z999AA10123456784", "a label")
        same(server.call("GET", "/v1/labels/se-none/track").status, 404, "no label")
        server.advance(until="idle")
        told = {}
        for record in server.control("GET", "bin/tracks/requests")["requests"]:
            import json  # pylint: disable=import-outside-toplevel
            data = json.loads(record["body"])["data"]
            told.setdefault(data["tracking_number"][-2:], []).append(data["status_code"])
        for digits, statuses in stories.items():
            same(" ".join(told[digits]), statuses, "the story of " + digits)
        require(told["77"][0] == "AC", "any other number has a story too")
        late = "?carrier_code=ups&tracking_number=1Z00000000000101"
        server.call("POST", "/v1/tracking/start" + late)
        same(server.call("POST", "/v1/tracking/stop" + late).status, 204, "stop")
        before = server.control("GET", "bin/tracks/requests")["count"]
        server.advance(until="idle")
        same(server.control("GET", "bin/tracks/requests")["count"], before, "told after the stop")
        same(server.call("GET", "/v1/tracking" + late).json["status_code"], "DE", "its status")
        same(server.call("POST", "/v1/tracking/stop?carrier_code=ups&tracking_number=none").status,
             404, "stop of an unknown one")
    return f"{len(stories)} agreed stories, and one of its own"


def keys(program, _):
    """Without a good key nothing is told; a limit is a limit."""
    with Server(program, "--api-key", "TEST_good", "--rate-limit", "3") as server:
        for headers in ({}, {"API-Key": "TEST_bad"}, {"API-Key": "TEST_goof"}, {"API-Key": ""}):
            given = ask(server.url, "GET", "/v1/carriers", headers=headers)
            same((given.status, given.error()), (401, "unauthorized"), f"with {headers}")
        good = {"api-key": "TEST_good"}
        for _ in range(3):
            same(ask(server.url, "GET", "/v1/carriers", headers=good).status, 200, "the good key")
        limited = ask(server.url, "GET", "/v1/carriers", headers=good)
        same((limited.status, limited.error()), (429, "rate_limit_exceeded"), "the fourth call")
        require(0 < int(limited.headers["Retry-After"]) <= 60, "when to try again")
        server.stop()
        require("TEST_" not in server.log, "a key is in the log")
    return "refused, limited, and not logged"


def https(program, folder):
    """HTTPS with a certificate of one's own; --base-url is what links begin with."""
    import ssl  # pylint: disable=import-outside-toplevel
    import subprocess  # pylint: disable=import-outside-toplevel
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    trust = ssl.create_default_context(cafile=folder / "cert.pem")
    with Server(program, "--tls-cert", folder / "cert.pem", "--tls-key", folder / "key.pem",
                "--cacert", folder / "cert.pem", "--base-url", "https://ship.test/",
                context=trust) as server:
        require(server.url.startswith("https://"), "the URL")
        server.webhook("carrier_connected", server.url + "/bin/c")
        server.call("POST", "/v1/connections/carriers/ups", {})
        record = server.control("GET", "bin/c/requests?count=1&timeout=10s")["requests"][0]
        require('"resource_url":"https://ship.test/v1/carriers/' in record["body"], "the link")
    return "served, and delivered to itself"


def labels(program, folder):
    """Shipments and labels that the user makes: in batches, rated, tracked, printed."""
    parcel = {"carrier_id": "se-100002", "service_code": "ups_ground",
              "ship_to": {"name": "A", "country_code": "US"}, "ship_from": {"country_code": "US"},
              "packages": [{"weight": {"value": 2, "unit": "ounce"}}]}
    with Server(program, "--data", folder / "data") as server, Shop() as shop:
        server.webhook("track", shop.url)
        made = server.call("POST", "/v1/shipments", {"shipments": [parcel, parcel]}).json
        one, other = [each["shipment_id"] for each in made["shipments"]]
        batch = server.call("POST", "/v1/batches", {"shipment_ids": [one, other]}).json["batch_id"]
        server.call("POST", f"/v1/batches/{batch}/process/labels", {})
        rated = server.call("POST", "/v1/rates", {"shipment_id": one, "rate_options": {
            "carrier_ids": ["se-100002"], "service_codes": ["ups_ground"]}}).json
        bought = server.call("POST", f"/v1/labels/shipment/{one}", {"label_format": "png"}).json
        same(bought["shipment_cost"], rated["rate_response"]["rates"][0]["shipping_amount"],
             "what the rate said")
        label = server.call("POST", "/v1/labels", {"shipment": parcel}).json
        server.kill()
        server.start()
        server.advance(until="idle")
        shown = server.call("GET", f"/v1/batches/{batch}").json
        same((shown["completed"], shown["errors"], shown["count"]), (1, 1, 2), "the batch")
        same(server.call("GET", f"/v1/batches/{batch}/errors").json["errors"][0]["shipment_id"],
             one, "which has a label")
        for which in (bought, label):
            path = f"/v1/labels/{which['label_id']}"
            tracked = server.call("GET", path + "/track").json
            same(tracked["tracking_number"], which["tracking_number"], "by its label")
            require(server.call("GET", path).json["tracking_status"] in ("delivered", "error"),
                    "what became of it")
            # What was under way when the server was killed comes again.
            told = {len(each["data"]["events"]): each["data"]["status_code"]
                    for each in shop.payloads()
                    if each["data"]["tracking_number"] == which["tracking_number"]}
            same([told[1], told[2]], ["AC", "IT"], "what was told")
            same(len(told), len(tracked["events"]), "each scan")
        kinds = {"pdf": ("application/pdf", b"%PDF"), "png": ("image/png", b"\x89PNG"),
                 "zpl": ("text/plain", b"^XA")}
        links = server.call("GET", f"/v1/labels/{label['label_id']}").json["label_download"]
        for kind, (media, begin) in kinds.items():
            path = links[kind].removeprefix(server.url)
            paper = server.call("GET", path)
            same((paper.status, paper.headers["Content-Type"], paper.body[:len(begin)]),
                 (200, media, begin), links[kind])
    return "two labels, three papers"


def batches(program, folder):
    """A batch's labels are made while it is processed, also over a kill in the middle."""
    parcel = {"carrier_id": "se-100002", "service_code": "ups_ground",
              "ship_to": {"name": "A"}, "ship_from": {"name": "B"}}
    with Server(program, "--data", folder / "data", "--api-key", "good") as server:
        good = {"API-Key": "good"}

        def get(path):
            return server.call("GET", path.removeprefix(server.url), headers=good)

        made = server.call("POST", "/v1/shipments", {"shipments": [parcel] * 3},
                           headers=good).json["shipments"]
        batch = server.call("POST", "/v1/batches", {
            "shipment_ids": [each["shipment_id"] for each in made] + ["se-77"]},
            headers=good).json["batch_id"]
        path = "/v1/batches/" + batch
        server.call("POST", path + "/process/labels", {}, headers=good)
        for second, count in ((6, 0), (7, 1), (9, 2)):
            server.advance(to=f"{second}s")
            shown = get(path).json
            labels = get(shown["batch_labels_url"]["href"]).json
            same((shown["completed"], labels["total"]), (count, count), f"after {second} seconds")
        before = get("/v1/labels").json["labels"]
        server.kill()
        server.start()
        same([each["label_id"] for each in get("/v1/labels").json["labels"]],
             [each["label_id"] for each in before], "what was made stays")
        server.advance(until="idle")
        shown = get(path).json
        same((shown["status"], shown["completed"], shown["errors"], shown["count"]),
             ("completed_with_errors", 3, 1, 4), "in the end")
        same(get(shown["batch_shipments_url"]["href"]).json["total"], 3, "its shipments")
        labels = get(shown["batch_labels_url"]["href"]).json["labels"]
        same({each["shipment_id"] for each in labels}, {each["shipment_id"] for each in made},
             "a label each")
        paper = get(shown["label_download"]["pdf"])
        same(paper.headers["Content-Type"], "application/pdf", "all labels in one file")
        for label in labels:
            number = label["tracking_number"]
            require(number.encode() in paper.body, "its page")
            tracked = get(f"/v1/labels/{label['label_id']}/track").json
            same(tracked["tracking_number"], number, "by its label")
            require(tracked["status_code"] != "UN", "it is on its way")
            same(set(label["label_download"]), {"href", "pdf", "png", "zpl"}, "the links")
            require(number.encode() in get(label["label_download"]["zpl"]).body, "for a printer")
        link = labels[0]["label_download"]["href"].removeprefix(server.url)
        same(ask(server.url, "GET", link).status, 401, "without the key")
        refused = server.call("POST", path + "/process/labels", {}, headers=good)
        same(refused.error(), "batch_cannot_be_modified", "once more")
    return "three labels, one after the other"


PARTS = {"seed": seed, "things": things, "tracking": tracking, "labels": labels,
         "batches": batches, "keys": keys, "https": https}
