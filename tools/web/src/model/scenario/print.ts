// A scenario as people would write it: what fits on a line is on one.
import { printExact } from "./exact.ts";
import type { Json } from "./fronts.ts";

const width = 100;
const alwaysOpen = new Set(["", "timeline", "endpoints", "webhooks", "expect", "lesson"]);

export function printScenario(document: Json): string {
    return `${print(document, "", "")}\n`;
}

function onOneLine(value: Json): string {
    if (Array.isArray(value))
        return value.length === 0 ? "[]" : `[${value.map(onOneLine).join(", ")}]`;
    if (value !== null && typeof value === "object") {
        const members = Object.entries(value).map(
            ([n, v]) => `${JSON.stringify(n)}: ${onOneLine(v)}`,
        );
        return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
    }
    return printExact(value);
}

function print(value: Json, indent: string, name: string): string {
    const line = onOneLine(value);
    if (value === null || typeof value !== "object" || line === "[]" || line === "{}") return line;
    if (!alwaysOpen.has(name) && indent.length + name.length + line.length < width) return line;
    const inner = `${indent}  `;
    const parts = Array.isArray(value)
        ? value.map((item) => inner + print(item, inner, "item"))
        : Object.entries(value).map(
              ([key, item]) => `${inner}${JSON.stringify(key)}: ${print(item, inner, key)}`,
          );
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}
