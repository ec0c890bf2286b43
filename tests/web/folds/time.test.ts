import assert from "node:assert/strict";
import { test } from "node:test";
import {
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    instantText,
    lengthText,
    offsetText,
    parseInstant,
    tickOffsets,
    tickText,
} from "../../../tools/web/src/model/time.ts";

test("instants are exact to the microsecond, both ways", () => {
    assert.equal(parseInstant("1970-01-01T00:00:01Z"), SECOND);
    const at = parseInstant("2019-09-07T00:00:00.000001Z");
    assert.equal(at - parseInstant("2019-09-07T00:00:00Z"), 1);
    assert.equal(
        parseInstant("2019-09-07T00:00:00.25Z") - parseInstant("2019-09-07T00:00:00Z"),
        250_000,
    );
    assert.equal(instantText(at), "2019-09-07 00:00:00.000001");
    assert.equal(instantText(parseInstant("2019-09-07T23:59:59.5Z")), "2019-09-07 23:59:59.5");
});

test("offsets pass 24 hours, and say no more than there is", () => {
    assert.equal(offsetText(0), "00:00:00");
    assert.equal(offsetText(26 * HOUR + 5 * MINUTE), "26:05:00");
    assert.equal(offsetText(40_000), "00:00:00.04");
    assert.equal(offsetText(-90 * SECOND), "-00:01:30");
});

test("lengths are told in their two largest units", () => {
    assert.equal(lengthText(0), "0s");
    assert.equal(lengthText(4 * HOUR), "4h");
    assert.equal(lengthText(4 * HOUR + 10 * SECOND), "4h");
    assert.equal(lengthText(2 * DAY + 3 * HOUR + MINUTE), "2d 3h");
    assert.equal(lengthText(50_000), "50ms");
    assert.equal(lengthText(7), "7µs");
});

test("ticks are round at every zoom, and never crowd", () => {
    for (const length of [100, 40_000, 3 * SECOND, 7 * MINUTE, 5 * HOUR, 3 * DAY, 60 * DAY]) {
        const ticks = tickOffsets(-length * 0.1, length, 8);
        assert.ok(ticks.length >= 2 && ticks.length <= 11, `${length}: ${ticks.length}`);
        const step = ticks[1]! - ticks[0]!;
        assert.ok(ticks.every((tick) => tick % step === 0));
    }
    assert.equal(tickText(3 * DAY, DAY), "day 3");
    assert.equal(tickText(150 * MINUTE, 30 * MINUTE), "02:30");
    assert.equal(tickText(1_500_000, 500_000), "00:00:01.5");
});
