#!/usr/bin/env python3
"""A receiver of ShipEngine's webhooks. Prints {"url":...} on one line when it is ready.

  GET /orders/NUMBER   the parcel: {"status": "IT", "count": 1}, count is how often it was told
  GET /_seen           every other request, in order
"""
import argparse
import base64
import http.server
import json
import ssl
import sys
import threading
import urllib.parse

from signature import refusal


def parsed(body):
    """None for what is no JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return None


class Orders:
    """What a shop would keep in its database."""

    def __init__(self, dedupe):
        self.dedupe = dedupe
        self.done = set()  # bodies, so that a second delivery of one is known
        self.by_number = {}

    def find(self, number):
        return self.by_number.get(number, {"status": None, "count": 0})

    def apply(self, body):
        """The work. It believes whatever came last, as many receivers do."""
        payload = parsed(body)
        if not isinstance(payload, dict) or payload.get("resource_type") != "API_TRACK":
            return
        if self.dedupe and body in self.done:
            return
        self.done.add(body)
        parcel = payload["data"]
        number = parcel["tracking_number"]
        self.by_number[number] = {"status": parcel["status_code"],
                                  "count": self.find(number)["count"] + 1}


class Receiver:
    """What all connections share."""

    def __init__(self, answers, jwks, dedupe):
        self.answers = answers
        self.jwks = jwks
        self.orders = Orders(dedupe)
        self.seen = []
        self.turn = 0
        self.lock = threading.Lock()

    def judge(self, headers, body):
        refused = self.jwks and refusal(headers, body, self.jwks)
        if refused:
            return refused
        answer = self.answers[min(self.turn, len(self.answers) - 1)]
        self.turn += 1
        return answer

    def receive(self, method, path, headers, body):
        """The status to answer."""
        answer = self.judge(headers, body)
        if answer < 300 and method == "POST":
            self.orders.apply(body)
        self.seen.append({"method": method, "path": path, "headers": headers.items(),
                          "body": base64.b64encode(body).decode(), "answer": answer})
        return answer


class Handler(http.server.BaseHTTPRequestHandler):
    """Reads a request, asks the receiver, and writes what it says."""

    protocol_version = "HTTP/1.1"  # keeps connections open
    wbufsize = -1  # an answer in one piece
    receiver = None

    def handle_any(self):
        """Every method is handled alike."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        receiver, shown = self.receiver, None
        with receiver.lock:
            if self.command == "GET" and self.path == "/_seen":
                shown = receiver.seen
            elif self.command == "GET" and self.path.startswith("/orders/"):
                shown = receiver.orders.find(urllib.parse.unquote(self.path[len("/orders/"):]))
            else:
                answer = receiver.receive(self.command, self.path, self.headers, body)
            text = b"" if shown is None else json.dumps(shown).encode()
        status = answer if shown is None else 200
        self.send_response(status)
        if status not in (204, 304):  # those have no body and say no length
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *_):
        """Says nothing: what was seen is at /_seen."""


class Server(http.server.ThreadingHTTPServer):
    """A thread a connection; one that fails is a line on stderr."""

    def handle_error(self, request, client_address):
        print(f"receiver.py: {sys.exc_info()[1]}", file=sys.stderr)


def statuses(text):
    """The list of --answers."""
    found = [int(word) for word in text.split(",")]
    if not all(200 <= status <= 599 for status in found):
        raise ValueError
    return found


def main():
    """Serves until it is killed."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=statuses, default=[200], metavar="500,500,200",
                        help="statuses of the answers in turn; the last is for all that follow")
    parser.add_argument("--jwks", metavar="FILE", help="refuse what the keys in this file did not "
                        "sign; a refusal takes no answer's turn")
    parser.add_argument("--dedupe", action="store_true", help="do the work for one body only once")
    parser.add_argument("--port", type=int, default=0, help="default: any that is free")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="speak https")
    given = parser.parse_args()
    jwks = None
    if given.jwks:
        with open(given.jwks, encoding="utf-8") as file:
            jwks = json.load(file)
    Handler.receiver = Receiver(given.answers, jwks, given.dedupe)
    server = Server(("127.0.0.1", given.port), Handler)
    if given.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*given.tls)
        # The handshake is the connection's own thread's affair, however long it takes.
        server.socket = context.wrap_socket(server.socket, server_side=True,
                                            do_handshake_on_connect=False)
    scheme = "https" if given.tls else "http"
    print(json.dumps({"url": f"{scheme}://127.0.0.1:{server.server_port}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
