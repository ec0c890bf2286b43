import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEvent } from "../../../tools/web/src/model/event.ts";
import { EventLog } from "../../../tools/web/src/model/log.ts";
import { changesFor, objectionTo, subscriptionsAt } from "../../../tools/web/src/model/webhooks.ts";

const lines = [
    '{"seq":1,"at":"2019-09-07T00:00:00Z","type":"webhook_created","cause":0,"webhook":"1","event":"batch","url":"https://a.test"}',
    '{"seq":2,"at":"2019-09-07T01:00:00Z","type":"webhook_disabled","cause":0,"webhook":"1"}',
    '{"seq":3,"at":"2019-09-07T02:00:00Z","type":"webhook_updated","cause":0,"webhook":"1","url":"https://b.test"}',
    '{"seq":4,"at":"2019-09-07T03:00:00Z","type":"webhook_deleted","cause":0,"webhook":"1"}',
    '{"seq":5,"at":"2019-09-07T04:00:00Z","type":"webhook_created","cause":0,"webhook":"2","event":"batch","url":"https://c.test"}',
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
