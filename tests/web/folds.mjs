// The page's folds, tested without a browser: bundles folds/*.test.ts, and runs them with Node.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "../../tools/web");
const { buildSync } = createRequire(join(web, "package.json"))("esbuild");

const folds = join(here, "folds");
const tests = readdirSync(folds).filter((name) => name.endsWith(".test.ts"));
if (tests.length === 0) throw new Error("there are no tests of folds");
const out = mkdtempSync(join(tmpdir(), "drydock-folds-"));
buildSync({
    entryPoints: tests.map((name) => join(folds, name)),
    bundle: true,
    platform: "node",
    format: "esm",
    outdir: out,
    outExtension: { ".js": ".mjs" },
    nodePaths: [join(web, "node_modules")],
    loader: { ".jsonl": "text" },
    sourcemap: "inline",
    logLevel: "warning",
});
const run = spawnSync(
    process.execPath,
    ["--test", ...tests.map((name) => join(out, name.replace(/ts$/, "mjs")))],
    { stdio: "inherit" },
);
rmSync(out, { recursive: true });
process.exit(run.status ?? 1);
