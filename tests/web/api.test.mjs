// API Management: the documentation's seven steps, and its calls.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDashboard } from "./browser.mjs";
import { startServer, startShop } from "./server.mjs";
import { assertAccessible } from "./support.mjs";

const webhooks = "/v1/environment/webhooks";
let browser, server, shop;

before(async () => {
    browser = await openBrowser();
    server = await startServer();
    shop = await startShop((n) => (n === 1 ? 200 : 503));
});
after(async () => {
    await browser?.close();
    await server?.stop();
    shop?.stop();
});

const row = (page, name) => page.getByRole("row", { name });
const endpoint = (page, name) => page.getByRole("textbox", { name: `Endpoint for ${name}` });
const slider = (page, name) => page.getByRole("switch", { name: `Status of ${name}` });
const edit = (page) => page.getByRole("link", { name: "edit" });
const save = (page) => page.getByRole("button", { name: "Save" });

// A browser says of every answer that is no success that it is an error; here they are wished for.
const others = (problems, status) =>
    problems.filter((each) => !each.includes(`the server responded with a status of ${status}`));

test("the seven steps of the documentation end in a webhook that the API lists", async () => {
    const { page, problems, close } = await openDashboard(browser, server, {}, "#timeline");
    await page.getByRole("button", { name: "API Management" }).click();
    await page.getByRole("tab", { name: "Webhooks" }).click();
    assert.equal(await page.locator("tbody tr").count(), 6);
    await edit(page).click();
    await endpoint(page, "Any tracking event").fill(`${shop.url}/listener/track`);
    await slider(page, "Any tracking event").click();
    await save(page).click();

    await page.getByText("Saved: 1 webhook.").waitFor();
    const listed = await server.service("GET", webhooks);
    assert.deepEqual(
        listed.map(({ event, url }) => [event, url]),
        [["track", `${shop.url}/listener/track`]],
    );
    assert.equal(await slider(page, "Any tracking event").getAttribute("aria-checked"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "edit");

    const test = row(page, "Any tracking event").getByRole("button", { name: "Send test event" });
    await test.click();
    await row(page, "Any tracking event").getByText("200 OK").waitFor();
    assert.match(shop.bodies[0], /"resource_type": ?"API_TRACK"/);
    await test.click();
    await row(page, "Any tracking event")
        .getByText("503 Service Unavailable, next try at 02:00:00")
        .click();
    assert.match(page.url(), /#timeline$/);
    await page.getByText("scan IT").first().waitFor();
    assert.deepEqual(problems, []);
    await close();
});

/** Goes on by Tab until what has the focus is called so. */
async function tabTo(page, name) {
    const focused = () =>
        page.evaluate(() => {
            const { activeElement: at } = document;
            return at.getAttribute("aria-label") ?? at.textContent.trim();
        });
    for (let i = 0; i < 60; ++i) {
        if ((await focused()) === name) return;
        await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not lead to ${name}`);
}

test("the same by keyboard alone, from a test event to its attempt in the timeline", async () => {
    const { page, problems, close } = await openDashboard(browser, server, {}, "#timeline");
    const enter = async (name, ...keys) => {
        await tabTo(page, name);
        for (const key of keys) await page.keyboard.press(key);
    };
    await enter("API Management", "Enter");
    await enter("Webhooks", "ArrowRight", "ArrowLeft");
    await enter("edit", "Enter");
    await enter("Endpoint for Sales orders imported");
    await page.keyboard.type(`${server.url}/bin/orders`);
    await enter("Status of Sales orders imported", "Space");
    await enter("Save", "Enter");
    await page.getByText("Saved: 1 webhook.").waitFor();
    await tabTo(page, "Send test event"); // of the other webhook, which comes first
    await page.keyboard.press("Tab");
    await enter("Send test event", "Enter");
    await row(page, "Sales orders imported").getByText("200 OK").waitFor();
    await enter("200 OK", "Enter");
    await page.getByText("Causes and consequences").waitFor();
    const { webhook_id: id } = (await server.service("GET", webhooks)).find(
        ({ event }) => event === "sales_orders_imported",
    );
    await server.service("DELETE", `${webhooks}/${id}`);
    assert.deepEqual(problems, []);
    await close();
});

test("what the API would refuse is said before it is asked, and stays to be mended", async () => {
    const { page, problems, close } = await openDashboard(browser, server, {}, "#webhooks");
    await edit(page).press("Enter");
    await endpoint(page, "Batch completed").fill("your-server.com");
    await page.keyboard.press("Tab");
    await row(page, "Batch completed").getByText("absolute http or https URL").waitFor();
    await slider(page, "Carrier connected").press("Space");
    await save(page).press("Enter");
    await row(page, "Carrier connected").getByText("Enter an endpoint").waitFor();
    assert.equal(
        await page.evaluate(() => document.activeElement.getAttribute("aria-label")),
        "Endpoint for Batch completed",
    );
    await assertAccessible(page, "webhooks with errors");
    assert.equal((await server.service("GET", webhooks)).length, 1);

    await endpoint(page, "Batch completed").fill("https://your-server.com/batch");
    await slider(page, "Carrier connected").press("Space");
    await page.keyboard.press("Shift+Tab");
    await endpoint(page, "Batch completed").press("Enter");
    await page.getByText("Saved: 1 webhook.").waitFor();
    // Made with its status off: it is there, and nothing is sent.
    assert.equal(await slider(page, "Batch completed").getAttribute("aria-checked"), "false");
    assert.equal((await server.service("GET", webhooks)).length, 2);
    assert.equal((await server.control("GET", "state")).webhooks[1].enabled, false);
    assert.deepEqual(problems, []);
    await close();
});

test("one webhook for each event: the API's own words where another was faster", async () => {
    const { page, problems, close } = await openDashboard(browser, server, {}, "#webhooks");
    await edit(page).click();
    await endpoint(page, "Shipment rate updated").fill("https://mine.test");
    await slider(page, "Shipment rate updated").click();
    await endpoint(page, "Any tracking event").fill(""); // is to be deleted
    await slider(page, "Any tracking event").click();
    await server.service("POST", webhooks, { event: "rate", url: "https://theirs.test" });
    await server.control("POST", "clock/advance", { by: "1s" });
    await save(page).click();
    await page.getByText("1 saved, 1 refused.").waitFor();
    await row(page, "Shipment rate updated")
        .getByText(/^409: /)
        .waitFor();
    assert.deepEqual((await server.service("GET", webhooks)).map(({ event }) => event).sort(), [
        "batch",
        "rate",
    ]);
    await page.getByRole("button", { name: "Cancel" }).click();
    await row(page, "Shipment rate updated").getByText("https://theirs.test").waitFor();
    assert.deepEqual(others(problems, 409), []);
    await close();
});

test("the documentation's calls are ready to be sent; the same POST twice is a 409", async () => {
    const { page, problems, close } = await openDashboard(browser, server, {}, "#console");
    for (const { webhook_id } of await server.service("GET", webhooks))
        await server.service("DELETE", `${webhooks}/${webhook_id}`);
    const answer = page.getByRole("region", { name: "Answer" });
    const send = page.getByRole("button", { name: "Send", exact: true });
    assert.equal(
        await page.getByLabel("Body").inputValue(),
        '{\n  "url": "https://your-server.com",\n  "event": "batch"\n}',
    );
    await send.click();
    await answer.getByText("HTTP 200").waitFor();
    assert.match(await answer.locator("pre.body").innerText(), /"webhook_id": "\d+"/);
    assert.match(await answer.innerText(), /content-type: application\/json/);

    await page.getByLabel("Body").press("Control+Enter");
    await answer.getByText("HTTP 409").waitFor();
    assert.match(await answer.locator("pre.body").innerText(), /webhook_event_type_conflict/);
    await answer.getByText("Review your active webhooks").waitFor();
    await assertAccessible(page, "console");

    await page.getByRole("button", { name: "Viewing active webhooks" }).click();
    await send.click();
    await answer.getByText("HTTP 200").waitFor();
    assert.match(await answer.locator("pre.body").innerText(), /^\[\n {2}\{/);

    await page.getByLabel("API key").fill("");
    await send.click();
    await answer.getByText("HTTP 401").waitFor();
    await page.getByLabel("API key").fill("__YOUR_API_KEY_HERE__");

    const history = page.getByRole("region", { name: "History" });
    assert.deepEqual(
        (await history.getByRole("button").allInnerTexts()).map((text) => text.slice(0, 8)),
        ["401 GET ", "200 GET ", "409 POST", "200 POST"],
    );
    await history.getByRole("button", { name: "409 POST" }).click();
    await page.getByText("As cURL", { exact: true }).click();
    assert.equal(
        await page.locator(".curl pre").innerText(),
        [
            `curl -iX POST ${server.url}${webhooks} \\`,
            `-H 'Content-Type: application/json' \\`,
            `-H 'API-Key: __YOUR_API_KEY_HERE__' \\`,
            `-d '{\n  "url": "https://your-server.com",\n  "event": "batch"\n}'`,
        ].join("\n"),
    );
    assert.deepEqual(others(others(problems, 409), 401), []);
    await close();
});
