// Endpoints and bins, and the faults that are drawn in front of them: in a world that goes on, and
// in a run that is over.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard, openFile } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { assertAccessible, pageOf, program, scratchFolder, settled } from "./support.mjs";

const folder = scratchFolder();
let browser, server, story;

before(async () => {
    [browser, server] = await Promise.all([openBrowser(), startServer()]);
    story = pageOf(folder.path("story.html"));
});
after(async () => {
    await browser?.close();
    await server?.stop();
    folder.remove();
});

/** Opens the dashboard, plays `act`, and asserts that nothing went wrong meanwhile. */
async function live(view, act, how = {}) {
    const { page, problems, close } = await openDashboard(browser, server, how, `#${view}`);
    await act(page);
    assert.deepEqual(problems, []);
    await close();
}

const requests = (page) => page.locator("[role=rowgroup] [role=row]");
const detail = (page) => page.getByRole("complementary", { name: "Request" });
const said = (page) => page.locator(".timeline-said");

/** What a browser downloads by a click. */
async function downloaded(page, button) {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const path = folder.path(download.suggestedFilename());
    await download.saveAs(path);
    return path;
}

/** Attempts of a subject and how they ended, as `drydock run` plays a file. */
function played(file, subject) {
    execFileSync(program, ["check", file], { stdio: "pipe" });
    const journal = folder.path("played.jsonl");
    execFileSync(program, ["run", "-q", file, "--journal", journal], { stdio: "pipe" });
    const [, ...lines] = readFileSync(journal, "utf8").trim().split("\n");
    return outcomesOf(
        lines.map((line) => JSON.parse(line)),
        subject,
    );
}

function outcomesOf(events, subject) {
    const own = events.filter((e) => e.type === "delivery_requested" && e.subject === subject);
    const numbers = new Set(own.map((e) => e.delivery));
    return events
        .filter(
            (e) => numbers.has(e.delivery) && /^(attempt_failed|delivery_succeeded)$/.test(e.type),
        )
        .map((e) => `${e.at} ${e.attempt} ${e.reason ?? e.status}`);
}

test("a bin that is made by its name tells what to send, and shows it at once", async () => {
    await live("endpoints", async (page) => {
        await page.getByLabel("A new bin").fill("orders");
        await page.keyboard.press("Enter");
        await page.getByText("Waiting for the first request").waitFor();
        const line = await page.locator(".waiting code").first().innerText();
        assert.ok(line.startsWith(`curl -X POST ${server.url}/bin/orders `), line);
        await page.getByRole("button", { name: "Copy", exact: true }).click();
        await page.getByText("Copied").waitFor();
        await assertAccessible(page, "an empty bin");

        execFileSync("sh", ["-c", `${line} -sS -H 'Authorization: Bearer abc'`]);
        await fetch(`${server.url}/bin/orders?x=1`, { method: "PUT", body: '{"amount":40.0}' });
        await page.getByText("2 requests, more as they come").waitFor();
        await page.getByRole("grid").focus();
        for (const key of ["Home", "End"]) await page.keyboard.press(key);
        await detail(page).getByText("/bin/orders?x=1").waitFor();
        assert.equal(await detail(page).locator("pre").innerText(), '{\n  "amount": 40.0\n}');
        await detail(page).getByLabel("as it came").check();
        assert.equal(await detail(page).locator("pre").innerText(), '{"amount":40.0}');
        await requests(page).first().click();
        const headers = await detail(page).locator("table").innerText();
        assert.match(headers, /Authorization\s+\*\*\*/);
        await detail(page).getByRole("button", { name: "Copy as cURL" }).click();
        await detail(page).getByText("Copied").waitFor();
        await assertAccessible(page, "a request");
    });
});

