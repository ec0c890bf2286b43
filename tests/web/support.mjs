// What the tests of the page share: pages made by the program, and what may not be on them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.DRYDOCK ?? join(root, "build/release/drydock");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A folder that is gone afterwards. */
export function scratchFolder() {
    const folder = mkdtempSync(join(tmpdir(), "drydock-page-"));
    return {
        path: (name) => join(folder, name),
        remove: () => rmSync(folder, { recursive: true }),
    };
}

/** The page of a run, whether or not its expectations hold. */
export function pageOf(file, ...options) {
    try {
        execFileSync(program, ["run", "-q", ...options, "--html", file], {
            cwd: root,
            stdio: "pipe",
        });
    } catch (failure) {
        if (failure.status !== 1) throw new Error(`${failure.message}\n${failure.stderr}`);
    }
    return file;
}

/** Nothing that keeps people out, by axe's rules for WCAG 2.1 AA. */
export async function assertAccessible(page, where) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
        globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        }),
    );
    const told = violations.map(
        ({ id, impact, help, nodes }) =>
            `${impact} ${id}: ${help}\n  ${nodes
                .slice(0, 3)
                .map((node) => node.html)
                .join("\n  ")}`,
    );
    assert.equal(told.join("\n"), "", where);
}

/** When all that was drawn is seen. */
export const settled = (page) =>
    page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );

/** How many colours there are around a place of the timeline: one where nothing is drawn. */
export const inkAround = (page, x, y) =>
    page.locator("canvas[role=application]").evaluate(
        (canvas, [left, top]) => {
            const ratio = devicePixelRatio;
            const { data } = canvas
                .getContext("2d")
                .getImageData((left - 7) * ratio, (top - 7) * ratio, 14 * ratio, 14 * ratio);
            const colours = new Set();
            for (let i = 0; i < data.length; i += 4)
                colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
            return colours.size;
        },
        [x, y],
    );
