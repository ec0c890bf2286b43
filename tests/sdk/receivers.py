"""The receivers of this folder as processes, and requests to them."""
import base64
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "support"))

# pylint: disable=wrong-import-position
from parts import Failure, require

__all__ = ["Failure", "require"]

PATIENCE = 60  # seconds, for a machine that is busy; a receiver that hangs is a failure


def command_of(language):
    """How a receiver is started. What it needs and is not there is a failure, never skipped."""
    if language == "python":
        return [sys.executable, FOLDER / "python/receiver.py"]
    node = shutil.which("node")
    require(node, "there is no node: apt-get install nodejs npm")
    folder = FOLDER / "node"
    require((folder / "node_modules/express").is_dir(),
            f"Express is missing: npm ci --prefix {folder}")
    return [node, folder / "receiver.js"]


class Receiver:
    """A receiver that runs as long as the `with` block."""

    def __init__(self, language, *options, trusts=None):
        self.command = [*command_of(language), *options]
        self.context = ssl.create_default_context(cafile=trusts) if trusts else None

    def __enter__(self):
        # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if not line:
            self.__exit__()
            raise Failure(f"{self.command}: says nothing, exit code {self.process.returncode}")
        self.url = json.loads(line)["url"]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def call(self, path, body=None, headers=()):
        """Status and body of the answer; a body makes it a POST."""
        request = urllib.request.Request(self.url + path, data=body)
        request.add_header("Content-Type", "application/json")
        for name, value in dict(headers).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE, context=self.context) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def post(self, body, headers=(), path="/hooks"):
        """The status of the answer."""
        return self.call(path, body, headers)[0]

    def get(self, path):
        """The JSON of the answer."""
        status, body = self.call(path)
        require(status == 200, f"GET {path}: {status}")
        return json.loads(body)

    def seen(self):
        """The requests that were seen, bodies decoded, names of headers in lower case."""
        found = self.get("/_seen")
        for request in found:
            request["body"] = base64.b64decode(request["body"])
            request["headers"] = {name.lower(): value for name, value in request["headers"]}
        return found

    def order(self, number):
        """What the receiver shows of a parcel."""
        return self.get(f"/orders/{number}")
