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

/** A page that may ask for nothing but what is `own`, and what went wrong while it was open. */
async function openPage(browser, url, own, { width = 1440, height = 900, ...how } = {}) {
    const context = await browser.newContext({
        viewport: { width, height },
        permissions: ["clipboard-write"],
        ...how,
    });
    const problems = [];
    await context.route(
        ({ href }) => !href.startsWith("data:") && !href.startsWith(own),
        (route) => {
            problems.push(`asked for ${route.request().url()}`);
            return route.abort();
        },
    );
    if (own === "file:") await context.setOffline(true);
    const page = await context.newPage();
    page.on("console", (message) => {
        if (message.type() === "error")
            problems.push(`console: ${message.text()} ${message.location().url}`.trim());
    });
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    await page.goto(url);
    await page.waitForSelector("main:not(:has(.loading))");
    return { page, problems, close: () => context.close() };
}

/** A page of a file on disk, without a network. */
export function openFile(browser, file, how = {}, address = "") {
    return openPage(browser, `file://${file}${address}`, "file:", how);
}

/** The dashboard of a server; `address` is the page, such as "#timeline". */
export function openDashboard(browser, server, how = {}, address = "") {
    return openPage(browser, `${server.url}/${address}`, server.url, how);
}
