// Bundles src/ into HTML files without any outside reference, and these into a C++ source: the page
// that a run is put into, and the dashboard of a server.
//
//   node build.mjs [--html FOLDER] [--cpp OUT.cpp]
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

// Where a program puts what the page is about.
const dataMark = "<!--drydock-data-->";

async function bundle(entry) {
    const made = await build({
        entryPoints: [join(here, "src", entry)],
        bundle: true,
        write: false,
        minify: true,
        format: "iife",
        target: "es2022",
        legalComments: "none",
        jsx: "automatic",
        jsxImportSource: "preact",
        outdir: "out",
        loader: { ".css": "css" },
        logLevel: "warning",
    });
    const text = (end) => made.outputFiles.find((file) => file.path.endsWith(end)).text;
    const frame = await readFile(join(here, "src/page.html"), "utf8");
    // Within an element only its own end tag could end it.
    const script = text(".js").replaceAll("</script", "<\\/script");
    return frame.replace("/*style*/", () => text(".css")).replace("/*script*/", () => script);
}

async function bundleReport() {
    const page = await bundle("main.tsx");
    if (page.split(dataMark).length !== 2) throw new Error(`${dataMark} must be there once`);
    return page;
}

async function bundleDashboard() {
    return (await bundle("live.tsx")).replace(dataMark, "");
}

// Compilers need not take a longer literal than 65536 bytes.
const longest = 12_000;

function literals(text) {
    const end = ')page"';
    if (text.includes(end)) throw new Error(`the page holds ${end}, which ends a literal`);
    const parts = [];
    const letters = Array.from(text);
    for (let i = 0; i < letters.length; i += longest)
        parts.push(`R"page(${letters.slice(i, i + longest).join("")})page"sv`);
    return parts;
}

function array(name, text) {
    const parts = literals(text);
    const type = `std::array<std::string_view, ${parts.length}>`;
    return `static constexpr ${type} ${name}{\n${parts.join(",\n")}};\n`;
}

function cppSource(report, dashboard) {
    const [before, after] = report.split(dataMark);
    return `// Made from tools/web/ by its build.mjs.
#include "tools/page/page.hpp"

#include <array>

namespace drydock::tools {

using namespace std::string_view_literals;

${array("text_before", before)}
${array("text_after", after)}
${array("text_of_dashboard", dashboard)}
page_text web_page()
{
    return {text_before, text_after};
}

std::span<std::string_view const> dashboard_page()
{
    return text_of_dashboard;
}

} // namespace drydock::tools
`;
}

function option(name) {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : process.argv[at + 1];
}

async function write(path, text) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
}

const pages = { report: await bundleReport(), dashboard: await bundleDashboard() };
const html = option("--html");
const cpp = option("--cpp");
if (cpp) await write(cpp, cppSource(pages.report, pages.dashboard));
for (const [name, text] of Object.entries(pages)) {
    if (html) await write(join(html, `${name}.html`), text);
    console.log(`${name}: ${Math.round(text.length / 1024)} KB`);
}
