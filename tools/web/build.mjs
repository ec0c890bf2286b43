// Bundles src/ into one HTML file without any outside reference, and that into a C++ source.
//
//   node build.mjs [--html OUT.html] [--cpp OUT.cpp]
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

// Where a program puts what the page is about.
export const dataMark = "<!--drydock-data-->";

export async function bundlePage() {
    const made = await build({
        entryPoints: [join(here, "src/main.tsx")],
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
    const page = frame.replace("/*style*/", () => text(".css")).replace("/*script*/", () => script);
    if (page.split(dataMark).length !== 2) throw new Error(`${dataMark} must be there once`);
    return page;
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

function cppSource(page) {
    const [before, after] = page.split(dataMark);
    return `// Made from tools/web/ by its build.mjs.
#include "tools/page/page.hpp"

#include <array>

namespace drydock::tools {

using namespace std::string_view_literals;

${array("text_before", before)}
${array("text_after", after)}
page_text web_page()
{
    return {text_before, text_after};
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const page = await bundlePage();
    const html = option("--html");
    const cpp = option("--cpp");
    if (html) await write(html, page);
    if (cpp) await write(cpp, cppSource(page));
    console.log(`page: ${Math.round(page.length / 1024)} KB`);
}
