import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBy } from "../../../tools/web/src/model/entities.ts";
import { mostTracks } from "../../../tools/web/src/model/run.ts";
import { HOUR, MINUTE } from "../../../tools/web/src/model/time.ts";
import { eventText, nextText, shapeOf } from "../../../tools/web/src/model/words.ts";
import { journalOf, logOf, outage, start } from "./story.ts";

const webhook = {
    type: "webhook_created",
    webhook: "5515",
    event: "track",
    url: "https://shop.test/hooks",
};
const scan = { type: "shipment_scanned", shipment: "se-1", status: "IT" };
const request = (delivery: number, cause = 2) => ({
    type: "delivery_requested",
    cause,
    delivery,
    webhook: "5515",
    subject: "se-1",
});
const began = (delivery: number, attempt = 1) => ({ type: "attempt_started", delivery, attempt });

test("the outage story is one delivery with three attempts and its waits", () => {
    const { run } = logOf(outage, ["https://shop.test"]);
    const delivery = run.deliveries.get(1)!;
    assert.equal(delivery.outcome, "delivered");
    assert.equal(delivery.tells, "IT");
    assert.deepEqual(
        delivery.attempts.map((a) => [(a.startedAt - start) / MINUTE, a.outcome, shapeOf(a)]),
        [
            [30, "http_503", "status"],
            [150, "http_503", "status"],
            [270, "http_200", "ok"],
        ],
    );
    assert.equal(delivery.attempts[0]!.retryAt, start + 2.5 * HOUR);
    assert.equal(nextText(delivery.attempts[0]!, start), "next try at 02:30:00");
    assert.equal(nextText(delivery.attempts[2]!, start), "delivered after 4h");
    assert.deepEqual(delivery.attempts[2]!.effect, {
        seq: 12,
        at: start + 4.5 * HOUR,
        applied: true,
    });
    assert.equal(delivery.lane.longest, 4 * HOUR);
});

test("lanes are of shipments with their scans, and of endpoints with their attempts", () => {
    const { run } = logOf(outage, ["https://shop.test", "https://shop.test/ho"]);
    assert.deepEqual(
        run.lanes.map(({ kind, id }) => [kind, id]),
        [
            ["endpoint", "https://shop.test"],
            ["shipment", "se-1"],
        ],
    );
    assert.deepEqual(
        run.laneOf("shipment", "se-1")!.marks.map((mark) => mark.label),
        ["new", "IT"],
    );
    assert.equal(run.laneOf("endpoint", "https://shop.test")!.attempts.length, 3);
    assert.ok(
        run.laneOf("shipment", "se-1")!.endpoints.has(run.laneOf("endpoint", "https://shop.test")!),
    );
});

test("an endpoint goes by its longest prefix in the scenario, else by its origin", () => {
    assert.ok(logOf(outage).run.laneOf("endpoint", "https://shop.test"));
    assert.ok(
        logOf(outage, ["https://shop.test", "https://shop.test/hooks"]).run.laneOf(
            "endpoint",
            "https://shop.test/hooks",
        ),
    );
});

test("deliveries that overlap lie on lines of their own, and a line is used again", () => {
    const { run } = logOf(
        journalOf(
            webhook,
            scan,
            request(1),
            began(1),
            request(2),
            began(2),
            { type: "delivery_succeeded", delivery: 1, attempt: 1, status: 200 },
            request(3),
        ),
    );
    assert.deepEqual(
        [1, 2, 3].map((n) => run.deliveries.get(n)!.track),
        [0, 1, 0],
    );
    const many = Array.from({ length: 9 }, (_, i) => request(i + 1));
    const crowded = logOf(journalOf(webhook, scan, ...many)).run;
    assert.equal(crowded.laneOf("shipment", "se-1")!.tracks.length, mostTracks);
});

test("an attempt goes where its webhook points when it starts", () => {
    const { run } = logOf(
        journalOf(
            webhook,
            scan,
            request(1),
            began(1),
            { type: "webhook_updated", webhook: "5515", url: "https://new.test/hooks" },
            began(1, 2),
        ),
    );
    assert.deepEqual(
        run.deliveries.get(1)!.attempts.map((a) => a.url),
        ["https://shop.test/hooks", "https://new.test/hooks"],
    );
});

test("what was lost, cancelled or skipped says so", () => {
    const { run } = logOf(
        journalOf(
            webhook,
            scan,
            request(1),
            began(1),
            { type: "effect_skipped", delivery: 1, attempt: 1, reason: "stale" },
            { type: "attempt_failed", delivery: 1, attempt: 1, reason: "timeout" },
            { type: "delivery_discarded", delivery: 1, attempt: 1, reason: "attempts_exhausted" },
            request(2),
            { type: "delivery_cancelled", delivery: 2 },
        ),
    );
    const [lost, cancelled] = [run.deliveries.get(1)!, run.deliveries.get(2)!];
    assert.deepEqual(
        [lost.outcome, lost.reason, cancelled.outcome],
        ["discarded", "attempts_exhausted", "cancelled"],
    );
    assert.deepEqual(
        [lost.attempts[0]!.effect!.applied, lost.attempts[0]!.effect!.reason],
        [false, "stale"],
    );
    assert.equal(shapeOf(lost.attempts[0]!), "timeout");
});

test("what a served sandbox journals has its place too", () => {
    const log = logOf(
        journalOf(
            webhook,
            { type: "clock_advanced", from: "2019-09-07T00:00:00Z" },
            scan,
            request(1, 3),
            { type: "attempt_deferred", delivery: 1, attempt: 1, due: "2019-09-07T01:00:00Z" },
            { type: "tracking_stopped", shipment: "se-1" },
            { type: "request_captured", capture: 1, bin: "shop", status: 200 },
            { type: "webhook_disabled", webhook: "5515", recovers_at: "2019-09-07T05:00:00Z" },
            { type: "webhook_enabled", webhook: "5515", on_trial: true },
        ),
    );
    const fields = (seq: number) =>
        changesBy(log, log.bySeq(seq)!).flatMap(({ changes }) =>
            changes.map((c) => `${c.field}: ${c.before} > ${c.after}`),
        );
    assert.deepEqual(fields(5), [
        "status: queued > deferred",
        "due: undefined > 2019-09-07T01:00:00Z",
    ]);
    assert.deepEqual(fields(6), ["tracked: undefined > false"]);
    assert.deepEqual(fields(8), [
        "enabled: true > false",
        "recovers_at: undefined > 2019-09-07T05:00:00Z",
    ]);
    assert.deepEqual(fields(9), [
        "enabled: false > true",
        "recovers_at: 2019-09-07T05:00:00Z > undefined",
    ]);
    assert.deepEqual(
        log.run.laneOf("shipment", "se-1")!.marks.map((mark) => mark.label),
        ["IT", "untracked"],
    );
    assert.equal(log.run.laneOf("api", "bin shop")!.marks[0]!.label, "200");
    for (const event of log.events) assert.doesNotMatch(eventText(event, start), /_|undefined/);
});

test("a resent delivery tells of what the first one told", () => {
    const { run } = logOf(journalOf(webhook, scan, request(1), { ...request(2, 0), resend_of: 1 }));
    assert.deepEqual([run.deliveries.get(2)!.resendOf, run.deliveries.get(2)!.tells], [1, "IT"]);
});
