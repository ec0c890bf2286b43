// Installs what the page is bundled with, if the lock file is newer than what is there.
//
//   node install.mjs NPM
import { spawnSync } from "node:child_process";
import { statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const installed = join(here, "node_modules/.package-lock.json"); // npm writes it last
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (changed(installed) <= changed(join(here, "package-lock.json"))) {
    const npm = process.argv[2] ?? "npm";
    const how = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    const { status } = spawnSync(npm, how, { cwd: here, stdio: "inherit" });
    if (status !== 0) {
        console.error("npm cannot install what the page is bundled with (is its registry there?).");
        console.error("-DWEB=OFF builds the program without its page.");
        process.exit(1);
    }
    utimesSync(installed, new Date(), new Date());
}
