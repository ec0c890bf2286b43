import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceOf, figuresOf, type Side } from "../../../tools/web/src/side/figures.ts";

const counts = {
    requested: 3,
    delivered: 2,
    discarded: 1,
    cancelled: 0,
    attempts: 5,
    failed: 3,
    effects: 2,
    calls: 0,
};

function side(discarded: number, outcomes: Record<string, number>, worst: number | null): Side {
    return {
        counts,
        summary: {
            deliveries: { requested: 3, delivered: 3 - discarded, discarded, cancelled: 0 },
            attempts: { total: 5, by_outcome: outcomes },
            latency: { p50: 0, p90: 0, p99: 0, max: worst },
            effects: { total: null, duplicates: null, lost_acks: null },
            load: { bucket: 60, normal: 0, peak: 1, peak_at: null, recovery: null },
            api_calls: { total: 0, no_news: 0 },
        },
    };
}

test("two runs that are over are compared by their summaries", () => {
    const all = figuresOf(side(1, { http_503: 3 }, null), side(0, { http_200: 1 }, 14400.5));
    const of = (name: string) => all.find((figure) => figure.name === name)!;
    assert.equal(differenceOf(of("discarded")), -1);
    assert.equal(differenceOf(of("deliveries requested")), 0);
    assert.deepEqual(
        [
            of("attempts: 503 Service Unavailable").first,
            of("attempts: 503 Service Unavailable").second,
        ],
        [3, 0],
    );
    assert.equal(differenceOf(of("latency, worst")), undefined);
    assert.equal(of("latency, worst").second, 14400.5);
    assert.equal(of("effects"), undefined, "neither knows it");
    assert.equal(of("API calls"), undefined, "nothing in either");
});

test("a world that goes on is compared by what can be counted", () => {
    const all = figuresOf(side(1, {}, 1), { counts: { ...counts, failed: 5 } });
    assert.deepEqual(
        all.map(({ name, first, second }) => [name, first, second]),
        [
            ["deliveries requested", 3, 3],
            ["delivered", 2, 2],
            ["discarded", 1, 1],
            ["attempts", 5, 5],
            ["attempts that failed", 3, 5],
            ["effects", 2, 2],
        ],
    );
});