test("a request is sent again as it was or edited, and all of them as HAR", async () => {
    await live(
        "endpoints",
        async (page) => {
            await page.getByRole("button", { name: /^orders/ }).click();
            await requests(page).first().click();
            await detail(page).getByRole("button", { name: "Resend…" }).click();
            await page.getByRole("button", { name: "Send", exact: true }).click();
            await page.getByText("Answered 200", { exact: true }).waitFor();
            await page.getByLabel("To", { exact: true }).fill(`${server.url}/bin/other`);
            await page.getByRole("textbox", { name: "Headers" }).fill("X-Edited: yes");
            await page.getByRole("textbox", { name: "Body" }).fill("other words");
            await page.getByRole("button", { name: "Send", exact: true }).click();
            await page.getByRole("button", { name: /^other/ }).waitFor({ state: "attached" });
            await assertAccessible(page, "resending");
            await page.keyboard.press("Escape");
            await page.getByText("3 requests, more as they come").waitFor();
            const har = await downloaded(page, page.getByRole("link", { name: "Download as HAR" }));
            assert.equal(JSON.parse(readFileSync(har, "utf8")).log.entries.length, 3);
        },
        { colorScheme: "dark" },
    );
    const { requests: sent } = await server.control("GET", "bin/orders/requests");
    assert.equal(sent[2].body, sent[0].body);
    assert.ok(
        sent[2].headers.some(([, value]) => value === "Bearer abc"),
        "hidden, not lost",
    );
    const [other] = (await server.control("GET", "bin/other/requests")).requests;
    assert.equal(other.body, "other words");
    assert.ok(!other.headers.some(([, value]) => value === "Bearer abc"), "taken out, and gone");
});

test("an attempt fails in a drawn outage, and its retry is seen two hours later", async () => {
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: `${server.url}/bin/drawn`,
    });
    await server.control("POST", "timeline", [
        { at: "0s", track: { shipment: "se-70", status: "AC" } },
        { at: "90m", track: { shipment: "se-70", status: "IT" } },
    ]);
    await live("timeline", async (page) => {
        const canvas = page.locator("canvas[role=application]");
        const form = page.getByRole("dialog", { name: "An outage" });
        // A minute and its margins, wider and wider around its middle: four hours to both sides.
        await page.getByRole("button", { name: "Fit" }).click();
        for (let i = 0; i < 13; ++i) await page.getByRole("button", { name: "Zoom out" }).click();
        await settled(page);
        const box = await canvas.boundingBox();
        const xOf = (minutes) =>
            box.x + 184 + ((minutes - 0.5) / (1.06 * 1.6 ** 13) + 0.5) * (box.width - 184);
        const y = box.y + 26 + 17; // of the first endpoint
        const drag = async (from, until) => {
            await page.mouse.move(xOf(from), y);
            await page.mouse.down();
            await page.mouse.move(xOf(until - 20), y, { steps: 3 });
            await page.mouse.move(xOf(until), y, { steps: 3 });
            await page.mouse.up();
            await form.waitFor();
        };
        const picture = () => canvas.evaluate((c) => c.toDataURL());
        const before = await picture();
        await page.keyboard.down("Shift");
        await drag(60, 180);
        await page.keyboard.up("Shift");
        await settled(page);
        assert.notEqual(await picture(), before, "the band is there while it is drawn");
        assert.match(await form.getByLabel("From", { exact: true }).inputValue(), /^0(0:5|1:0)/);
        assert.match(await form.getByLabel("Until", { exact: true }).inputValue(), /^0(2:5|3:0)/);
        await assertAccessible(page, "an outage");
        await page.keyboard.press("Escape");
        await form.waitFor({ state: "detached" });
        await settled(page);
        assert.equal(await picture(), before, "and gone when it is not wanted");

        await page.getByRole("button", { name: "Outage", exact: true }).click();
        await page.getByRole("button", { name: "Fit" }).click();
        for (let i = 0; i < 13; ++i) await page.getByRole("button", { name: "Zoom out" }).click();
        await drag(60, 180);
        await form.getByRole("button", { name: "Put in force" }).click();
        await form.waitFor({ state: "detached" });

        const failed = page.getByRole("complementary", { name: "Details" });
        await page.getByRole("button", { name: "Fit" }).click();
        await server.control("POST", "clock/advance", { by: "90m" });
        const walk = async (words) => {
            await canvas.focus();
            for (let i = 0; i < 40 && !words.test(await said(page).innerText()); ++i) {
                await page.keyboard.press("ArrowRight");
                await settled(page); // what happened may still be on its way here
            }
            assert.match(await said(page).innerText(), words);
        };
        await page.getByLabel("Find a lane by its id").fill("se-70");
        await walk(/attempt 1, at 01:30:00, 503 .*next try at 03:30:00/);
        // It is what happened last, and has happened: only the scenario can be another.
        await failed.getByLabel(/answer this one with/).selectOption("410");
        await failed.getByRole("button", { name: "Answer" }).first().click();
        await failed.getByText("Edited: 410").waitFor();
        await failed.getByRole("button", { name: "Take it back" }).click();
        await failed.getByText("Edited: 410").waitFor({ state: "detached" });
        await failed.getByLabel(/^Answer the next one/).selectOption("timeout");
        await failed.getByRole("button", { name: "Answer" }).last().click();
        await failed.getByText("It will be answered timeout").waitFor();
        await server.control("POST", "clock/advance", { by: "6h" });
        await walk(/attempt 2, at 03:30:00, no answer/);
        await walk(/attempt 3, at 05:30:10, 200 OK/);

        await page.keyboard.press("s");
        const save = page.getByRole("dialog", { name: "Save as a scenario" });
        await assertAccessible(page, "saving");
        const file = await downloaded(page, save.getByRole("button", { name: /^Download/ }));
        const recorded = outcomesOf(await server.events(), "se-70");
        assert.deepEqual(
            recorded.map((line) => line.slice(11)),
            ["00:00:00Z 1 200", "01:30:00Z 1 http_503", "03:30:10Z 2 timeout", "05:30:10Z 3 200"],
        );
        assert.deepEqual(played(file, "se-70"), recorded);
    });
});

