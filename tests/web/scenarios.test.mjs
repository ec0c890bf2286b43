// Scenarios in the dashboard: written, checked by the server, played, put side by side; lessons.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard } from "./browser.mjs";
import { takeLesson } from "./lesson_taking.mjs";
import { startServer } from "./server.mjs";
import { assertAccessible, settled } from "./support.mjs";

let browser, server;

before(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

const story = (downFor, event = "track") => `{
  "format": 1, // a comment, ünd more than ASCII
  "webhooks": [ { "event": "${event}", "url": "https://shop.test/hooks" } ],
  "endpoints": { "https://shop.test": { "outages": [ { "until": "${downFor}", "as": 503 } ] } },
  "timeline": [
    { "at": "0s", "ship": { "shipment": "se-1", "scans": [ { "at": "30m", "status": "IT" } ] } },
  ],
  "expect": [ { "deliveries": { "outcome": "delivered" }, "count": 1 } ],
}
`;

const editor = (page) => page.getByRole("textbox", { name: "Scenario" });
const findings = (page) => page.getByRole("complementary", { name: "Findings" });
const tab = (page, name) =>
    page.getByRole("navigation", { name: "Scenario and runs" }).getByRole("button", { name });
const run = (page) => page.keyboard.press("Control+Enter");

async function write(page, text) {
    await editor(page).fill(text);
    await editor(page).focus();
}

/** Opens the page, plays `act`, and asserts that nothing went wrong meanwhile. */
async function onPage(act, how = {}, address = "#scenario") {
    const { page, problems, close } = await openDashboard(browser, server, how, address);
    const refused = (await act(page)) ?? /^$/; // what a browser tells of an answer of 400
    assert.deepEqual(
        problems.filter((problem) => !refused.test(problem)),
        [],
    );
    await close();
}

test("an error is underlined where the loader says, mended, and the run is seen", async () => {
    await onPage(async (page) => {
        await write(page, story("3h", "trak"));
        const underlined = page.locator(".cm-lintRange-error");
        await underlined.waitFor();
        assert.equal(await underlined.innerText(), '"trak"');
        const place = findings(page).getByRole("button", { name: "line 3, column 28" });
        await place.waitFor();
        assert.match(await findings(page).innerText(), /One error[^]*track/);
        await assertAccessible(page, "an error");

        // By keyboard alone: to the place, mend it, run.
        await place.press("Enter");
        for (let i = 0; i < 4; ++i) await page.keyboard.press("ArrowRight");
        await page.keyboard.type("c");
        await findings(page).getByText("Nothing is wrong with it").waitFor();
        await underlined.waitFor({ state: "hidden" });
        await run(page);
        await findings(page).getByText("3 attempts, 1 delivered, 0 lost").waitFor();
        await page.locator("canvas[role=application]").focus();
        for (let i = 0; i < 3; ++i) await page.keyboard.press("ArrowRight");
        await page.getByText(/se-1 IT, delivery 1, attempt 1, at 00:30:00, 503/).waitFor();

        // All of it has the views that every run has.
        await findings(page).getByRole("button", { name: "Journal" }).click();
        await page.getByText("13 of 13 events").waitFor();
        await page.getByRole("row").filter({ hasText: "delivery_requested" }).click();
        await page.getByText(/^Body, \d+ bytes/).waitFor();
        await page.getByRole("button", { name: "Report", exact: true }).click();
        await page.getByText("The expectation held").waitFor();

        // What it is made into comes back into the editor.
        await page.keyboard.press("s");
        await page.getByRole("button", { name: "Open in the editor" }).click();
        await editor(page).getByText('"se-1"').first().waitFor();
        await findings(page).getByText("Nothing is wrong with it").waitFor();
        const changed = findings(page).getByText("The text has changed since");
        await changed.waitFor();
        // What stood there before is not lost.
        await editor(page).focus();
        await page.keyboard.press("Control+z");
        await changed.waitFor({ state: "hidden" });
    });
});

test("what was expected in vain is told at its place in the text", async () => {
    await onPage(
        async (page) => {
            await write(page, story("5h"));
            await run(page);
            const warned = page.locator(".cm-lintRange-warning");
            await warned.waitFor();
            await findings(page).getByRole("button", { name: "line 8, column 15" }).waitFor();
            await assertAccessible(page, "a failed expectation");
            await write(page, story("5h").replace("1 } ]", "0 } ]"));
            await findings(page).getByText("The text has changed since").waitFor();
            await warned.waitFor({ state: "hidden" });
        },
        { colorScheme: "dark" },
    );
});

test("what cannot be run says why", async () => {
    await onPage(async (page) => {
        await write(
            page,
            '{ "format": 1, "timeline": [ { "at": "0s", ' +
                '"request": { "method": "GET", "url": "https://a.test" } } ] }',
        );
        await run(page);
        await findings(page)
            .getByText(/only a live run calls/)
            .waitFor();
        await write(page, "{");
        await run(page);
        await findings(page).getByText("One error").waitFor();
        await page.locator(".cm-lintRange-error").waitFor(); // one, or it is refused
        return /status of 400 .*\/_drydock\/run/;
    });
});

test("two runs side by side part where they should, on one scale of time", async () => {
    await onPage(async (page) => {
        await write(page, story("3h"));
        await run(page);
        await findings(page).getByText("1 delivered, 0 lost").waitFor();
        await write(page, story("5h"));
        await run(page);
        await findings(page).getByText("0 delivered, 1 lost").waitFor();
        await findings(page).getByRole("button", { name: "Side by side" }).click();

        const parted = page.getByRole("region", { name: "Where they part" });
        await parted.getByText("They part at event 12").waitFor();
        await parted.getByText("scenario: /endpoints differs").waitFor();
        await parted.getByText("the receiver did its work").waitFor();
        await parted.getByText("attempt 3 failed: 503 Service Unavailable").waitFor();
        const row = (name) =>
            page.getByRole("region", { name: "Figures" }).getByRole("row", { name });
        assert.equal(await row("discarded").innerText(), "discarded\t0\t1\t+1");
        assert.equal(
            await row("attempts: 503").innerText(),
            "attempts: 503 Service Unavailable\t2\t3\t+1",
        );
        assert.equal(
            await row("deliveries requested").innerText(),
            "deliveries requested\t1\t1\tsame",
        );

        // Zooming into one zooms the other.
        const ticks = async () =>
            (await page.locator(".axis").allTextContents()).map((text) => text.trim());
        const [before] = await ticks();
        await page.getByRole("button", { name: "Zoom in" }).first().click();
        await settled(page);
        const after = await ticks();
        assert.notEqual(after[0], before);
        assert.equal(after[0], after[1]);

        // The first difference leads into the timelines, and to all about it.
        await parted.getByRole("button", { name: "timeline of Run 2" }).click();
        const details = page.getByRole("complementary", { name: "Details" });
        await details.getByText("event 12").waitFor();
        await details.getByText("delivery 1").first().waitFor();
        await assertAccessible(page, "side by side");
        await page.keyboard.press("d");
        await settled(page);
        await assertAccessible(page, "side by side, dark");

        await page.getByLabel("First").selectOption("This world");
        await parted.getByText("They part at event 1").waitFor();
        await page.getByLabel("Second").selectOption("This world");
        await page.getByText("Choose two that are not the same").waitFor();
    });
});

test("a shipped scenario is opened and run; the draft outlives the page", async () => {
    await onPage(async (page) => {
        await page.getByLabel("Open a shipped scenario").selectOption("parcels");
        await editor(page).getByText("A carrier hands over a parcel a second").waitFor();
        await findings(page).getByText("Nothing is wrong with it").waitFor();
        await page.reload();
        await findings(page).getByText("Nothing is wrong with it").waitFor();
        assert.equal(await page.getByLabel("Name").inputValue(), "@parcels");
        const [download] = await Promise.all([
            page.waitForEvent("download"),
            page.getByRole("button", { name: "Save", exact: true }).click(),
        ]);
        assert.equal(download.suggestedFilename(), "parcels.json");

        // A long run is shown from its beginning, and says so.
        await write(
            page,
            (await readAll(download)).replace('"shipments": 2000', '"shipments": 6000'),
        );
        await run(page);
        await findings(page).getByRole("button", { name: "Report" }).click({ timeout: 60_000 });
        await page.getByText(/the first 100,000 of 1\d\d,\d\d\d events/).waitFor();
    });
});

async function readAll(download) {
    const pieces = [];
    for await (const piece of await download.createReadStream()) pieces.push(piece);
    return Buffer.concat(pieces).toString();
}

test("what may stand at the cursor is offered; keys are the editor's while one types", async () => {
    await onPage(async (page) => {
        await write(page, "");
        await page.keyboard.type('{ "format": 1, "prof');
        const offers = page.getByRole("listbox");
        const take = async (name) => {
            await offers.getByRole("option", { name }).click();
            await offers.waitFor({ state: "hidden" });
        };
        await take('"profile"');
        await page.keyboard.press("Control+ ");
        await take('"openapi-2026"');
        await findings(page).getByText("Nothing is wrong with it").waitFor();
        assert.equal(await editor(page).innerText(), '{ "format": 1, "profile": "openapi-2026"}');
        // Tab leads out of the editor, and then the page's keys work.
        await page.keyboard.press("Tab");
        await page.keyboard.press("1");
        assert.match(page.url(), /#timeline$/);
    });
});

test("a lesson is taken to its end in the dashboard", async () => {
    await onPage(
        async (page) => {
            await page
                .getByRole("listitem")
                .filter({ hasText: "An outage that the retry ladder survives" })
                .waitFor();
            assert.equal(await page.getByRole("button", { name: /^Begin: / }).count(), 6);
            await assertAccessible(page, "lessons");
            await page.getByRole("button", { name: "Begin: Outage survived" }).press("Enter");
            const lesson = page.getByRole("region", { name: "Lesson" });
            await lesson.waitFor();
            assert.deepEqual(await takeLesson({ page, lesson }, [3, 1]), [3, 0]);
            await lesson.getByText("1 of 2 right").waitFor();
            await page.keyboard.press("1");
            await lesson.waitFor({ state: "hidden" });
            await page.keyboard.press("8");
            await lesson.getByText("1 of 2 right").waitFor(); // it goes on where it was
            await assertAccessible(page, "end of a lesson");
            await lesson.getByRole("button", { name: "Look around" }).click();
            // The keys turn the clock of the lesson, not that of the server.
            await page.keyboard.press("0");
            await page.keyboard.press("h");
            await page.keyboard.press("i"); // the server's own: it does nothing here
            assert.match(await page.locator(".reading strong").innerText(), /^02:00:00/);
            const { now } = await server.control("GET", "clock");
            assert.match(now, /^2019-09-07T00:00:00/);
            await page.getByRole("button", { name: "All lessons" }).click();
            await page
                .getByRole("button", { name: /^Begin: / })
                .first()
                .waitFor();
        },
        { reducedMotion: "reduce", colorScheme: "dark" },
        "#lessons",
    );
});
