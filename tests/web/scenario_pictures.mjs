// What is pictured of scenarios in the dashboard: each has the page that is opened, and what is
// done there first.
import { readFileSync } from "node:fs";

const shipped = (name) =>
    readFileSync(new URL(`../../scenarios/${name}.json`, import.meta.url), "utf8");
const story = shipped("outage_shorter_than_the_ladder");

async function write(page, text) {
    const editor = page.getByRole("textbox", { name: "Scenario" });
    await editor.fill(text);
    await editor.press("Control+Home");
}

async function runs(page, ...texts) {
    for (const text of texts) {
        await write(page, text);
        await page.keyboard.press("Control+Enter");
        await page.getByRole("region", { name: /^Run \d+$/ }).waitFor();
        await page.getByText("Nothing is wrong with it").waitFor();
    }
}

export const scenarioPictures = [
    {
        name: "scenario-error",
        view: "scenario",
        act: async (page) => {
            await write(page, story.replace('"track"', '"trak"').replace('"outages"', '"outage"'));
            await page.locator(".cm-lintRange-error").first().waitFor();
        },
    },
    {
        name: "scenario-offers",
        view: "scenario",
        act: async (page) => {
            await write(page, "");
            await page.keyboard.type('{ "format": 1, "p');
            await page.getByRole("listbox").waitFor();
        },
    },
    {
        name: "scenario-run",
        view: "scenario",
        act: (page) => runs(page, story.replace('"3h"', '"5h"')),
    },
    {
        name: "scenario-compared",
        view: "scenario",
        act: async (page) => {
            await runs(page, story, story.replace('"3h"', '"5h"'));
            await page.getByRole("button", { name: "Side by side" }).first().click();
            await page.getByRole("button", { name: "timeline of Run 2" }).click();
        },
    },
    {
        name: "lessons",
        view: "lessons",
        act: (page) => page.getByText("Begin").first().waitFor(),
    },
    {
        name: "lesson-live",
        view: "lessons",
        act: async (page) => {
            await page.getByRole("button", { name: "Begin: Outage lost" }).click();
            await page.getByRole("button", { name: "Next" }).click();
        },
    },
];
