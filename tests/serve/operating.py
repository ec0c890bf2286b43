"""How it is run: metrics, health, stopping, variables, ctl."""
import json
import shutil
import subprocess
import threading

from harness import Server, Shop, ask, require, same


def metrics(program, _):
    """Counts in Prometheus' format, judged by promtool where that is installed."""
    with Server(program) as server, Shop(500) as shop:
        server.webhook("track", shop.url)
        server.control("POST", "timeline",
                       {"at": "0s", "track": {"shipment": "se-7", "status": "IT"}})
        server.advance(until="idle")
        text = server.control("GET", "metrics").decode()
        for line in ('drydock_attempts_total{outcome="http_500"} 3',
                     'drydock_deliveries_total{outcome="discarded"} 1'):
            require(line + "\n" in text, f"no {line} in {text}")
        checked = "promtool is not installed"
        if promtool := shutil.which("promtool"):
            done = subprocess.run([promtool, "check", "metrics"], input=text, text=True,
                                  capture_output=True, check=False)
            same((done.returncode, done.stderr), (0, ""), "promtool")
            checked = "promtool is content"
    return checked


def stopping(program, _):
    """SIGTERM: what is being answered is answered, then it ends with 0."""
    with Server(program) as server, Shop() as shop:
        arrived, go_on = threading.Event(), threading.Event()

        def hang(_):
            arrived.set()
            go_on.wait(20)
        shop.on_request = hang
        server.webhook("carrier_connected", shop.url)
        answers = []
        waiting = threading.Thread(target=lambda: answers.append(
            ask(server.url, "GET", "/_drydock/bin/none/requests?count=1&timeout=30s").status))
        waiting.start()
        server.call("POST", "/v1/connections/carriers/ups", {})
        require(arrived.wait(20), "an attempt is under way")
        server.stop()
        go_on.set()
        waiting.join(20)
        same((server.code, answers), (0, [408]), "exit code, and the answer of one who waited")
        require("stopped" in server.log, "it says so")
    return "in peace"


def variables(program, _):
    """Every option by the environment, save where the command line says otherwise."""
    with Server(program, variables={"DRYDOCK_API_KEY": "TEST_env", "DRYDOCK_CLOCK": "auto",
                                    "DRYDOCK_BASE_URL": "https://env.test"}) as server:
        same(server.call("GET", "/v1/carriers").status, 401, "another key")
        same(server.control("GET", "clock")["mode"], "auto", "the clock")
        document = ask(server.url, "GET", "/openapi.json").json
        same(document["servers"], [{"url": "https://env.test"}], "the base URL")
    with Server(program, "--clock", "manual", variables={"DRYDOCK_CLOCK": "auto"}) as server:
        same(server.control("GET", "clock")["mode"], "manual", "the command line wins")
    return "three variables"


def document(program, _):
    """The OpenAPI document names each route that there is."""
    with Server(program) as server:
        given = ask(server.url, "GET", "/openapi.json").json
        same(given["openapi"], "3.0.3", "its version")
        operations = [operation["operationId"] for path in given["paths"].values()
                      for operation in path.values()]
        same(len(operations), len(set(operations)), "each operation once")
        require({"create_webhook", "advance_clock", "calculate_rates"} <= set(operations), "known")
        for path, methods in given["paths"].items():
            for method, operation in methods.items():
                names = [each["name"] for each in operation["parameters"]]
                same(names, [part[1:-1] for part in path.split("/") if part.startswith("{")],
                     f"parameters of {method} {path}")
                if "stream" in path or path.endswith(("run", "reset", "/resend")):
                    continue
                target = path.replace("{", "").replace("}", "")
                found = ask(server.url, method.upper(), target, "{}", {"API-Key": "k"})
                require(found.status != 405, f"{method} {path} is not there")
    return f"{len(operations)} operations"


def ctl(program, folder):
    """The verbs of ctl, their exit codes."""
    with Server(program) as server, Shop() as shop:
        hook = server.webhook("track", server.url + "/bin/t")["webhook_id"]

        def run(*words, code=0):
            done = server.ctl(*words)
            same(done.returncode, code, f"ctl {words}: {done.stdout}{done.stderr}")
            return done.stdout
        (folder / "entries.json").write_text(json.dumps(
            [{"at": "1h", "track": {"shipment": "se-7", "status": "IT"}}]))
        run("timeline", folder / "entries.json")
        same(json.loads(run("advance", "2h"))["now"], "2019-09-07T02:00:00Z", "advance")
        same(json.loads(run("wait", "t", "--count", 1))["count"], 1, "wait")
        run("wait", "t", "--count", 9, "--timeout", "100ms", code=1)
        same(json.loads(run("pending"))["pending"], 0, "pending")
        run("timeline", json.dumps([{"at": "0s", "track": {"shipment": "se-8", "status": "IT"}},
                                    {"at": "0s", "track": {"shipment": "se-9", "status": "IT"}}]))
        run("timeline", "[]", "[]", code=2)
        run("endpoints", json.dumps({shop.url: {"outages": [{"until": "3h"}]}}))
        run("webhook", hook, "off")
        same(run("journal", "--type", "webhook_disabled").count("\n"), 1, "journal")
        same(json.loads(run("state", "--at", "0s"))["events"] > 0, True, "state")
        run("clock", "60x")
        run("clock", "manual")
        run("clock", "never", code=2)
        run("advance", code=2)
        run("advanse", "2h", code=2)
        run("curl", "t")
        run("har", "t")
        run("health")
        run("metrics")
        run("reset")
    gone = subprocess.run([program, "ctl", "health", "--url", server.url], capture_output=True,
                          check=False)
    same(gone.returncode, 3, "a server that is not there")
    return "every verb"


PARTS = {"metrics": metrics, "stopping": stopping, "variables": variables, "document": document,
         "ctl": ctl}
