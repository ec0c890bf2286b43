"""Journals told again by `drydock replay --policy`."""
import json
import subprocess

from harness import PATIENCE, Server, Shop, require, same

WEBHOOKS = "/v1/environment/webhooks"
OWN_POLICY = '{"attempts":3,"delay":"2h"}'
TRACK = {"at": "0s", "track": {"shipment": "se-7", "status": "IT"}}


def refreshes(server, _):
    """A store is refreshed when it has just been refreshed, and looked at."""
    server.control("POST", "timeline",
                   [{"at": "0s", "store_refresh": {"order_source": "se-9", "takes": "5s"}}])
    server.advance(by="1m")
    for _nth in (1, 2):
        server.call("PUT", "/v-beta/order_sources/se-9/refresh")
        server.advance(until="idle")
    server.call("GET", "/v-beta/order_sources")


def own_bins(server, _):
    """Webhooks go to bins of the server itself, by their paths and by a port."""
    server.webhook("track", server.url + "/bin/h")
    server.webhook("carrier_connected",
                   server.control("PUT", "bin/p/port", {"port": 0})["url"] + "/hooks")
    server.control("PUT", "bin/p/rules", {"rules": [{"times": 1, "respond": 503}]})
    server.control("POST", "timeline",
                   [TRACK, {"at": "0s", "carrier_connected": {"carrier": "se-2"}}])
    server.advance(until="idle")


def asking(server, shop):
    """A receiver calls the API before it answers; then it fails, and another one beside it."""
    shop.statuses = [500, 500, 200]
    shop.on_request = lambda _: server.call("GET", "/v1/carriers")
    server.webhook("track", shop.url)
    other = {"at": "0s", "track": {"shipment": "se-8", "status": "IT"}}
    server.control("POST", "timeline", [TRACK, other])
    server.advance(until="idle")


def traceless(server, shop):
    """What waited for a webhook that is no more moves the clock, and leaves no other trace."""
    shop.statuses = [500]
    hook = server.webhook("track", shop.url)["webhook_id"]
    server.control("POST", "timeline", TRACK)
    server.advance(by="1s")
    server.call("DELETE", f"{WEBHOOKS}/{hook}")
    server.control("PUT", "clock", {"mode": "auto"})
    server.call("GET", "/v1/carriers")
    server.call("GET", "/v1/labels")


def digest(program, journal, *options):
    """What a replay tells of the whole."""
    done = subprocess.run([program, "replay", journal, "--json", *options], capture_output=True,
                          text=True, check=False, timeout=PATIENCE)
    same((done.returncode, done.stderr), (0, ""), f"{journal} {options}")
    return json.loads(done.stdout)["digest"]


def retold(program, folder):
    """Under its own policy a world is told as it was."""
    stories = (refreshes, own_bins, asking, traceless)
    for story in stories:
        data = folder / story.__name__
        with Shop() as shop, Server(program, "--data", data) as server:
            story(server, shop)
        journal = data / "journal.db"
        same(digest(program, journal, "--policy", OWN_POLICY), digest(program, journal),
             story.__doc__)
    other = subprocess.run([program, "replay", folder / "own_bins" / "journal.db", "--policy",
                            '{"attempts":3,"delay":"1h"}'], capture_output=True, text=True,
                           check=False, timeout=PATIENCE)
    require("1 requests that attempts had brought to bins are left out" in other.stdout,
            f"under another policy: {other.stdout}{other.stderr}")
    return f"{len(stories)} worlds"


PARTS = {"retold": retold}
