// Lessons, taken to their end by keyboard in a page from disk, without a network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser, openFile } from "./browser.mjs";
import { takeLesson } from "./lesson_taking.mjs";
import { assertAccessible, pageOf, scratchFolder } from "./support.mjs";

const folder = scratchFolder();
let browser;

before(async () => (browser = await openBrowser()));
after(async () => {
    await browser?.close();
    folder.remove();
});

// What each question is answered with, in order; a lesson that is missing here fails.
const answers = {
    lost_acknowledgement: [2, 1],
    one_webhook_per_event: [2, 2],
    out_of_order: [2, 2],
    outage_lost: [2, 5],
    outage_survived: [3, 0],
    polling: [97, 3],
};

const here = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(join(here, "../../scenarios/lessons")).map((file) =>
    file.replace(".json", ""),
);

async function open(name, how) {
    const file = pageOf(folder.path(`${name}.html`), `@lessons/${name}`);
    const opened = await openFile(browser, file, how);
    const lesson = opened.page.getByRole("region", { name: "Lesson" });
    await lesson.waitFor(); // a page with a lesson opens with it
    return { ...opened, lesson };
}

for (const name of names)
    test(`lesson ${name} is taken to its end`, async () => {
        const opened = await open(name, { reducedMotion: "reduce" });
        const right = answers[name];
        assert.ok(right, "it is new: say here what its answers are");
        assert.deepEqual(await takeLesson(opened, right), right);
        await opened.lesson.getByText(`${right.length} of ${right.length} right`).waitFor();
        assert.deepEqual(opened.problems, []);
        await opened.close();
    });

test("a lesson plays the run before it tells, and hides what comes until then", async () => {
    const { page, lesson, problems, close } = await open("outage_survived");
    const reading = page.locator(".reading strong");
    await lesson.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    await lesson.getByRole("button", { name: "Next" }).click();
    await lesson.getByLabel("Your number").waitFor();
    assert.equal(await reading.innerText(), "00:30:00");

    // What is still to come can be found nowhere.
    await page.locator("canvas[role=application]").focus();
    for (let i = 0; i < 8; ++i) await page.keyboard.press("ArrowRight");
    assert.match(await page.locator(".timeline-said").innerText(), /attempt 1/);
    assert.doesNotMatch(await page.locator("body").innerText(), /04:30|attempt 3/);

    await lesson.getByLabel("Your number").fill("2");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".reading strong").textContent > "01");
    assert.equal(await lesson.locator(".answer").count(), 0);
    await lesson.locator(".answer").waitFor({ timeout: 15_000 });
    assert.equal(await reading.innerText(), "04:30:00");
    assert.equal(
        await lesson
            .locator(".told")
            .innerText()
            .then((t) => t.split("\n")[0]),
        "3 – you said 2.",
    );
    await assertAccessible(page, "lesson");
    assert.deepEqual(problems, []);
    await close();
});

test("after a lesson the run is the learner's, and the lesson can be taken again", async () => {
    const opened = await open("outage_survived", { reducedMotion: "reduce", width: 800 });
    const { page, lesson } = opened;
    await takeLesson(opened, [9, 9]);
    await lesson.getByText("0 of 2 right").waitFor();
    await assertAccessible(page, "end of a lesson");
    await lesson.getByRole("button", { name: "Once more" }).click();
    assert.deepEqual(await takeLesson(opened, [3, 9]), [3, 0]);
    await lesson.getByText("1 of 2 right").waitFor();
    await lesson.getByRole("button", { name: "Look around" }).click();
    assert.match(page.url(), /#timeline$/);
    assert.deepEqual(opened.problems, []);
    await opened.close();
});

test("a number is wanted, and nothing else will do", async () => {
    const { page, lesson, close } = await open("polling", { reducedMotion: "reduce" });
    await lesson.getByRole("button", { name: "Next" }).click();
    for (const text of ["", "many", "-3"]) {
        await lesson.getByLabel("Your number").fill(text);
        await page.keyboard.press("Enter");
        assert.equal(await lesson.locator(".answer").count(), 0, text);
    }
    await close();
});
