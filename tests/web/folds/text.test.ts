import assert from "node:assert/strict";
import { test } from "node:test";
import { curlOf, knownCalls, parseHeaders } from "../../../tools/web/src/model/curl.ts";
import { pretty } from "../../../tools/web/src/model/json_text.ts";

test("JSON is laid out, and its numbers stay as they were written", () => {
    assert.equal(
        pretty('{"amount":40.0,"none":[],"text":"a \\"b\\", {c}","of":[1e3,{"x":null}]}'),
        [
            "{",
            '  "amount": 40.0,',
            '  "none": [],',
            '  "text": "a \\"b\\", {c}",',
            '  "of": [',
            "    1e3,",
            "    {",
            '      "x": null',
            "    }",
            "  ]",
            "}",
        ].join("\n"),
    );
    for (const text of ["", "plain words", '{"a":', "<html>"]) assert.equal(pretty(text), text);
});

test("a call as the documentation writes it", () => {
    const { asked } = knownCalls[0]!;
    assert.equal(
        curlOf(
            { ...asked, headers: [...asked.headers, ["API-Key", "__YOUR_API_KEY_HERE__"]] },
            "https://api.shipengine.com",
        ),
        `curl -iX POST https://api.shipengine.com/v1/environment/webhooks \\
-H 'Content-Type: application/json' \\
-H 'API-Key: __YOUR_API_KEY_HERE__' \\
-d '{
  "url": "https://your-server.com",
  "event": "batch"
}'`,
    );
    const quoted = { method: "PUT", path: "/a b", headers: [], body: "it's" };
    assert.equal(curlOf(quoted, ""), `curl -iX PUT '/a b' \\\n-d 'it'\\''s'`);
});

test("headers are lines, and what is no header is told", () => {
    assert.deepEqual(parseHeaders("A: 1\n\n x-b :two: 2 \n"), {
        headers: [
            ["A", "1"],
            ["x-b", "two: 2"],
        ],
    });
    assert.equal(parseHeaders("A: 1\nno header").wrong, "no header");
});
