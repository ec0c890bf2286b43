// The page of a run, opened from disk by a browser that has no network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { openBrowser, openFile } from "./browser.mjs";
import {
    assertAccessible,
    inkAround,
    pageOf,
    program,
    scratchFolder,
    settled,
} from "./support.mjs";

const folder = scratchFolder();
let browser, story, lost, everything;

before(async () => {
    story = pageOf(folder.path("story.html"));
    lost = pageOf(folder.path("lost.html"), "--var", "down_for=5h");
    everything = pageOf(folder.path("everything.html"), "@every_event");
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    folder.remove();
});

/** Opens a page, plays `act`, and asserts that nothing went wrong meanwhile. */
async function on(file, view, act, how = {}) {
    const { page, problems, close } = await openFile(browser, file, how, `#${view}`);
    await act(page);
    assert.deepEqual(problems, []);
    await close();
}

const details = (page) => page.getByRole("complementary", { name: "Details" });
const said = (page) => page.locator(".timeline-said");

test("the page is small, and says what it is", async () => {
    assert.ok(statSync(story).size < 500_000, `${statSync(story).size} bytes`);
    await on(story, "overview", async (page) => {
        await page.getByText("All 7 expectations held").waitFor();
        await page.getByText("it cannot run the scenario again").waitFor();
        await page.getByText("drydock run --seed 1").waitFor();
        await page.getByText("25bdda11f176015c69d0d7e21d0a1454").waitFor();
        await page.getByText("timeout 10s (the seed names none)").waitFor();
        assert.match(await page.title(), /the bundled outage story/);
    });
});

test("what failed is told first, with its evidence, which leads into the timeline", async () => {
    await on(lost, "overview", async (page) => {
        await page.getByText(/\d+ of 7 expectations failed/).waitFor();
        const first = page.locator(".expectations > li").first();
        assert.match(await first.innerText(), /expected .*found/);
        await first.getByRole("button").last().click();
        assert.equal(
            await page
                .getByRole("button", { name: "Timeline", exact: true })
                .getAttribute("aria-current"),
            "page",
        );
        await details(page).getByText("Causes and consequences").waitFor();
    });
});

test("the timeline shows the attempts, and a click on one tells all about it", async () => {
    await on(story, "timeline", async (page) => {
        const canvas = page.locator("canvas[role=application]");
        await settled(page);
        const box = await canvas.boundingBox();
        const label = 184;
        // All of 04:30 fits between the label and the edge, with 3 % of room at both ends.
        const x = (hours) => label + ((hours / 4.5 + 0.03) / 1.06) * (box.width - label);
        const y = 26 + 34 + 26 + 17 + 23 / 2 - 2;
        for (const hours of [0.5, 2.5, 4.5])
            assert.ok((await inkAround(page, x(hours), y)) > 4, `an attempt at ${hours} h`);
        assert.ok((await inkAround(page, x(3.6), y + 30)) <= 2, "nothing where nothing is");

        await canvas.click({ position: { x: x(2.5), y } });
        const text = await details(page).innerText();
        for (const part of [
            "attempt 2 started",
            "POST https://shop.test/hooks",
            "503 Service Unavailable",
            "next try at 04:30:00",
            "scan IT",
            "delivery 1 requested",
            "delivered by attempt 3",
            "waiting",
            "in flight",
        ])
            assert.ok(text.includes(part), `${part} in:\n${text}`);
        await details(page)
            .getByText(/^Body, \d+ bytes/)
            .click();
        assert.match(await details(page).locator("pre").first().innerText(), /"status_code": "IT"/);

        await details(page)
            .getByRole("button", { name: /scan IT/ })
            .click();
        await details(page).getByRole("cell", { name: "UN" }).waitFor();
        await details(page).getByRole("button", { name: "In the journal" }).click();
        assert.match(
            await page.locator("[role=row][aria-selected=true]").innerText(),
            /shipment_scanned/,
        );
    });
});

