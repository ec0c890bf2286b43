// The dashboard outlives its server: with the journal kept it goes on, without it begins anew.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { scratchFolder } from "./support.mjs";

const folder = scratchFolder();
let browser;

before(async () => (browser = await openBrowser()));
after(async () => {
    await browser?.close();
    folder.remove();
});

const scan = (status) => [{ at: "0s", track: { shipment: "parcel", status } }];
const lost = (page) => page.getByText("connection lost, trying again");
const live = (page) => page.getByText("live", { exact: true });

// While the server is away, a browser says of each try that it failed.
const others = (problems) =>
    problems.filter((each) => !/ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(each));

/** The seqs that the journal shows, all of them. */
async function shownSeqs(page, count) {
    await page.getByText(`${count} of ${count} events`).waitFor();
    const grid = page.getByRole("grid", { name: "Journal" });
    const cells = await grid.locator("[role=rowgroup] [role=row] > :first-child").allInnerTexts();
    return cells.map(Number);
}
const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);

test("killed and started again with its data, nothing is lost or repeated", async () => {
    const data = folder.path("data");
    let server = await startServer("--data", data);
    const address = `127.0.0.1:${server.port}`;
    const tall = { height: 2400 };
    const { page, problems, close } = await openDashboard(browser, server, tall, "#journal");
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: `${server.url}/bin/shop`,
    });
    await server.control("POST", "timeline", scan("AC"));
    const first = (await server.events()).length;
    assert.deepEqual(await shownSeqs(page, first), upTo(first));

    for (const status of ["IT", "DE"]) {
        await server.kill();
        await lost(page).waitFor();
        server = await startServer("--data", data, "--listen", address);
        // What happens before the page is back is not missed.
        await server.control("POST", "timeline", scan(status));
        await live(page).waitFor();
        await server.control("POST", "clock/advance", { by: "1h" });
        const count = (await server.events()).length;
        assert.deepEqual(await shownSeqs(page, count), upTo(count));
    }
    assert.deepEqual(others(problems), []);
    await close();
    await server.stop();
});

test("without data another world begins, and the page begins with it", async () => {
    let server = await startServer();
    const address = `127.0.0.1:${server.port}`;
    const { page, problems, close } = await openDashboard(browser, server, {}, "#journal");
    await server.control("POST", "timeline", [...scan("AC"), ...scan("IT"), ...scan("DE")]);
    const before = (await server.events()).length;
    await page.getByText(`${before} of ${before} events`).waitFor();
    await page.locator("[role=rowgroup] [role=row]").last().click();
    await server.control("PUT", "clock", { mode: "60x" });
    await page.getByRole("button", { name: "Pause" }).waitFor();

    await server.kill();
    await lost(page).waitFor();
    // A clock that nobody hears of does not go on here by itself.
    await page.getByRole("button", { name: "Play" }).click();
    await page.getByRole("alert").getByText("cannot be reached").waitFor();
    server = await startServer("--listen", address);
    await live(page).waitFor();
    await server.control("POST", "timeline", scan("AC"));
    const count = (await server.events()).length;
    assert.ok(count < before);
    assert.deepEqual(await shownSeqs(page, count), upTo(count));
    await page.getByText("Select an event to see").waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);

    await server.control("POST", "reset");
    const fresh = (await server.events()).length;
    assert.deepEqual(await shownSeqs(page, fresh), upTo(fresh));
    assert.deepEqual(others(problems), []);
    await close();
    await server.stop();
});
