// What bins took in, as requests that can be read and sent again.
import { quoted } from "./curl.ts";
import type { JournalEvent } from "./event.ts";

export type Header = [name: string, value: string];

export interface Capture {
    /** Of all bins, in order. */
    number: number;
    seq: number;
    at: number;
    bin: string;
    method: string;
    /** Path and query. */
    target: string;
    headers: Header[];
    /** It came by a port of the bin's own. */
    isAtPort: boolean;
    /** As it came; of bytes that are no text, in base64. */
    body: string;
    isBinary: boolean;
    /** "200", "refused": what the bin answered. */
    answer: string;
    /** The delivery and attempt that sent it, if this world did. */
    delivery?: number;
    attempt?: number;
}

const secretHeaders = new Set([
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "api-key",
    "x-api-key",
]);
export const hiddenValue = "***";

/** Headers as they may be shown: whoever looks over a shoulder learns no secret. */
export function shownHeaders(headers: readonly Header[]): Header[] {
    return headers.map(([name, value]) => [
        name,
        secretHeaders.has(name.toLowerCase()) ? hiddenValue : value,
    ]);
}

// A body that is JSON stands in the line as it came: 40.0 is not 40.
function bodyOf({ fields, line }: JournalEvent): string {
    if (fields.body === undefined) return "";
    if (typeof fields.body === "string") return fields.body;
    const begin = line.indexOf(',"body":') + ',"body":'.length;
    return line.slice(begin).replace(/(?:,"own":true)?\}$/, "");
}

export function captureOf(event: JournalEvent): Capture {
    const { fields } = event;
    const request = fields.request as {
        method: string;
        target: string;
        headers: Header[];
        port?: boolean;
    };
    const number = (name: string) => {
        const found = request.headers.find(([each]) => each === name);
        return found && fields.own === true ? Number(found[1]) : undefined;
    };
    const delivery = number("Drydock-Delivery");
    const attempt = number("Drydock-Attempt");
    return {
        number: fields.capture as number,
        seq: event.seq,
        at: event.at,
        bin: String(fields.bin),
        method: request.method,
        target: request.target,
        headers: request.headers,
        isAtPort: request.port === true,
        body: bodyOf(event),
        isBinary: fields.encoding === "base64",
        answer: String(fields.status ?? fields.reason ?? ""),
        ...(delivery ? { delivery } : {}),
        ...(attempt ? { attempt } : {}),
    };
}

/** Bins by name, with what came in, as the journal grows. */
export class Bins {
    readonly all = new Map<string, Capture[]>();

    apply(event: JournalEvent): void {
        const { type, fields } = event;
        if (typeof fields.bin !== "string") return;
        const list = this.all.get(fields.bin) ?? [];
        this.all.set(fields.bin, list);
        if (type === "request_captured") list.push(captureOf(event));
    }
}

// Whoever sends a request writes these.
const frameHeaders = new Set(["host", "content-length", "transfer-encoding", "connection"]);

/** The headers that a person may change. */
export function editableHeaders(headers: readonly Header[]): Header[] {
    return shownHeaders(headers).filter(([name]) => !frameHeaders.has(name.toLowerCase()));
}

/** What a resend has to say of headers: those that are others now, and null for those that went. */
export function changedHeaders(
    before: readonly Header[],
    later: readonly Header[],
): Record<string, string | null> {
    const isNamed = (one: Header, other: Header) => one[0].toLowerCase() === other[0].toLowerCase();
    const changes: Record<string, string | null> = {};
    const known = editableHeaders(before);
    for (const header of known)
        if (!later.some((each) => isNamed(each, header))) changes[header[0]] = null;
    for (const header of later)
        if (!known.some((each) => isNamed(each, header) && each[1] === header[1]))
            changes[header[0]] = header[1];
    return changes;
}

/** How many bytes came. */
export function sizeOf({ body, isBinary }: Capture): number {
    if (!isBinary) return new TextEncoder().encode(body).length;
    return Math.floor((body.replace(/=+$/, "").length * 3) / 4);
}

/** Where it came in: at the server's URL, or at that of the bin's own port. */
function urlOf({ isAtPort, headers, target }: Capture, base: string): string {
    const host = headers.find(([name]) => name.toLowerCase() === "host");
    return (isAtPort && host ? `http://${host[1]}` : base) + target;
}

/** The command that sends it again, without its secrets. */
export function curlOfCapture(capture: Capture, base: string): string {
    const parts = [`curl -X ${capture.method} ${quoted(urlOf(capture, base))}`];
    for (const [name, value] of editableHeaders(capture.headers))
        parts.push(`-H ${quoted(`${name}: ${value}`)}`);
    if (capture.body !== "")
        parts.push(`--data-binary ${capture.isBinary ? "@-" : quoted(capture.body)}`);
    const command = parts.join(" \\\n  ");
    return capture.isBinary ? `base64 -d <<< ${capture.body} | ${command}` : command;
}
