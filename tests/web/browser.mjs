// Debian's Chromium, without a network: whatever a page asks for is refused and noted.
import { chromium } from "playwright-core";

export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export async function openBrowser() {
    return chromium.launch({
        executablePath: chromiumPath,
        // Root has no sandbox to give away; a page of ours is all that is opened.
        args: process.getuid() === 0 ? ["--no-sandbox"] : [],
    });
}

/** A page of a file on disk, and what went wrong while it was open. */
export async function openFile(
    browser,
    file,
    { width = 1440, height = 900, ...how } = {},
    address = "",
) {
    const context = await browser.newContext({
        viewport: { width, height },
        permissions: ["clipboard-write"],
        ...how,
    });
    const problems = [];
    await context.route(/^(?!file:|data:)/, (route) => {
        problems.push(`asked for ${route.request().url()}`);
        return route.abort();
    });
    await context.setOffline(true);
    const page = await context.newPage();
    page.on("console", (message) => {
        if (message.type() === "error") problems.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    await page.goto(`file://${file}${address}`);
    await page.waitForSelector("main:not(:has(.loading))");
    return { page, problems, close: () => context.close() };
}
