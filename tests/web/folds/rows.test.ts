import assert from "node:assert/strict";
import { test } from "node:test";
import {
    layOut,
    rowsBetween,
    totalHeight,
    deliveriesBetween,
} from "../../../tools/web/src/timeline/rows.ts";
import { across, along, nearest } from "../../../tools/web/src/timeline/walk.ts";
import { HOUR } from "../../../tools/web/src/model/time.ts";
import { journalOf, logOf, outage, start } from "./story.ts";

const all = { hidden: new Set<never>(), find: "" };

function manyShipments(count: number) {
    return logOf(
        journalOf(
            ...Array.from({ length: count }, (_, i) => ({
                type: "shipment_created",
                shipment: `se-${i + 1}`,
            })),
        ),
    ).run;
}

test("rows follow each other without gaps, grouped, and groups can be shut", () => {
    const { run } = logOf(outage);
    const rows = layOut(run, all);
    assert.deepEqual(
        rows.map((row) => row.lane?.id ?? row.group),
        ["endpoint", "https://shop.test", "shipment", "se-1"],
    );
    rows.reduce((top, row) => (assert.equal(row.top, top), top + row.height), 0);
    assert.deepEqual(
        layOut(run, { ...all, hidden: new Set(["shipment"] as const) }).map(
            (row) => row.lane?.id ?? row.group,
        ),
        ["endpoint", "https://shop.test", "shipment"],
    );
    assert.equal(layOut(run, { ...all, find: "se-2" }).length, 2);
});

test("of thousands of rows only those in sight are found", () => {
    const rows = layOut(manyShipments(5000), all);
    const height = totalHeight(rows);
    const seen = rowsBetween(rows, height / 2, height / 2 + 600);
    assert.ok(seen.length > 10 && seen.length < 60);
    assert.ok(seen[0]!.top <= height / 2 && seen[0]!.top + seen[0]!.height > height / 2);
    assert.ok(seen[seen.length - 1]!.top < height / 2 + 600);
    assert.deepEqual(
        rowsBetween(rows, height + 10, height + 20).map((row) => row.lane?.id),
        ["se-5000"],
    );
});

test("a delivery is found while it waits, long after it began", () => {
    const { run } = logOf(outage);
    const lane = run.laneOf("shipment", "se-1")!;
    const found = (from: number, to: number) =>
        deliveriesBetween(lane, start + from * HOUR, start + to * HOUR).length;
    assert.deepEqual([found(0, 0.4), found(0, 1), found(3, 4), found(4.6, 5)], [0, 1, 1, 0]);
});

test("keys walk along a lane and across lanes, and stop at the ends", () => {
    const { run } = logOf(outage);
    const rows = layOut(run, all);
    const lane = run.laneOf("shipment", "se-1")!;
    const first = nearest(lane, start)!;
    const seqs = [first.seq];
    for (let at = first, i = 0; i < 6; ++i) seqs.push((at = along(at, true)).seq);
    assert.deepEqual(seqs, [2, 3, 5, 8, 11, 11, 11]);
    assert.deepEqual(along({ lane, seq: 5 }, true, start + HOUR).seq, 5);
    assert.deepEqual(nearest(lane, start + 4 * HOUR, start + HOUR)!.seq, 3);
    const up = across(rows, { lane, seq: 8 }, start + 2.5 * HOUR, false);
    assert.deepEqual([up.lane.kind, up.seq], ["endpoint", 8]);
    assert.deepEqual(across(rows, { lane, seq: 8 }, start, true), { lane, seq: 8 });
});
