// The colours of the page, for what is drawn and not styled.
const names = [
    "ink",
    "faint",
    "line",
    "paper",
    "raised",
    "accent",
    "ok",
    "bad",
    "warn",
    "wait",
    "effect",
    "band",
] as const;
export type Palette = Record<(typeof names)[number], string>;

export function readPalette(of: Element): Palette {
    const style = getComputedStyle(of);
    return Object.fromEntries(
        names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    ) as Palette;
}
