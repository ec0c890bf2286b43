// Where in a scenario one is typing: text that may be unfinished, with comments and commas at ends.

export interface Spot {
    /** The members and places that lead to what holds the cursor. */
    path: (string | number)[];
    /** Whether a name is wanted here, not a value. */
    isName: boolean;
    /** Names that the object has before the cursor. */
    taken: ReadonlySet<string>;
    /** What is already typed of it, with its quotation mark. */
    from: number;
    typed: string;
}

interface Level {
    isObject: boolean;
    index: number;
    name: string | undefined;
    taken: Set<string>;
    wantsName: boolean;
}

const piece =
    /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*("?)|[{}[\],:]|[^\s{}[\],:"/]+|\//g;

/** Nothing within a comment, or outside the scenario's object. */
export function spotAt(text: string, at: number): Spot | undefined {
    const levels: Level[] = [];
    const spot = (from: number): Spot | undefined => {
        const top = levels[levels.length - 1];
        if (!top) return undefined;
        const path = levels.map((level) => (level.isObject ? (level.name ?? "") : level.index));
        if (top.isObject && top.wantsName) path.pop();
        const typed = text.slice(from, at);
        return { path, isName: top.isObject && top.wantsName, taken: top.taken, from, typed };
    };
    for (const found of text.slice(0, at).matchAll(piece)) {
        const end = found.index + found[0].length;
        const isWord = !/^[{}[\],:/]/.test(found[0]);
        if (end === at && /^\/[/*]/.test(found[0]) && !found[0].endsWith("*/")) return undefined;
        if (end === at && isWord && found[1] !== '"') return spot(found.index);
        take(levels, found[0]);
    }
    return spot(at);
}

function take(levels: Level[], token: string): void {
    const top = levels[levels.length - 1];
    if (token === "{" || token === "[") {
        const isObject = token === "{";
        levels.push({ isObject, index: 0, name: undefined, taken: new Set(), wantsName: isObject });
    } else if (token === "}" || token === "]") {
        levels.pop();
    } else if (top && token === ",") {
        top.index += 1;
        top.wantsName = top.isObject;
    } else if (top && token === ":") {
        top.wantsName = false;
    } else if (top?.wantsName && token.startsWith('"')) {
        top.name = token.slice(1, -1);
        top.taken.add(top.name);
    }
}
