import assert from "node:assert/strict";
import { test } from "node:test";
import { offsetOf, tokenAt } from "../../../tools/web/src/editor/places.ts";
import { offersAt, type Schema } from "../../../tools/web/src/editor/schema.ts";
import { spotAt } from "../../../tools/web/src/editor/spot.ts";

test("a place counts bytes, an editor counts letters", () => {
    const text = '{\n  "ä€😀": 1,\n}';
    assert.equal(text.slice(offsetOf(text, { line: 2, column: 16 })), "1,\n}");
    assert.equal(offsetOf(text, { line: 1, column: 1 }), 0);
    assert.equal(offsetOf(text, { line: 2, column: 99 }), text.indexOf("\n}"));
    assert.equal(offsetOf(text, { line: 9, column: 1 }), text.length);
    assert.equal(offsetOf("", { line: 0, column: 0 }), 0);
});

test("what is underlined is the token that begins there", () => {
    const text = '{ "a \\" b": 12.5, "open\n';
    const taken = (at: number) => {
        const { from, to } = tokenAt(text, at);
        return text.slice(from, to);
    };
    assert.equal(taken(0), "{");
    assert.equal(taken(2), '"a \\" b"');
    assert.equal(taken(text.indexOf("12.5")), "12.5");
    assert.equal(taken(text.indexOf('"open')), '"open');
    assert.equal(taken(text.length), "\n");
    assert.deepEqual(tokenAt("", 0), { from: 0, to: 0 });
});

/** The spot at the mark. */
function at(marked: string) {
    return spotAt(marked.replace("|", ""), marked.indexOf("|"));
}

test("what one is typing is found in text that is not finished", () => {
    const name = at('{ "endpoints": { "https://a.test": { "rules": [ {}, { "fail": 1, "ti|');
    assert.deepEqual(name?.path, ["endpoints", "https://a.test", "rules", 1]);
    assert.equal(name?.isName, true);
    assert.equal(name?.typed, '"ti');
    assert.deepEqual([...name!.taken], ["fail"]);
    const value = at('{ // "no": [\n /* { */ "profile": |');
    assert.deepEqual(value?.path, ["profile"]);
    assert.equal(value?.isName, false);
    assert.equal(value?.typed, "");
    assert.deepEqual(at('{ "a": { "b": 1 }, |')?.path, []);
    assert.deepEqual(at('{ "list": [ "x", tr|')?.path, ["list", 1]);
    assert.equal(at('{ "done"|')?.typed, "");
    assert.equal(at("{ // in a comment |"), undefined);
    assert.equal(at("|{}"), undefined);
    assert.equal(at('{ "a": 1 }|'), undefined);
});

test("a schema offers what may stand there", () => {
    const schema: Schema = {
        $defs: {
            rule: {
                properties: {
                    fail: { description: "How.", enum: ["timeout", "reset"] },
                    effect: { anyOf: [{ type: "boolean" }, { $ref: "#/$defs/variable" }] },
                },
            },
            variable: { type: "string" },
        },
        properties: {
            format: { const: 1 },
            rules: { anyOf: [{ items: { $ref: "#/$defs/rule" } }, { $ref: "#/$defs/variable" }] },
            policies: { additionalProperties: { $ref: "#/$defs/rule" } },
        },
    };
    const offered = (marked: string) => offersAt(schema, at(marked)!).map(({ text }) => text);
    assert.deepEqual(offered('{ "format": 1, |'), ['"rules"', '"policies"']);
    assert.deepEqual(offered('{ "rules": [ { "f|'), ['"fail"', '"effect"']);
    assert.deepEqual(offered('{ "policies": { "mine": { "fail": |'), ['"timeout"', '"reset"']);
    assert.deepEqual(offered('{ "rules": [ { "effect": t|'), ["true", "false"]);
    assert.deepEqual(offered('{ "format": |'), ["1"]);
    assert.deepEqual(offered('{ "nowhere": { |'), []);
    assert.equal(offersAt(schema, at('{ "rules": [ { |')!)[0]!.description, "How.");
});
