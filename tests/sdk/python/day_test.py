"""A day in the life of a shop, for copying: its server is down for three hours of virtual time, and
the third attempt of a webhook gets through. Run with: python3 -m unittest day_test.py"""
import http.server
import json
import os
import subprocess
import threading
import unittest
import urllib.request


class Shop(http.server.BaseHTTPRequestHandler):
    """What is tested: a server that takes webhooks in."""
    is_down = False
    received = []

    def do_POST(self):  # pylint: disable=invalid-name
        """A webhook."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not Shop.is_down:
            Shop.received.append(json.loads(body))
        self.send_response(503 if Shop.is_down else 200)
        self.end_headers()

    def log_message(self, *_):  # pylint: disable=arguments-differ
        """Says nothing."""


class DayInTheLife(unittest.TestCase):
    """drydock stands in for ShipEngine."""

    def setUp(self):
        # pylint: disable=consider-using-with
        self.drydock = subprocess.Popen(
            [os.environ.get("DRYDOCK", "drydock"), "serve", "--listen", ":0", "--quiet"],
            stdout=subprocess.PIPE, text=True)
        self.base = json.loads(self.drydock.stdout.readline())["url"]
        self.shop = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        threading.Thread(target=self.shop.serve_forever, daemon=True).start()

    def tearDown(self):
        self.drydock.terminate()
        self.drydock.wait()
        self.drydock.stdout.close()
        self.shop.shutdown()
        self.shop.server_close()

    def call(self, method, path, body=None):
        """A call of the API or of the clock."""
        request = urllib.request.Request(
            self.base + path, method=method,
            headers={"API-Key": "TEST_key", "Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def test_a_webhook_survives_three_hours_of_outage(self):
        """Down at the first and the second attempt, up at the third."""
        url = f"http://127.0.0.1:{self.shop.server_address[1]}/hooks"
        self.call("POST", "/v1/environment/webhooks", {"event": "track", "url": url})
        Shop.is_down = True
        self.call("POST", "/v1/tracking/start?carrier_code=ups&tracking_number=1Z00000000000001")
        self.call("POST", "/_drydock/clock/advance", {"by": "3h"})
        self.assertEqual(Shop.received, [])

        Shop.is_down = False
        third = self.call("POST", "/_drydock/clock/advance", {"by": "1h"})
        self.assertEqual(third["attempts"], {"http_200": 1})
        self.assertEqual(Shop.received[0]["data"]["status_code"], "AC")


if __name__ == "__main__":
    unittest.main()
