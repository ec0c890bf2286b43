import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEvent } from "../../../tools/web/src/model/event.ts";
import { EventLog } from "../../../tools/web/src/model/log.ts";
import { changesFor, objectionTo, subscriptionsAt } from "../../../tools/web/src/model/webhooks.ts";

const line = (seq: number, type: string, members: object) =>
    JSON.stringify({ seq, at: `2019-09-07T0${seq - 1}:00:00Z`, type, cause: 0, ...members });
const lines = [
    line(1, "webhook_created", { webhook: "1", event: "batch", url: "https://a.test" }),
    line(2, "webhook_disabled", { webhook: "1" }),
    line(3, "webhook_updated", { webhook: "1", url: "https://b.test" }),
    line(4, "webhook_deleted", { webhook: "1" }),
    line(5, "webhook_created", { webhook: "2", event: "batch", url: "https://c.test" }),
];

test("the webhooks there were at any time", () => {
    const log = new EventLog();
    log.append(lines.map(parseEvent));
    const at = (hour: number) => {
        const time = log.events[0]!.at + hour * 3_600_000_000;
        const found = subscriptionsAt(log, time).get("batch");
        return found && [found.id, found.url, found.isOn];
    };
    assert.equal(at(-1), undefined);
    assert.deepEqual(at(0), ["1", "https://a.test", true]);
    assert.deepEqual(at(1.5), ["1", "https://a.test", false]);
    assert.deepEqual(at(2), ["1", "https://b.test", false]);
    assert.equal(at(3), undefined);
    assert.deepEqual(at(4), ["2", "https://c.test", true]);
    assert.equal(subscriptionsAt(log, undefined).size, 1);
});

test("what the API would refuse is refused", () => {
    for (const url of [
        "https://your-server.com",
        "http://127.0.0.1:3000/hooks?a=b#c",
        "HTTPS://User:word@Shop.test:8443",
        "http://[::1]:80/",
    ])
        assert.equal(objectionTo({ url, isOn: true }), undefined, url);
    for (const url of [
        "your-server.com",
        "ftp://shop.test",
        "https://",
        "https:///path",
        "http://sh op.test",
        "http://shop.test:0",
        "http://shop.test:65536",
        "http://shop.test:x",
        "http://shöp.test",
    ])
        assert.notEqual(objectionTo({ url, isOn: false }), undefined, url);
    assert.equal(objectionTo({ url: "", isOn: false }), undefined);
    assert.match(objectionTo({ url: "", isOn: true })!, /Enter an endpoint/);
});

test("only what is needed is done", () => {
    const had = { id: "1", event: "batch", url: "https://a.test", isOn: true };
    const to = (url: string, isOn: boolean, from?: typeof had) =>
        changesFor("batch", from, { url, isOn }).map((change) => change.does);
    assert.deepEqual(to("", false), []);
    assert.deepEqual(to("https://a.test", true), ["create"]);
    assert.deepEqual(to("https://a.test", false), ["create", "switch"]);
    assert.deepEqual(to("https://a.test", true, had), []);
    assert.deepEqual(to("https://b.test", true, had), ["update"]);
    assert.deepEqual(to("https://b.test", false, had), ["update", "switch"]);
    assert.deepEqual(to("", false, had), ["delete"]);
});
