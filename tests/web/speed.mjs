// How long a page of 100,000 events takes: to its first picture, until its run is there, and for
// each frame of panning and scrolling. Prints a table; asserts nothing.
//
//   node speed.mjs
import { statSync } from "node:fs";
import { openBrowser, openFile } from "./browser.mjs";
import { pageOf, scratchFolder } from "./support.mjs";

const folder = scratchFolder();
const file = pageOf(folder.path("parcels.html"), "@parcels", "--var", "shipments=5200");
const browser = await openBrowser();
const { page } = await openFile(browser, file, {}, "#timeline");
await page.waitForTimeout(500);

const events = await page.evaluate(
    () => JSON.parse(document.getElementById("drydock-facts").textContent).events,
);
const first = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
);
const ready = await page.evaluate(() => performance.getEntriesByName("drydock-ready")[0].startTime);

/** Times from frame to frame while `act` goes on. */
async function frames(act) {
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

const ms = (value) => `${value.toFixed(1)} ms`.padStart(10);
console.log(`${events} events, ${Math.round(statSync(file).size / 1024)} KB`);
console.log(`first paint          ${ms(first)}`);
console.log(`run ready            ${ms(ready)}`);
for (const [name, act] of Object.entries(rows)) {
    const times = await frames(act);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    const said = [`p50 ${ms(at(0.5))}`, `p95 ${ms(at(0.95))}`, `worst ${ms(at(1))}`];
    console.log(`${name.padEnd(25)} ${said.join("  ")}  (${times.length} frames)`);
}
await browser.close();
folder.remove();
