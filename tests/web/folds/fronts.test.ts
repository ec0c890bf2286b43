import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJournal } from "../../../tools/web/src/model/event.ts";
import { bandsOf, EndpointBook } from "../../../tools/web/src/model/scenario/book.ts";
import { HOUR } from "../../../tools/web/src/model/time.ts";
import { journalOf, start } from "./story.ts";

const shop = "https://shop.test";
const other = "https://other.test";
const base = "http://localhost:8787";
const at = (hour: number) => `2019-09-07T0${hour}:00:00Z`;
const changed = (hour: number, rules: unknown, bin?: string) => ({
    type: "endpoint_changed",
    at: at(hour),
    rules,
    ...(bin ? { bin } : {}),
});

function bandsIn(...events: Record<string, unknown>[]): string[] {
    const book = new EndpointBook({
        start,
        base_url: base,
        endpoints: { [shop]: { outages: [{ until: "2h", as: 503 }] } },
    });
    for (const event of parseJournal(journalOf(...events)).events) book.apply(event);
    const hours = (time: number) => (time - start) / HOUR;
    return bandsOf(book.periods).map(
        (band) => `${band.endpoint} ${band.as} ${hours(band.from)}-${hours(band.to)}`,
    );
}

test("an outage stays where it was when another takes its place", () => {
    assert.deepEqual(
        bandsIn(
            changed(1, { [shop]: { outages: [{ from: "1h" }] }, [other]: { outages: [{}] } }),
            changed(3, { [other]: { outages: [{ from: at(1), as: "refused" }] } }),
        ),
        // Who says the same once more ends nothing.
        [`${shop} 503 0-1`, `${shop} refused 2-3`, `${other} refused 1-Infinity`],
    );
});

test("the outages of a bin are its own, wherever the server is found", () => {
    assert.deepEqual(
        bandsIn(
            changed(1, { outages: [{ until: "4h", as: { status: 429 } }] }, "a b"),
            changed(2, {}),
            { type: "base_url_changed", at: at(3), url: "http://localhost:1" },
            changed(4, {}, "a b"),
        ),
        [`${shop} 503 0-2`, `${base}/bin/a%20b 429 1-3`, `http://localhost:1/bin/a%20b 429 3-4`],
    );
});
