// A day in the life of a shop, for copying: its server is down for three hours of virtual time, and
// the third attempt of a webhook gets through. Run with: node --test
"use strict";

const assert = require("node:assert");
const { spawn } = require("node:child_process");
const http = require("node:http");
const { once } = require("node:events");
const { after, before, test } = require("node:test");

let drydock, base, shop, isDown;
const received = [];

async function call(method, path, body) {
  const answer = await fetch(base + path, {
    method,
    headers: { "API-Key": "TEST_key", "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

before(async () => {
  drydock = spawn(process.env.DRYDOCK ?? "drydock", ["serve", "--listen", ":0", "--quiet"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(drydock.stdout, "data");
  base = JSON.parse(line).url;
  shop = http.createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    if (!isDown) received.push(JSON.parse(body));
    response.writeHead(isDown ? 503 : 200).end();
  });
  shop.listen(0, "127.0.0.1");
  await once(shop, "listening");
});

after(async () => {
  drydock.kill("SIGTERM");
  shop.close();
  shop.closeAllConnections();
  await once(drydock, "exit");
});

test("a webhook survives three hours of outage", async () => {
  const url = `http://127.0.0.1:${shop.address().port}/hooks`;
  await call("POST", "/v1/environment/webhooks", { event: "track", url });
  isDown = true;
  await call("POST", "/v1/tracking/start?carrier_code=ups&tracking_number=1Z00000000000001");
  await call("POST", "/_drydock/clock/advance", { by: "3h" });
  assert.deepStrictEqual(received, []);

  isDown = false;
  const third = await call("POST", "/_drydock/clock/advance", { by: "1h" });
  assert.deepStrictEqual(third.attempts, { http_200: 1 });
  assert.strictEqual(received[0].data.status_code, "AC");
  assert.strictEqual(received[0].data.tracking_number, "1Z00000000000001");
});
