// A served world, saved as a scenario file: `drydock run` plays it as it was.
import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseEvent, parseJournal, type JournalEvent } from "../../../tools/web/src/model/event.ts";
import { Run } from "../../../tools/web/src/model/run.ts";
import { EndpointBook } from "../../../tools/web/src/model/scenario/book.ts";
import type { Edit } from "../../../tools/web/src/model/scenario/edits.ts";
import type { JsonObject } from "../../../tools/web/src/model/scenario/fronts.ts";
import { parseExact } from "../../../tools/web/src/model/scenario/exact.ts";
import { orderFor } from "../../../tools/web/src/model/scenario/orders.ts";
import { printScenario } from "../../../tools/web/src/model/scenario/print.ts";
import { scenarioOf, type Beginning } from "../../../tools/web/src/model/scenario/scenario_of.ts";
import { HOUR, MINUTE, parseInstant } from "../../../tools/web/src/model/time.ts";

const program = process.env.DRYDOCK ?? "build/release/drydock";
const folder = mkdtempSync(join(tmpdir(), "drydock-saved-"));
let world: ChildProcess;
let url = "";
let shop: Server;
let sandbox: JsonObject; // what the world begins with
let shopUrl = "";
/** What the shop answers, one after the other; then 200. */
const answers: number[] = [];

before(async () => {
    shop = createServer((request, reply) => {
        request.resume();
        reply.writeHead(answers.shift() ?? 200).end();
    });
    await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
    shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    world = spawn(program, ["serve", "--listen", ":0"], { stdio: ["ignore", "pipe", "ignore"] });
    const line = await new Promise<string>((done, fail) => {
        world.stdout!.once("data", (data: Buffer) => done(String(data)));
        world.once("error", fail);
        world.once("exit", (code) => fail(new Error(`drydock serve ended with ${code}`)));
    });
    url = (JSON.parse(line) as { url: string }).url;
    const text = execFileSync(program, ["check", "--print", "@sandbox"], { encoding: "utf8" });
    sandbox = parseExact(text) as JsonObject;
});
after(() => {
    world.kill();
    shop.close();
    rmSync(folder, { recursive: true });
});

