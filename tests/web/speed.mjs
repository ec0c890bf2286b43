// How long a page of 100,000 events takes, a report and the dashboard of a server: to its first
// picture, until its run is there, for each frame of panning and scrolling, and until what happens
// in the server is seen. Prints tables; asserts nothing.
//
//   node speed.mjs
import { statSync } from "node:fs";
import { openBrowser, openDashboard, openFile } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { pageOf, scratchFolder } from "./support.mjs";

const ms = (value) => `${value.toFixed(1)} ms`.padStart(10);

/** Times from frame to frame while `act` goes on. */
async function frames(page, act) {
    await page.evaluate(() => {
        globalThis.frames = [];
        let last = performance.now();
        const tick = (now) => {
            globalThis.frames.push(now - last);
            last = now;
            if (globalThis.frames) requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    });
    await act();
    const times = await page.evaluate(() => {
        const all = globalThis.frames.slice(2);
        globalThis.frames = undefined;
        return all;
    });
    return times.sort((a, b) => a - b);
}

async function measure(page) {
    await page.waitForTimeout(500);
    const [first, ready] = await page.evaluate(() =>
        ["first-contentful-paint", "drydock-ready"].map(
            (name) => performance.getEntriesByName(name)[0].startTime,
        ),
    );
    console.log(`first paint          ${ms(first)}`);
    console.log(`run ready            ${ms(ready)}`);
    const box = await page.locator("canvas[role=application]").boundingBox();
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const rows = {
        "pan, all of the run": async () => {
            await page.mouse.move(middle.x, middle.y);
            await page.mouse.down();
            for (let i = 0; i < 120; ++i) await page.mouse.move(middle.x - 2 * i, middle.y);
            await page.mouse.up();
        },
        "pan, zoomed in": async () => {
            for (let i = 0; i < 6; ++i) await page.keyboard.press("+");
            await page.mouse.move(middle.x, middle.y);
            await page.mouse.down();
            for (let i = 0; i < 120; ++i) await page.mouse.move(middle.x + 2 * i, middle.y);
            await page.mouse.up();
            await page.keyboard.press("f");
        },
        "scroll through the lanes": async () => {
            await page.mouse.move(middle.x, middle.y);
            for (let i = 0; i < 120; ++i) await page.mouse.wheel(0, 400);
        },
    };
    for (const [name, act] of Object.entries(rows)) {
        const times = await frames(page, act);
        const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
        const said = [`p50 ${ms(at(0.5))}`, `p95 ${ms(at(0.95))}`, `worst ${ms(at(1))}`];
        console.log(`${name.padEnd(25)} ${said.join("  ")}  (${times.length} frames)`);
    }
}

/** A server with about 100,000 events: parcels whose webhooks all fail, without a network. */
async function startBusyServer() {
    const server = await startServer();
    await server.service("POST", "/v1/environment/webhooks", {
        event: "track",
        url: "https://shop.test/hooks",
    });
    const outages = [{ from: "0s", until: "90d", as: 503 }];
    await server.control("PUT", "endpoints", { "https://shop.test": { outages } });
    await server.control("POST", "timeline", {
        at: "0s",
        repeat: { every: "10s", times: 9000 },
        track: { shipment: "parcel-{n}", status: "IT" },
    });
    await server.control("POST", "clock/advance", { until: "idle" });
    return server;
}

/** From what is asked of the server until it is seen in the page, ten times. */
async function delays(page, server) {
    const times = [];
    for (let i = 0; i < 10; ++i) {
        const subject = `late-${i}`;
        const seen = page.evaluate(
            (wanted) =>
                new Promise((done) => {
                    const look = () =>
                        document.body.textContent.includes(wanted)
                            ? done(Date.now())
                            : requestAnimationFrame(look);
                    look();
                }),
            subject,
        );
        const asked = Date.now();
        await server.control("POST", "timeline", {
            at: "0s",
            track: { shipment: subject, status: "IT" },
        });
        times.push((await seen) - asked);
    }
    return times.sort((a, b) => a - b);
}

const browser = await openBrowser();
const folder = scratchFolder();
const file = pageOf(folder.path("parcels.html"), "@parcels", "--var", "shipments=5200");
const report = await openFile(browser, file, {}, "#timeline");
const events = await report.page.evaluate(
    () => JSON.parse(document.getElementById("drydock-facts").textContent).events,
);
console.log(`report: ${events} events, ${Math.round(statSync(file).size / 1024)} KB`);
await measure(report.page);
await report.close();
folder.remove();

const server = await startBusyServer();
const { page } = await openDashboard(browser, server, {}, "#timeline");
console.log(`\ndashboard: ${(await server.control("GET", "health")).events} events`);
await measure(page);
await page.keyboard.press("3");
await page.getByLabel("Text").fill("late-");
const times = await delays(page, server);
console.log(`from a call to its events on the page: p50 ${ms(times[5])}  worst ${ms(times[9])}`);
await browser.close();
await server.stop();
