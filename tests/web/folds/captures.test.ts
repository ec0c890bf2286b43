import assert from "node:assert/strict";
import { test } from "node:test";
import {
    Bins,
    changedHeaders,
    curlOfCapture,
    sizeOf,
    editableHeaders,
} from "../../../tools/web/src/model/captures.ts";
import { parseJournal } from "../../../tools/web/src/model/event.ts";
import { journalOf } from "./story.ts";

const head = {
    method: "POST",
    target: "/bin/orders?x=1",
    headers: [
        ["Host", "localhost:8787"],
        ["Authorization", "Bearer abc"],
        ["X-Kept", "it's"],
        ["Drydock-Delivery", "3"],
        ["Drydock-Attempt", "2"],
        ["Content-Length", "7"],
    ],
};
const capture = { type: "request_captured", bin: "orders", status: 200, request: head };

function binsOf(text: string): Bins {
    const bins = new Bins();
    for (const event of parseJournal(text).events) bins.apply(event);
    return bins;
}

test("a bin holds what it took in, and the attempt that sent it", () => {
    const text = journalOf(
        { type: "endpoint_changed", bin: "quiet", rules: {} },
        { ...capture, capture: 1, body: { n: 1 }, own: true },
        { ...capture, capture: 2, body: "a b", status: undefined, reason: "refused" },
        { ...capture, capture: 3, body: "AAE=", encoding: "base64" },
        { ...capture, capture: 4, bin: "others" },
    );
    const { all } = binsOf(text);
    assert.deepEqual(
        [...all].map(([name, list]) => [name, list.length]),
        [
            ["quiet", 0],
            ["orders", 3],
            ["others", 1],
        ],
    );
    const [first, second, third] = all.get("orders")!;
    assert.deepEqual([first!.body, first!.delivery, first!.attempt], ['{"n":1}', 3, 2]);
    assert.deepEqual(
        [second!.body, second!.answer, second!.delivery],
        ["a b", "refused", undefined],
    );
    assert.deepEqual([third!.body, third!.isBinary], ["AAE=", true]);
    assert.deepEqual([sizeOf(third!), sizeOf({ ...second!, body: "é" })], [2, 2]);
    assert.equal(all.get("others")![0]!.body, "");
});

test("a body is shown as it came, to the last zero", () => {
    for (const end of ["}", ',"own":true}']) {
        const known = { ...capture, capture: 1, body: "BODY" };
        const text = journalOf(known).replace('"BODY"}', `{"amount":40.0,"own":true}${end}`);
        assert.equal(binsOf(text).all.get("orders")![0]!.body, '{"amount":40.0,"own":true}');
    }
});

test("a request is sent again to where it came in", () => {
    const line = { ...capture, capture: 1, request: { ...head, target: "/bin/x", port: true } };
    const [one] = binsOf(journalOf(line)).all.get("orders")!;
    const curl = curlOfCapture(one!, "http://127.0.0.1:1");
    assert.ok(curl.startsWith("curl -X POST 'http://localhost:8787/bin/x'"), curl);
});

test("secrets are not in what is shown or copied, and stay when something else is edited", () => {
    const [one] = binsOf(journalOf({ ...capture, capture: 1, body: { n: "'" } })).all.get(
        "orders",
    )!;
    const curl = curlOfCapture(one!, "http://localhost:8787");
    assert.ok(!curl.includes("abc"), curl);
    assert.ok(curl.includes(`-H 'X-Kept: it'\\''s'`), curl);
    assert.ok(curl.startsWith("curl -X POST 'http://localhost:8787/bin/orders?x=1'"), curl);
    assert.ok(curl.endsWith(`--data-binary '{"n":"'\\''"}'`), curl);
    const shown = editableHeaders(one!.headers);
    assert.deepEqual(changedHeaders(one!.headers, shown), {});
    assert.deepEqual(
        changedHeaders(one!.headers, [
            ["authorization", "***"],
            ["X-Kept", "no"],
            ["X-New", "1"],
        ]),
        {
            "X-Kept": "no",
            "X-New": "1",
            "Drydock-Delivery": null,
            "Drydock-Attempt": null,
        },
    );
});
