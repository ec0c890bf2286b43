// JSON as text, kept as it was written: 40.0 stays 40.0.
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** One thing a line; what is no JSON as it is. */
export function pretty(text: string): string {
    try {
        JSON.parse(text);
    } catch {
        return text;
    }
    let made = "";
    let depth = 0;
    let before = "";
    const line = () => `\n${"  ".repeat(depth)}`;
    for (const [part] of text.matchAll(token)) {
        const isEnd = part === "}" || part === "]";
        const isEmpty = before === "{" || before === "[";
        if (isEnd) --depth;
        if (isEnd ? !isEmpty : isEmpty || before === ",") made += line();
        made += part === ":" ? ": " : part;
        if (part === "{" || part === "[") ++depth;
        before = part;
    }
    return made;
}
