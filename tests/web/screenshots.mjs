// Pictures of the page, for people to look at: each view, 1440 and 800 pixels wide, dark and light.
//
//   node screenshots.mjs FOLDER
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { openBrowser, openFile } from "./browser.mjs";
import { pageOf, scratchFolder, settled } from "./support.mjs";

const out = resolve(process.argv[2] ?? "build/screenshots");
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

const browser = await openBrowser();
for (const [width, height] of [
    [1440, 900],
    [800, 1000],
])
    for (const colorScheme of ["light", "dark"])
        for (const { name, file, view, act } of pictures) {
            const how = { width, height, colorScheme, reducedMotion: "reduce" };
            const { page, close } = await openFile(browser, file, how, `#${view}`);
            await act?.(page);
            await settled(page);
            await page.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png` });
            await close();
        }
await browser.close();
folder.remove();
console.log(`pictures are in ${out}`);
