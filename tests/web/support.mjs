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

/** Clicks a canvas where its picture has something: `at` are offsets in it. */
export const settled = (page) =>
    page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
