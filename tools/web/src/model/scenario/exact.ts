// JSON whose numbers keep their text: 40.0 is what the seed prints, and 40 is another body.
import type { Json } from "./fronts.ts";

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
// Stands before the text of a number that JavaScript would print otherwise. No text begins with it.
const mark = "\u0000number ";

export function parseExact(text: string): Json {
    const marked = text.replace(token, (part) =>
        part.startsWith('"') || String(Number(part)) === part ? part : JSON.stringify(mark + part),
    );
    return JSON.parse(marked) as Json;
}

/** A value that is none of an object or array, as JSON. */
export function printExact(value: Json): string {
    if (typeof value === "string" && value.startsWith(mark)) return value.slice(mark.length);
    return JSON.stringify(value);
}
