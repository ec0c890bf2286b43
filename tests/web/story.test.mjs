// A story in the dashboard: an outage, an attempt that fails in it, the retry two hours later; and
// the way back into the past. All of it by keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard } from "./browser.mjs";
import { startServer, startShop } from "./server.mjs";
import { assertAccessible, inkAround, settled } from "./support.mjs";

let browser, shop;

before(async () => {
    browser = await openBrowser();
    shop = await startShop();
});
after(async () => {
    await browser?.close();
    shop?.stop();
});

const reading = (page) => page.locator(".reading strong").innerText();
const said = (page) => page.locator(".timeline-said");
const past = (page) => page.getByText("Viewing the past.");
const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
};
const mode = async (server) => (await server.control("GET", "clock")).mode;

/** A server with a webhook for tracking, an outage of an hour and a half, and a parcel. */
async function startStory() {
    const server = await startServer();
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: `${shop.url}/hooks`,
    });
    await server.control("PUT", "endpoints", {
        [shop.url]: { outages: [{ from: "10m", until: "90m", as: 503 }] },
    });
    await server.control("POST", "timeline", [
        { at: "0s", ship: { shipment: "parcel", scans: [{ at: "30m", status: "IT" }] } },
    ]);
    return server;
}

test("an attempt fails inside an outage, and two hours on its retry arrives", async () => {
    const server = await startStory();
    const { page, problems, close } = await openDashboard(browser, server);
    await page.locator("canvas[role=application]").waitFor();
    assert.equal(await reading(page), "00:00:00");
    await press(page, "Space");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.getByText("1 open").waitFor();
    await press(page, "Space");
    await page.getByRole("button", { name: "Play" }).waitFor();
    assert.equal(await mode(server), "manual");
    assert.ok((await reading(page)) < "02:30:00");

    await press(page, "Shift+Tab"); // nothing is done to what has the focus
    await page.locator("canvas[role=application]").focus();
    await press(page, "ArrowRight");
    for (let lane = 0; lane < 8 && !/^parcel/.test(await said(page).innerText()); ++lane) {
        await press(page, "ArrowDown");
        await settled(page); // what is said follows the key
    }
    await press(page, "ArrowRight", "ArrowRight");
    assert.match(
        await said(page).innerText(),
        /attempt 1, at 00:30:00, 503 Service Unavailable, next try at 02:30:00/,
    );
    await settled(page);
    assert.ok(await isInBand(page), "the outage is drawn around the attempt");
    assert.equal(shop.bodies.length, 0);

    await press(page, "h");
    await page.getByText("1 delivered").waitFor();
    assert.equal(shop.bodies.length, 1);
    await press(page, "ArrowRight");
    assert.match(await said(page).innerText(), /attempt 2, at 02:30:00, 200 OK/);
    await page.getByText("nothing pending").waitFor();
    assert.deepEqual(problems, []);
    await close();
    await server.stop();
});

/** Whether the lane of the endpoint has the hatching of an outage, which has colours of its own. */
async function isInBand(page) {
    const width = (await page.locator("canvas[role=application]").boundingBox()).width;
    const y = 26 + 17;
    for (let x = 190; x < width; x += 12) if ((await inkAround(page, x, y)) > 6) return true;
    return false;
}

test("each key of the clock does what the help says", async () => {
    const server = await startStory();
    const { page, problems, close } = await openDashboard(browser, server, {}, "#journal");
    const at = (text) =>
        page.waitForFunction(
            (wanted) => document.querySelector(".reading strong").textContent === wanted,
            text,
        );
    await press(page, ".");
    await at("00:30:00");
    await press(page, "h");
    await at("02:30:00");
    await press(page, ",", "e"); // and nothing is dropped by who is fast
    await press(page, "h", "h");
    await at("06:30:00");
    await page.getByText("1 delivered").waitFor();

    // The past: one step, then all of it, then on again; the server stays where it is.
    await press(page, ",");
    await past(page).waitFor();
    await press(page, "0");
    await at("00:00:00");
    await page.getByText("0 delivered").waitFor();
    await press(page, ".");
    await page.getByText("The server stands at 06:30:00.").waitFor();
    await assertAccessible(page, "the past");
    await press(page, "h");
    assert.ok((await reading(page)) <= "02:30:00");
    await press(page, "0", "4");
    await page.getByText("as they were then").waitFor();
    await press(page, "3", "e");
    await past(page).waitFor({ state: "detached" });
    await at("06:30:00");

    await press(page, "]", "]", "]");
    assert.equal(await page.getByLabel("Speed").inputValue(), "auto");
    await press(page, "[");
    assert.equal(await page.getByLabel("Speed").inputValue(), "86400x");
    await press(page, "l");
    assert.equal(await page.getByLabel("follow").isChecked(), false);
    await server.control("POST", "timeline", {
        at: "5h",
        track: { shipment: "parcel", status: "DE" },
    });
    await page.getByText("1 pending, next 11:30:00").waitFor();
    await press(page, "i");
    await at("11:30:00");
    await page.getByText("2 delivered").waitFor();

    // The key after it may come before anything is painted.
    const isOpen = await page.evaluate(async () => {
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
        const dialog = () => document.querySelector("dialog");
        for (let turn = 0; turn < 100 && !dialog(); ++turn) await null;
        return dialog().open;
    });
    assert.ok(isOpen);
    const help = page.getByRole("dialog");
    for (const words of ["two hours on", "back to live", "on until nothing is pending"])
        await help.getByText(words).waitFor();
    await assertAccessible(page, "help");
    assert.deepEqual(problems, []);
    await close();
    await server.stop();
});

test("who else turns the clock is seen", async () => {
    const server = await startStory();
    const { page, problems, close } = await openDashboard(browser, server);
    await server.control("PUT", "clock", { mode: "60x" });
    await page.getByRole("button", { name: "Pause" }).waitFor();
    assert.equal(await page.getByLabel("Speed").inputValue(), "60x");
    const goesOn = async () =>
        page.waitForFunction(
            (text) => document.querySelector(".reading strong").textContent > text,
            await reading(page),
        );
    await goesOn();
    // Who only looks leaves no trace in the journal.
    const events = (await server.events()).length;
    await goesOn();
    assert.equal((await server.events()).length, events);
    await server.control("PUT", "clock", { mode: "manual" });
    await page.getByRole("button", { name: "Play" }).waitFor();
    assert.deepEqual(problems, []);
    await close();
    await server.stop();
});

for (const [colorScheme, width] of [
    ["light", 1440],
    ["dark", 800],
])
    test(`nobody is kept out, ${colorScheme}, ${width} pixels wide`, async () => {
        const server = await startStory();
        await server.control("POST", "clock/advance", { by: "2h" });
        const how = { colorScheme, width };
        const { page, problems, close } = await openDashboard(browser, server, how);
        await page.keyboard.press("?");
        const help = await page.locator(".keys").innerText();
        await page.keyboard.press("Escape");
        const keys = /1 2 3[ \d]*/.exec(help)[0].trim().split(" ");
        assert.ok(keys.length >= 6);
        for (const key of keys) {
            const before = page.url();
            await press(page, key);
            await page.waitForFunction(
                ([url, isFirst]) => isFirst || location.href !== url,
                [before, key === "1"],
            );
            await settled(page);
            const where = page.url().split("#")[1];
            await assertAccessible(page, where);
            const beyond = await page.evaluate(
                () => document.documentElement.scrollWidth - innerWidth,
            );
            assert.ok(beyond <= 0, `${where} is ${beyond} pixels too wide`);
        }
        assert.deepEqual(problems, []);
        await close();
        await server.stop();
    });
