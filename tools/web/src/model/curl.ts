// Requests as people write them: the documentation's calls, headers in lines, cURL commands.
import type { Asked } from "../server/server.ts";

export interface KnownCall {
    title: string;
    asked: Asked;
}

const path = "/v1/environment/webhooks";
const headers: Asked["headers"] = [["Content-Type", "application/json"]];
const body = `{
  "url": "https://your-server.com",
  "event": "batch"
}`;

/** The calls of the documentation, with its bodies and its webhook id. */
export const knownCalls: KnownCall[] = [
    { title: "Testing a webhook", asked: { method: "POST", path, headers, body } },
    { title: "Viewing active webhooks", asked: { method: "GET", path, headers, body: "" } },
    {
        title: "Viewing one webhook",
        asked: { method: "GET", path: `${path}/5519`, headers, body: "" },
    },
    {
        title: "Changing its endpoint",
        asked: {
            method: "PUT",
            path: `${path}/5519`,
            headers,
            body: '{\n  "url": "https://your-server.com/listener/batch"\n}',
        },
    },
    {
        title: "Deleting it",
        asked: { method: "DELETE", path: `${path}/5519`, headers, body: "" },
    },
];

export const methods = ["GET", "POST", "PUT", "DELETE"];

export function headersText(all: Asked["headers"]): string {
    return all.map(([name, value]) => `${name}: ${value}`).join("\n");
}

/** The headers in lines of "Name: value", or the line that is none. */
export function parseHeaders(text: string): { headers: Asked["headers"]; wrong?: string } {
    const headers: Asked["headers"] = [];
    for (const line of text.split("\n")) {
        if (line.trim() === "") continue;
        const found = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*?)\s*$/.exec(line);
        if (!found) return { headers, wrong: line };
        headers.push([found[1]!, found[2]!]);
    }
    return { headers };
}

/** As one word of a shell. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** As the documentation writes them. */
export function curlOf({ method, path, headers, body }: Asked, base: string): string {
    const url = base + path;
    const lines = [`curl -iX ${method} ${/^[\w:/.?=&%~-]+$/.test(url) ? url : quoted(url)}`];
    for (const [name, value] of headers) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (body && method !== "GET") lines.push(`-d ${quoted(body)}`);
    return lines.join(" \\\n");
}
