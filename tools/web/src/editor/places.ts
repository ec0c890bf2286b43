// Where something is in a text: as a server says it, and as an editor counts.

/** Lines and columns count from 1; columns count bytes of UTF-8. Line 0: the text as a whole. */
export interface Place {
    line: number;
    column: number;
}

const bytesOf = (point: number) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);

/** The offset in UTF-16 units; beyond the ends, the nearest one. */
export function offsetOf(text: string, { line, column }: Place): number {
    let from = 0;
    for (let n = 1; n < line; ++n) {
        const end = text.indexOf("\n", from);
        if (end < 0) return text.length;
        from = end + 1;
    }
    let bytes = column - 1;
    while (bytes > 0 && from < text.length && text[from] !== "\n") {
        const point = text.codePointAt(from)!;
        bytes -= bytesOf(point);
        from += point > 0xffff ? 2 : 1;
    }
    return from;
}

const token = /"(?:[^"\\\n]|\\.)*"?|[^\s{}[\]:,"]+|[^\s]/y;

/** What is underlined for an error there: the token that begins there, at least one letter. */
export function tokenAt(text: string, at: number): { from: number; to: number } {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found) return { from: at, to: at + found[0].length };
    // At the end of a line or of the text there is nothing to see: take what is before.
    const from = Math.max(0, at - 1);
    return { from, to: Math.min(text.length, Math.max(at, from + 1)) };
}
