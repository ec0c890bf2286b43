import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBy } from "../../../tools/web/src/model/entities.ts";
import { parseJournal } from "../../../tools/web/src/model/event.ts";
import { noFilter, select, Sieve } from "../../../tools/web/src/model/filter.ts";
import { answerIn } from "../../../tools/web/src/model/lesson.ts";
import { EventLog } from "../../../tools/web/src/model/log.ts";
import { HOUR } from "../../../tools/web/src/model/time.ts";
import { journalOf, logOf, outage, start } from "./story.ts";

const log = logOf(outage);

test("causes lead back to the scan, consequences on to the end", () => {
    assert.deepEqual(
        log.causesOf(13).map((e) => e.seq),
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13],
    );
    assert.deepEqual(
        log.consequencesOf(9).map((e) => e.seq),
        [10, 11, 12, 13],
    );
    assert.deepEqual(
        log.consequencesOf(3, 3).map((e) => e.seq),
        [4, 5, 6],
    );
});

test("counts are those of the time that the clock shows", () => {
    const at = (hours: number) => log.countsAt(start + hours * HOUR);
    assert.deepEqual(
        [at(0).attempts, at(0.5).attempts, at(2.49).failed, at(2.5).failed],
        [0, 1, 1, 2],
    );
    assert.deepEqual([at(4).delivered, at(5).delivered, at(5).effects], [0, 1, 1]);
});

test("steps go from instant to instant", () => {
    assert.equal(log.stepFrom(start, true), start + 0.5 * HOUR);
    assert.equal(log.stepFrom(start + 0.5 * HOUR, true), start + 2.5 * HOUR);
    assert.equal(log.stepFrom(start + 2.5 * HOUR, false), start + 0.5 * HOUR);
    assert.equal(log.stepFrom(start + 5 * HOUR, true), undefined);
    assert.equal(log.stepFrom(start, false), undefined);
});

test("a log that grows piece by piece is the same as one that came at once", () => {
    const grown = new EventLog();
    for (const event of parseJournal(outage).events) grown.append([event]);
    assert.deepEqual(grown.countsAt(start + 9 * HOUR), log.countsAt(start + 9 * HOUR));
    assert.deepEqual(grown.causesOf(13), log.causesOf(13));
});

test("what an event changes is the difference of two states", () => {
    const changes = (seq: number) =>
        changesBy(log, log.bySeq(seq)!).map(({ of, isNew, changes: all }) => [
            of.key,
            isNew,
            ...all.map((c) => `${c.field}: ${c.before} > ${c.after}`),
        ]);
    assert.deepEqual(changes(3), [
        [
            "shipment se-1",
            false,
            "status: UN > IT",
            "status_since: undefined > 2019-09-07T00:30:00Z",
            "scans: undefined > 1",
        ],
    ]);
    assert.deepEqual(changes(7), [
        ["delivery 1", false, "status: failed > waiting", "due: undefined > 2019-09-07T02:30:00Z"],
    ]);
    assert.deepEqual(changes(8)[0]!.slice(2), [
        "status: waiting > in flight",
        "attempts: 1 > 2",
        "due: 2019-09-07T02:30:00Z > undefined",
    ]);
    assert.deepEqual(changes(12), [
        ["delivery 1", false],
        ["receiver shipment se-1", true, "effects: undefined > 1", "shows: undefined > IT"],
    ]);
});

test("a scan that is reported late does not change what happened last", () => {
    const late = logOf(
        journalOf(
            {
                type: "shipment_scanned",
                shipment: "se-1",
                status: "DE",
                at: "2019-09-07T01:00:00.5Z",
            },
            {
                type: "shipment_scanned",
                shipment: "se-1",
                status: "IT",
                at: "2019-09-07T02:00:00Z",
                occurred_at: "2019-09-07T01:00:00Z",
            },
        ),
    );
    assert.deepEqual(
        changesBy(late, late.bySeq(2)!)[0]!.changes.map((c) => c.field),
        ["scans"],
    );
});

test("filters narrow by type, by whom it concerns, and by text", () => {
    const found = (filter: Partial<typeof noFilter>) =>
        select(log.events, { ...noFilter, ...filter }, log.run).map((e) => e.seq);
    assert.equal(found({}).length, 13);
    assert.deepEqual(found({ type: "attempt_failed" }), [6, 9]);
    assert.deepEqual(found({ type: "attempt_" }), [5, 6, 8, 9, 11]);
    assert.deepEqual(found({ entity: "se-1", type: "shipment" }), [2, 3]);
    assert.equal(found({ entity: "se-1" }).length, 12);
    assert.equal(found({ entity: "#1" }).length, 10);
    assert.deepEqual(found({ entity: "5515" }), [1, 4]);
    assert.deepEqual(found({ text: "HTTP_503" }), [6, 9]);
    assert.deepEqual(found({ text: "HTTP_503", entity: "se-2" }), []);
});

test("the answer to a question is counted in the journal", () => {
    assert.equal(answerIn(log, { attempts: {} }), 3);
    assert.equal(answerIn(log, { attempts: { outcome: "http_503" } }), 2);
    assert.equal(answerIn(log, { attempts: { attempt: 3, subject: "se-1" } }), 1);
    assert.equal(answerIn(log, { attempts: { subject: "se-2" } }), 0);
    assert.equal(answerIn(log, { deliveries: { outcome: "discarded" } }), 0);
    assert.equal(answerIn(log, { deliveries: { attempts: { at_least: 2, at_most: 3 } } }), 1);
    assert.equal(answerIn(log, { deliveries: { attempts: 2 } }), 0);
    assert.equal(answerIn(log, { effects: {} }), 1);
    assert.equal(answerIn(log, { arrivals: { endpoint: "https://shop.test" } }), 1);
    assert.equal(answerIn(log, { arrivals: { endpoint: "https://other.test" } }), 0);
    assert.equal(answerIn(log, { journal: { type: "retry_scheduled", attempt: 3 } }), 1);
});

test("a sieve looks at each event of a log that grows once, and finds the same", () => {
    const log = new EventLog();
    const sieve = new Sieve();
    const filter = { type: "attempt_", entity: "", text: "" };
    const all = parseJournal(outage).events;
    for (let i = 0; i < all.length; i += 3) {
        log.append(all.slice(i, i + 3));
        const found = sieve.take(log.events, filter, log.run);
        assert.deepEqual(found, select(log.events, filter, log.run));
    }
    assert.ok(sieve.take(log.events, filter, log.run).length > 0);
    assert.equal(sieve.take(log.events, filter, log.run), sieve.take(log.events, filter, log.run));
    const other = { ...filter, type: "delivery_" };
    assert.deepEqual(sieve.take(log.events, other, log.run), select(log.events, other, log.run));
    assert.equal(sieve.take(log.events, noFilter, log.run), log.events);
});