test("what is past is edited in the scenario, by keys alone", async () => {
    await live("timeline", async (page) => {
        await page.keyboard.press("o");
        const form = page.getByRole("dialog", { name: "An outage" });
        await form.getByLabel("Endpoint").selectOption(`${server.url}/bin/drawn`);
        await form.getByLabel("From", { exact: true }).fill("0s");
        await form.getByLabel("Until", { exact: true }).fill("30m");
        await form.getByText("in the past").waitFor();
        await page.keyboard.press("Enter");
        await form.waitFor({ state: "detached" });
        await page.keyboard.press("s");
        const save = page.getByRole("dialog", { name: "Save as a scenario" });
        await save.getByText("/bin/drawn: 503 from 00:00:00 until 00:30:00").waitFor();
        const file = await downloaded(page, save.getByRole("button", { name: /^Download/ }));
        const first = played(file, "se-70")[0];
        assert.equal(first, "2019-09-07T00:00:00Z 1 http_503");
        await save.getByRole("button", { name: "Remove" }).click();
        await save.getByText("/bin/drawn: 503 from").waitFor({ state: "detached" });
    });
});

test("what stands in front of an endpoint is listed, slowed down and taken away", async () => {
    await live("endpoints", async (page) => {
        await page.getByRole("button", { name: /^other/ }).click();
        await page.getByLabel("Answer after").fill("250ms");
        await page.keyboard.press("Enter");
        await page.getByText("everything: 200 after 250ms").waitFor();
        await page.getByRole("button", { name: "Outage…" }).click();
        const form = page.getByRole("dialog", { name: "An outage" });
        await form.getByLabel(/^Whoever calls gets/).selectOption("reset");
        await form.getByLabel("Until", { exact: true }).fill("");
        await form.getByRole("button", { name: "Put in force" }).click();
        await page.locator(".places").getByText("down").waitFor();
        const send = () => fetch(`${server.url}/bin/other`, { method: "POST" });
        await assert.rejects(send().then((answer) => answer.text()));
        await page.getByRole("button", { name: "Remove" }).first().click();
        await page.locator(".places").getByText("down").waitFor({ state: "detached" });
        assert.equal((await send()).status, 200);
        await page.getByLabel("Answer after").fill("soon");
        assert.equal(await page.getByLabel("Answer after").getAttribute("aria-invalid"), "true");
    });
});

test("a run that is over is edited too, and the file says how it goes then", async () => {
    const { page, problems, close } = await openFile(browser, story, {}, "#timeline");
    await page.locator("canvas[role=application]").focus();
    for (let i = 0; i < 4; ++i) await page.keyboard.press("ArrowRight");
    const details = page.getByRole("complementary", { name: "Details" });
    await details.getByLabel(/answer this one with/).selectOption("200");
    await details.getByRole("button", { name: "Answer" }).click();
    await details.getByText("Edited: 200").waitFor();
    await details.getByRole("button", { name: "Save as a scenario" }).click();
    const save = page.getByRole("dialog", { name: "Save as a scenario" });
    await save.getByText("The page replays and cannot run it again").waitFor();
    assert.match(await save.locator(".repeat code").innerText(), /^drydock run .*-edited\.json$/);
    await assertAccessible(page, "saving a run that is over");
    const file = await downloaded(page, save.getByRole("button", { name: /^Download/ }));
    const scenario = JSON.parse(readFileSync(file, "utf8"));
    delete scenario.expect; // they are of the run as it was
    writeFileSync(file, JSON.stringify(scenario));
    assert.deepEqual(played(file, "se-1"), [
        "2019-09-07T00:30:00Z 1 http_503",
        "2019-09-07T02:30:00Z 2 200",
    ]);
    assert.deepEqual(problems, []);
    await close();
});