test("keys alone walk the timeline, and what is said follows", async () => {
    await on(story, "timeline", async (page) => {
        await page.locator("canvas[role=application]").focus();
        for (let i = 0; i < 3; ++i) await page.keyboard.press("ArrowRight");
        assert.match(
            await said(page).innerText(),
            /se-1 IT, delivery 1, attempt 1, at 00:30:00, 503 Service Un.*, next try at 02:30:00/,
        );
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        assert.match(
            await said(page).innerText(),
            /attempt 3, at 04:30:00, 200 OK, the receiver did its work, delivered after 4h/,
        );
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("ArrowLeft");
        assert.match(await said(page).innerText(), /attempt 2/);
    });
});

test("zooming keeps what is selected in sight, from hours to microseconds", async () => {
    await on(story, "timeline", async (page) => {
        await page.locator("canvas[role=application]").focus();
        for (let i = 0; i < 4; ++i) await page.keyboard.press("ArrowRight");
        for (let i = 0; i < 45; ++i) await page.keyboard.press("+");
        await settled(page);
        const ticks = await page.locator(".axis text").allTextContents();
        assert.ok(
            ticks.includes("02:30:00") || ticks.some((t) => /^02:(29:59\.9|30:00\.0)/.test(t)),
        );
        const box = await page.locator("canvas[role=application]").boundingBox();
        const column = Array.from({ length: 60 }, (_, i) => 184 + (i * (box.width - 184)) / 60);
        const y = 26 + 34 + 26 + 17 + 23 / 2 - 2;
        const inks = await Promise.all(column.map((x) => inkAround(page, x + 7, y)));
        assert.ok(Math.max(...inks) > 4, "the attempt is there");
    });
});

test("the clock steps, plays, pauses and rewinds by keyboard", async () => {
    await on(story, "timeline", async (page) => {
        const reading = page.locator(".reading strong");
        const tally = page.locator(".tally");
        await page.keyboard.press("0");
        assert.equal(await reading.innerText(), "00:00:00");
        assert.match(await tally.innerText(), /0\s*delivered\s*0\s*open/);
        await page.keyboard.press(".");
        assert.equal(await reading.innerText(), "00:30:00");
        assert.match(await tally.innerText(), /0\s*delivered\s*1\s*open/);
        await page.keyboard.press("h");
        assert.equal(await reading.innerText(), "02:30:00");
        await page.keyboard.press(",");
        assert.equal(await reading.innerText(), "00:30:00");
        await page.keyboard.press(" ");
        await page.getByRole("button", { name: "Pause" }).waitFor();
        await page.waitForFunction(
            () => document.querySelector(".reading strong").textContent > "00:31:00",
        );
        await page.keyboard.press(" ");
        await page.getByRole("button", { name: "Play" }).waitFor();
        await page.keyboard.press("e");
        assert.match(await tally.innerText(), /1\s*delivered\s*0\s*open/);
    });
});

test("without motion the clock goes from event to event", async () => {
    await on(
        story,
        "timeline",
        async (page) => {
            await page.keyboard.press("0");
            await page.keyboard.press(" ");
            const seen = new Set();
            while (!seen.has("04:30:00"))
                seen.add(await page.locator(".reading strong").innerText());
            assert.deepEqual([...seen], ["00:00:00", "00:30:00", "02:30:00", "04:30:00"]);
        },
        { reducedMotion: "reduce" },
    );
});

test("the journal is filtered by type, entity and text, and walked by keyboard", async () => {
    await on(everything, "journal", async (page) => {
        const status = page.getByRole("status");
        const total = Number(/of (\d+) events/.exec(await status.innerText())[1]);
        assert.ok(total > 40);
        await page.getByLabel("Type").selectOption("delivery_requested");
        const requested = Number((await status.innerText()).split(" ")[0]);
        assert.ok(requested > 3 && requested < total);
        await page.getByLabel("Type").selectOption("");
        await page.getByLabel("Entity").fill("#1");
        for (const type of await page.locator("[role=rowgroup] code").allInnerTexts())
            assert.match(type, /^(delivery|attempt|effect)_/);
        await page.getByRole("button", { name: "Clear" }).click();
        await page.getByLabel("Text").fill("ORDER_SOURCE_refresh");
        assert.ok(Number((await status.innerText()).split(" ")[0]) >= 2);
        await page.getByRole("grid", { name: "Journal" }).focus();
        await page.keyboard.press("Home");
        await page.keyboard.press("ArrowDown");
        assert.equal(
            await page.locator("[role=row][aria-selected=true]").getAttribute("aria-rowindex"),
            "3",
        );
        await details(page).getByText("What it changed").waitFor();
    });
});

