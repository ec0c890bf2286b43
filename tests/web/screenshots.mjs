// Pictures of the page, for people to look at: each view, 1440 and 800 pixels wide, dark and light.
//
//   node screenshots.mjs FOLDER [NAME]    only pictures whose name begins so
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { openBrowser, openDashboard, openFile } from "./browser.mjs";
import { endpointPictures, fillEndpoints } from "./endpoint_pictures.mjs";
import { scenarioPictures } from "./scenario_pictures.mjs";
import { startServer, startShop } from "./server.mjs";
import { pageOf, scratchFolder, settled } from "./support.mjs";

const out = resolve(process.argv[2] ?? "build/screenshots");
const wanted = process.argv[3] ?? "";
mkdirSync(out, { recursive: true });
const folder = scratchFolder();
const story = pageOf(folder.path("story.html"));
const failing = pageOf(folder.path("failing.html"), "--var", "down_for=5h");
const flaky = pageOf(folder.path("flaky.html"), "@lessons/outage_lost");
const parcels = pageOf(folder.path("parcels.html"), "@parcels");

const press = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
};
const walk = async (page, steps) => {
    await page.locator("canvas[role=application]").focus();
    await press(page, ...Array(steps).fill("ArrowRight"));
};

const pictures = [
    { name: "report", file: story, view: "overview" },
    { name: "report-failed", file: failing, view: "overview" },
    { name: "timeline", file: story, view: "timeline", act: (page) => walk(page, 4) },
    { name: "timeline-lost", file: flaky, view: "timeline", act: (page) => walk(page, 3) },
    { name: "timeline-many", file: parcels, view: "timeline" },
    {
        name: "timeline-playing",
        file: story,
        view: "timeline",
        act: (page) => press(page, "0", ".", "h"),
    },
    {
        name: "journal",
        file: story,
        view: "journal",
        act: async (page) => {
            await page.getByRole("grid").focus();
            await press(page, "Home", ...Array(7).fill("ArrowDown"));
        },
    },
    { name: "deliveries", file: flaky, view: "deliveries" },
    {
        name: "lesson",
        file: flaky,
        view: "lesson",
        act: async (page) => {
            await page.getByRole("button", { name: "Next" }).click();
            await page.getByLabel("Your number").fill("3");
            await page.keyboard.press("Enter");
            await page.locator(".answer").waitFor();
        },
    },
    { name: "keys", file: story, view: "overview", act: (page) => press(page, "?") },
];

/** A server in the middle of a story: attempts that failed in an outage, a webhook that is off. */
async function startLive(shop) {
    const server = await startServer();
    const webhooks = { track: "listener/track", batch: "listener/batch", rate: "listener/rate" };
    const ids = {};
    for (const [event, path] of Object.entries(webhooks))
        ids[event] = (
            await server.service("POST", "/v1/environment/webhooks", {
                event,
                url: event === "rate" ? `${server.url}/bin/rates` : `${shop.url}/${path}`,
            })
        ).webhook_id;
    await server.control("PUT", `webhooks/${ids.batch}`, { enabled: false });
    await server.control("PUT", "endpoints", {
        [shop.url]: { outages: [{ from: "40m", until: "3h", as: 503 }] },
    });
    const parcel = (n) => ({
        at: `${12 * n}m`,
        ship: {
            shipment: `parcel-${n}`,
            scans: [
                { at: "20m", status: "AC" },
                { at: "1h", status: "IT" },
                { at: "6h", status: "DE" },
            ],
        },
    });
    await server.control("POST", "timeline", [
        ...[1, 2, 3, 4, 5].map(parcel),
        { at: "1h", rate: { shipment: "parcel-1" } },
    ]);
    await server.control("POST", "clock/advance", { by: "5h" });
    return server;
}

const livePictures = [
    { name: "live-timeline", view: "timeline", act: (page) => walkTo(page, /503/) },
    {
        name: "live-past",
        view: "timeline",
        act: (page) => press(page, ",", ",", ",", ",", ",", ",", ",", ","),
    },
    { name: "live-deliveries", view: "deliveries" },
    { name: "live-journal", view: "journal" },
    { name: "live-webhooks", view: "webhooks" },
    {
        name: "live-webhooks-edited",
        view: "webhooks",
        act: async (page) => {
            await page.getByRole("link", { name: "edit" }).click();
            const field = page.getByRole("textbox", { name: "Endpoint for Carrier connected" });
            await field.fill("your-server.com");
            await field.press("Tab");
        },
    },
    {
        name: "live-webhooks-tested",
        view: "webhooks",
        act: async (page) => {
            const test = page.getByRole("button", { name: "Send test event" });
            for (const place of [1, 2]) await test.nth(place).click();
            await page.getByText("200 OK").first().waitFor();
        },
    },
    {
        name: "live-console",
        view: "console",
        act: async (page) => {
            const send = page.getByRole("button", { name: "Send", exact: true });
            await send.click();
            await page.getByText("HTTP 409").waitFor();
            await page.getByRole("button", { name: "Viewing active webhooks" }).click();
            await send.click();
            await page.getByText("HTTP 200").waitFor();
        },
    },
    { name: "live-keys", view: "webhooks", act: (page) => press(page, "?") },
];

async function walkTo(page, wanted) {
    await page.locator("canvas[role=application]").focus();
    await press(page, "ArrowRight");
    for (let i = 0; i < 12; ++i) {
        for (let k = 0; k < 4; ++k) {
            if (wanted.test(await page.locator(".timeline-said").innerText())) return;
            await press(page, "ArrowRight");
        }
        await press(page, "ArrowDown");
    }
}

const browser = await openBrowser();
const shop = await startShop();
const server = await startLive(shop);
const endpoints = await startServer();
await fillEndpoints(endpoints);
const all = [
    ...pictures.map((each) => ({
        ...each,
        open: (how, at) => openFile(browser, each.file, how, at),
    })),
    ...livePictures.map((each) => ({
        ...each,
        open: (how, at) => openDashboard(browser, server, how, at),
    })),
    ...scenarioPictures.map((each) => ({
        ...each,
        open: (how, at) => openDashboard(browser, server, how, at),
    })),
    ...endpointPictures.map((each) => ({
        ...each,
        open: (how, at) => openDashboard(browser, endpoints, how, at),
    })),
].filter(({ name }) => name.startsWith(wanted));
for (const [width, height] of [
    [1440, 900],
    [800, 1000],
])
    for (const colorScheme of ["light", "dark"])
        for (const { name, open, view, act } of all) {
            const how = { width, height, colorScheme, reducedMotion: "reduce" };
            const { page, close } = await open(how, `#${view}`);
            await act?.(page);
            await settled(page);
            await page.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png` });
            await close();
        }
await browser.close();
await server.stop();
await endpoints.stop();
shop.stop();
folder.remove();
console.log(`pictures are in ${out}`);