async function call(method: string, path: string, body?: unknown): Promise<string> {
    const reply = await fetch(url + path, {
        method,
        headers: { "API-Key": "k", "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${text}`);
    return text;
}

const control = (method: string, path: string, body?: unknown) =>
    call(method, `/_drydock/${path}`, body);

async function journal(): Promise<JournalEvent[]> {
    const text = await control("GET", "journal");
    return text
        .split("\n")
        .filter((line) => line)
        .map(parseEvent);
}

/** Attempts and how they ended, up to a time. */
function attemptsOf(events: readonly JournalEvent[], until = Infinity): string[] {
    const run = new Run();
    for (const event of events) run.apply(event);
    return [...run.deliveries.values()]
        .flatMap((d) => d.attempts.map((a) => ({ d, a })))
        .filter(({ a }) => a.startedAt <= until && a.outcome)
        .map(({ d, a }) => `${a.startedAt} ${d.event} ${d.subject} ${a.number} ${a.outcome}`)
        .sort();
}

/** Plays a scenario with `drydock run`, after `drydock check` has accepted it. */
function play(document: JsonObject): JournalEvent[] {
    const file = join(folder, "saved.json");
    const out = join(folder, "saved.jsonl");
    writeFileSync(file, printScenario(document));
    execFileSync(program, ["check", file], { stdio: "pipe" });
    execFileSync(program, ["run", "-q", file, "--journal", out], { stdio: "pipe" });
    return parseJournal(readFileSync(out, "utf8")).events;
}

function beginning(): Beginning {
    return {
        scenario: sandbox,
        start: parseInstant("2019-09-07T00:00:00Z"),
        seed: 1,
        profile: "seed-2019",
        policy: { attempts: 3, delay: "2h", timeout: "10s", anchor: "end", success: "2xx" },
        base_url: url,
    };
}

test("a world of calls, outages, rules and real answers is played again as it was", async () => {
    await call("POST", "/v1/environment/webhooks", { event: "track", url: `${url}/bin/hooks` });
    await call("POST", "/v1/environment/webhooks", { event: "batch", url: `${shopUrl}/hooks` });
    await control("PUT", "bin/hooks/rules", { outages: [{ until: "1h", as: 503 }] });
    await control("POST", "timeline", [
        { at: "10m", track: { shipment: "se-7", status: "IT" } },
        {
            at: "0s",
            repeat: { every: "40m", times: 5 },
            track: { shipment: "se-{n}", status: "AC" },
        },
        { at: "5h", track: { shipment: "se-7", status: "DE" } },
    ]);
    await call("POST", "/v1/tracking/start?carrier_code=ups&tracking_number=1Z00000000000002");
    answers.push(500, 404);
    await call("POST", "/v1/batches", { shipment_ids: ["se-7"] });
    await call("POST", "/v1/batches/se-1000001/process/labels", {});
    await control("POST", "clock/advance", { by: "3h" });
    await control("PUT", "bin/hooks/rules", {
        outages: [{ from: "1h30m", until: "3h", as: "timeout" }],
        rules: [{ attempt: 1, times: 1, respond: 500, after: "3s" }],
    });
    await control("PUT", "endpoints", { [shopUrl]: { rules: [{ attempt: 3, respond: 410 }] } });
    await call("PUT", "/v1/environment/webhooks/5516", { url: `${shopUrl}/other` });
    await call("POST", "/v1/tracking/start?carrier_code=ups&tracking_number=1Z00000000000003");
    await control("POST", "clock/advance", { by: "40h" });
    await control("PUT", "webhooks/5515", { enabled: false });
    await control("POST", "timeline", { at: "1m", track: { shipment: "se-9", status: "AC" } });
    await control("POST", "clock/advance", { by: "9h" });
    await call("POST", "/bin/hooks", { from: "elsewhere" });

    const events = await journal();
    const { document, notes } = scenarioOf(beginning(), events, []);
    const recorded = attemptsOf(events);
    assert.ok(recorded.length > 12, recorded.join("\n"));
    for (const outcome of ["http_503", "http_500", "http_404", "http_410", "timeout", "http_200"])
        assert.ok(
            recorded.some((line) => line.endsWith(outcome)),
            outcome,
        );
    assert.deepEqual(attemptsOf(play(document), events[events.length - 1]!.at), recorded);
    const now = events[events.length - 1]!.at;
    const judged = scenarioOf(beginning(), events, [], now).document;
    assert.ok((judged.expect as JsonObject[]).length > 5);
    play(judged); // and all that it expects holds
    assert.deepEqual(notes, ["1 request of others to bins: left out."]);
});

test("what happened in another order within one instant is played in that order", async () => {
    await control("POST", "reset");
    const scan = (shipment: string, status: string) =>
        control("POST", "timeline", { at: "0s", track: { shipment, status } });
    await scan("se-8", "AC"); // nobody is told
    await call("POST", "/v1/environment/webhooks", { event: "track", url: `${url}/bin/a` });
    await scan("se-8", "IT");
    await control("PUT", "bin/a/rules", { outages: [{ until: "1h", as: 503 }] });
    await scan("se-8", "AT");
    await control("PUT", "bin/a/rules", {});
    await scan("se-8", "DE");
    await control("POST", "clock/advance", { by: "5h" });
    const events = await journal();
    const { document } = scenarioOf(beginning(), events, []);
    // Later than it was by as many microseconds as there were turns.
    const coarse = (lines: string[]) => lines.map((line) => line.replace(/\d{3} /, "000 ")).sort();
    const recorded = attemptsOf(events);
    const outcomes = recorded.filter((line) => line.includes("se-8"));
    assert.deepEqual(outcomes.map((line) => line.split(" ").slice(3).join(" ")).sort(), [
        "1 http_200",
        "1 http_200",
        "1 http_503",
        "2 http_200",
    ]);
    assert.deepEqual(coarse(attemptsOf(play(document))), coarse(recorded));
});

test("an outage that is drawn is in force at once, and stands in the file", async () => {
    await control("POST", "reset");
    await call("POST", "/v1/environment/webhooks", { event: "track", url: `${url}/bin/b` });
    await control("PUT", "endpoints", { "http://localhost:9": { outages: [{ until: "9h" }] } });
    await control("PUT", "bin/b/rules", { rules: [{ attempt: 3, respond: 410 }] });
    const from = beginning().start + HOUR;
    const edits: Edit[] = [
        { kind: "outage", endpoint: `${url}/bin/b`, from, until: from + 3 * HOUR, as: 503 },
        { kind: "outage", endpoint: shopUrl, from, until: from + HOUR, as: "refused" },
        { kind: "latency", endpoint: shopUrl, after: "2s" },
    ];
    for (const edit of edits) await order(edit);
    await control("POST", "timeline", { at: "2h", track: { shipment: "se-2", status: "IT" } });
    await control("POST", "clock/advance", { by: "3h" });
    const due = from + 3 * HOUR;
    await order({
        kind: "answer",
        endpoint: `${url}/bin/b`,
        event: "track",
        subject: "se-2",
        attempt: 2,
        at: due,
        as: "timeout",
    });
    await control("POST", "clock/advance", { by: "9h" });
    const events = await journal();
    const outcomes = attemptsOf(events).filter((line) => line.includes("se-2"));
    assert.deepEqual(
        outcomes.map((line) => line.split(" ").slice(3).join(" ")),
        ["1 http_503", "2 timeout", "3 http_410"],
    );
    const { document } = scenarioOf(beginning(), events, []);
    assert.deepEqual(attemptsOf(play(document)), attemptsOf(events));
    const endpoints = document.endpoints as Record<string, JsonObject>;
    assert.deepEqual(endpoints[`${url}/bin/b`]!.outages, [{ from: "1h", until: "4h", as: 503 }]);
    assert.deepEqual(endpoints["http://localhost:9"], {
        outages: [{ until: "9h", as: "refused" }],
    });
    assert.deepEqual(endpoints[shopUrl]!.rules, [{ respond: 200, after: "2s" }]);
});

async function order(edit: Edit): Promise<void> {
    const events = await journal();
    const book = new EndpointBook({ ...beginning(), endpoints: undefined });
    for (const event of events) book.apply(event);
    const { now } = JSON.parse(await control("GET", "clock")) as { now: string };
    const { method, path, body } = orderFor(book, edit, parseInstant(now));
    await control(method, path, body);
}

const lines = (events: readonly JournalEvent[]) => events.map(({ line }) => line);

function recordedRun(name: string, ...options: string[]) {
    const out = join(folder, "given.jsonl");
    execFileSync(program, ["run", "-q", name, ...options, "--journal", out], { stdio: "pipe" });
    const text = readFileSync(out, "utf8");
    const { events } = parseJournal(text);
    const header = parseExact(text.slice(0, text.indexOf("\n"))) as JsonObject;
    const scenario = header.scenario as JsonObject;
    const start = parseInstant(String(scenario.start ?? "2019-09-07T00:00:00Z"));
    return { given: { ...header, scenario, start } as unknown as Beginning, events, start };
}

test("a run without edits is the scenario it was", () => {
    for (const name of ["@outage_shorter_than_the_ladder", "@every_event", "@parcels"]) {
        const { given, events } = recordedRun(name);
        const { document, notes } = scenarioOf(given, events, []);
        assert.deepEqual(lines(play(document)), lines(events), name);
        assert.deepEqual(notes, []);
    }
});

test("a seed is kept to its last digit", () => {
    const { given, events } = recordedRun("@flaky_receiver", "--seed", "18446744073709551615");
    const { document } = scenarioOf({ ...given, seed: 2 ** 64 }, events, []);
    assert.deepEqual(lines(play(document)), lines(events));
});

test("an edit of a run that is over is an edit of its scenario", () => {
    const { given, events, start } = recordedRun("@outage_shorter_than_the_ladder");
    const endpoint = "https://shop.test";
    const one = { endpoint, event: "track", subject: "se-1" };
    const outcomes = (...edits: Edit[]) => {
        const { document } = scenarioOf(given, events, edits);
        const { expect: _, ...judged } = document;
        return attemptsOf(play(judged)).map((line) => line.split(" ").slice(3).join(" "));
    };
    const second = start + 2 * HOUR + 30 * MINUTE;
    assert.deepEqual(outcomes(), ["1 http_503", "2 http_503", "3 http_200"]);
    assert.deepEqual(outcomes({ kind: "answer", ...one, attempt: 2, at: second, as: 200 }), [
        "1 http_503",
        "2 http_200",
    ]);
    assert.deepEqual(
        outcomes({
            kind: "outage",
            endpoint,
            from: start + 4 * HOUR,
            until: start + 5 * HOUR,
            as: "reset",
        }),
        ["1 http_503", "2 http_503", "3 reset"],
    );
    assert.deepEqual(outcomes({ kind: "latency", endpoint, after: "11s" }), [
        "1 http_503",
        "2 http_503",
        "3 timeout",
    ]);
});
