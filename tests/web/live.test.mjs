// The dashboard of a server, as it follows what happens there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard } from "./browser.mjs";
import { startServer } from "./server.mjs";

let browser, server;

before(async () => {
    browser = await openBrowser();
    server = await startServer();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

const rows = (page) => page.locator("[role=rowgroup] [role=row]");

test("the page is served as HTML that nobody keeps or frames, and small", async () => {
    const answer = await fetch(`${server.url}/`);
    assert.match(answer.headers.get("Content-Type"), /^text\/html/);
    assert.equal(answer.headers.get("Content-Encoding"), "gzip");
    assert.equal(answer.headers.get("Cache-Control"), "no-cache");
    assert.match(answer.headers.get("Content-Security-Policy"), /frame-ancestors 'none'/);
    assert.match(await answer.text(), /^<!doctype html>/);
    const plain = await fetch(`${server.url}/`, { headers: { "Accept-Encoding": "identity" } });
    assert.equal(plain.headers.get("Content-Encoding"), null);
    assert.match(await plain.text(), /^<!doctype html>/);
    const head = await fetch(`${server.url}/`, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), "");
    assert.equal((await fetch(`${server.url}/favicon.ico`)).status, 204);
});

test("what happens in the server is in the journal at once, with what was sent", async () => {
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: `${server.url}/bin/shop`,
    });
    const { page, problems, close } = await openDashboard(browser, server, {}, "#journal");
    await page.getByText("live", { exact: true }).waitFor();
    await rows(page).filter({ hasText: "webhook_created" }).waitFor();
    await server.control("POST", "timeline", [
        { at: "0s", ship: { shipment: "parcel", scans: [{ at: "1h", status: "IT" }] } },
    ]);
    await rows(page).filter({ hasText: "parcel" }).first().waitFor();
    await server.control("POST", "clock/advance", { by: "1h" });
    await rows(page).filter({ hasText: "delivery_succeeded" }).click();
    await page.getByText(/^Body, \d+ bytes/).click();
    const body = page.getByRole("complementary", { name: "Details" }).locator("pre").first();
    assert.match(await body.innerText(), /"status_code": "IT"/);
    const events = await server.events();
    await page.getByText(`${events.length} of ${events.length} events`).waitFor();
    assert.deepEqual(problems, []);
    await close();
});
