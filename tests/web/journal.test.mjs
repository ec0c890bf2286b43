// The journal of a world that goes on: followed, filtered, and read in peace.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { assertAccessible, settled } from "./support.mjs";

let browser, server;

before(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: `${server.url}/bin/shop`,
    });
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

/** Scans of so many shipments, each of which is told to the shop. */
async function scan(many, status = "IT") {
    const track = (i) => ({ at: "0s", track: { shipment: `se-${i + 1}`, status } });
    await server.control(
        "POST",
        "timeline",
        Array.from({ length: many }, (_, i) => track(i)),
    );
}

const body = (page) => page.locator(".vbody");
const rows = (page) => page.locator("[role=rowgroup] [role=row]");
const details = (page) => page.getByRole("complementary", { name: "Details" });
const top = (page) => body(page).evaluate((box) => box.scrollTop);
const isAtEnd = (page) =>
    body(page).evaluate((box) => box.scrollTop + box.clientHeight >= box.scrollHeight - 4);

/** When the page shows every event that there is, and the shop has answered everything. */
async function upToDate(page) {
    await server.control("POST", "clock/advance", { by: "0s" });
    const { length } = await server.events();
    await page.getByText(`of ${length.toLocaleString("en")} events`).waitFor();
    await settled(page);
}

async function onJournal(act, how = {}) {
    const { page, problems, close } = await openDashboard(browser, server, how, "#journal");
    await upToDate(page);
    await act(page);
    assert.deepEqual(problems, []);
    await close();
}

test("who looks at the end stays there, and who reads is left in peace", async () => {
    await scan(20);
    await onJournal(async (page) => {
        assert.ok(await isAtEnd(page));
        await scan(10);
        await upToDate(page);
        assert.ok(await isAtEnd(page), "it follows");

        await body(page).evaluate((box) => box.scrollTo(0, 52));
        await settled(page);
        await scan(10);
        await upToDate(page);
        assert.equal(await top(page), 52, "nothing moves under a reader");
        const more = page.getByRole("button", { name: /^↓ \d+ more$/ });
        assert.ok(Number(/\d+/.exec(await more.innerText())[0]) >= 40);
        await assertAccessible(page, "a journal that is read");
        await more.click();
        await settled(page);
        assert.ok(await isAtEnd(page));
        assert.equal(await more.count(), 0);

        // A row that was chosen stays where it is, too.
        await rows(page).last().click();
        const before = await top(page);
        const heading = await details(page).getByRole("heading").first().innerText();
        await scan(10);
        await upToDate(page);
        assert.equal(await top(page), before);
        assert.equal(await details(page).getByRole("heading").first().innerText(), heading);
        await page.getByRole("checkbox", { name: "follow" }).uncheck();
        assert.equal(await more.count(), 0);
    });
});

test("type, entity and text are looked for in what comes, too", async () => {
    await onJournal(async (page) => {
        const { events } = { events: await server.events() };
        const wanted = (list) =>
            list.filter(
                ({ type, shipment, subject }) =>
                    type.startsWith("shipment_") && [shipment, subject].includes("se-3"),
            ).length;
        await page.getByLabel("Type").selectOption("shipment_");
        await page.getByLabel("Entity").fill("se-3");
        await page.getByText(`${wanted(events)} of `).waitFor();
        await rows(page).first().click();
        await scan(3, "AT");
        await upToDate(page);
        const later = wanted(await server.events());
        assert.equal(later, wanted(events) + 1);
        await page.getByText(`${later} of `).waitFor();
        assert.match(await rows(page).last().innerText(), /se-3[^]*AT/);
        await page.getByLabel("Text", { exact: true }).fill('"status":"at"');
        await page.getByText("1 of ").waitFor();
    });
});

test("an event shows what it changed, and leads to the timeline and back", async () => {
    await onJournal(async (page) => {
        await page.getByLabel("Entity").fill("se-2");
        await page.getByLabel("Type").selectOption("delivery_succeeded");
        await rows(page).first().click();
        const status = details(page)
            .getByRole("row")
            .filter({ hasText: /^status/ });
        assert.equal(await status.innerText(), "status\tin flight\tdelivered");
        await details(page).getByRole("button", { name: "In the timeline" }).click();
        assert.match(page.url(), /#timeline$/);
        await page.getByText(/^se-2 IT, delivery \d+, attempt 1/).waitFor();
        await details(page).getByRole("button", { name: "In the journal" }).click();
        assert.match(page.url(), /#journal$/);
        await page.locator("[aria-selected=true]").waitFor();
    });
});