test("an exported journal is the same page", async () => {
    execFileSync(program, ["run", "-q", "--journal", folder.path("a.db")]);
    execFileSync(program, ["export", folder.path("a.db"), folder.path("a.html")]);
    await on(folder.path("a.html"), "overview", async (page) => {
        await page.getByText("All 7 expectations held").waitFor();
        await page.getByText("drydock replay").waitFor();
        await page.keyboard.press("3");
        assert.match(await page.getByRole("grid", { name: "Deliveries" }).innerText(), /delivered/);
    });
});

test("the address says which page is open, and the brush which time", async () => {
    await on(everything, "deliveries", async (page) => {
        await page.getByRole("grid", { name: "Deliveries" }).waitFor();
        await page.keyboard.press("2");
        assert.match(page.url(), /#timeline$/);
        const strip = await page.locator("svg.strip").boundingBox();
        const ticks = () => page.locator(".axis text").allTextContents();
        const all = await ticks();
        await page.mouse.move(strip.x + strip.width - 2, strip.y + 10);
        await page.mouse.down();
        await page.mouse.move(strip.x + strip.width / 3, strip.y + 10, { steps: 4 });
        await page.mouse.up();
        await settled(page);
        assert.notDeepEqual(await ticks(), all);
        await page.keyboard.press("f");
        await settled(page);
        assert.deepEqual(await ticks(), all);
    });
});

for (const colorScheme of ["light", "dark"])
    for (const width of [1440, 800])
        test(`nobody is kept out, ${colorScheme}, ${width} pixels wide`, async () => {
            await on(
                lost,
                "overview",
                async (page) => {
                    await assertAccessible(page, "overview");
                    for (const [key, name] of [
                        ["2", "timeline"],
                        ["3", "deliveries"],
                        ["4", "journal"],
                    ]) {
                        await page.keyboard.press(key);
                        if (name === "timeline")
                            await page.locator("canvas[role=application]").press("ArrowRight");
                        if (name === "journal") await page.getByRole("grid").press("End");
                        await settled(page);
                        await assertAccessible(page, name);
                        const beyond = await page.evaluate(
                            () => document.documentElement.scrollWidth - innerWidth,
                        );
                        assert.ok(beyond <= 0, `${name} is ${beyond} pixels too wide`);
                    }
                    await page.keyboard.press("?");
                    await page.getByRole("dialog").waitFor();
                    const pages = "the pages: Report, Timeline, Deliveries, Journal";
                    await page.getByText(pages, { exact: true }).waitFor();
                    await assertAccessible(page, "help");
                },
                { colorScheme, width },
            );
        });

test("the theme is the system's until somebody chooses", async () => {
    await on(
        story,
        "overview",
        async (page) => {
            const theme = () => page.locator("html").getAttribute("data-theme");
            assert.equal(await theme(), "dark");
            await page.keyboard.press("d");
            assert.equal(await theme(), "light");
            await page.emulateMedia({ colorScheme: "light" });
            await page.keyboard.press("d");
            assert.equal(await theme(), "dark");
        },
        { colorScheme: "dark" },
    );
});

test("on paper the report is light, and has the timeline but no buttons", async () => {
    const act = async (page) => {
        await page.emulateMedia({ media: "print" });
        await page.locator("canvas[role=application]").waitFor();
        assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
        assert.equal(await page.locator(".top nav").isVisible(), false);
        assert.equal(await page.locator(".digest").isVisible(), true);
        assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
    };
    await on(lost, "overview", act, { colorScheme: "dark" });
});

test("on paper the journal is whole", async () => {
    await on(everything, "journal", async (page) => {
        await page.setViewportSize({ width: 1000, height: 500 });
        const rows = page.locator("[role=rowgroup] [role=row]");
        await page.waitForFunction(() => document.querySelectorAll(".vrow").length < 40);
        await page.emulateMedia({ media: "print" });
        await page.waitForFunction(() => document.querySelectorAll(".vrow").length > 40);
        assert.equal(await rows.last().isVisible(), true);
    });
});
