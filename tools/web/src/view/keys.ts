// What the keys do, wherever one is.
import { HOUR } from "../model/time.ts";
import { views } from "../store.ts";
import type { App } from "./app_context.ts";

export interface KeyHelp {
    key: string;
    does: string;
}

export const help: KeyHelp[] = [
    { key: "Space", does: "play or pause" },
    { key: ", .", does: "one step back, one step on" },
    { key: "0 E", does: "to the start, to the end" },
    { key: "H", does: "two hours on" },
    { key: "[ ]", does: "slower, faster" },
    { key: "1 to 5", does: "the pages, from left to right" },
    { key: "F", does: "show all of the run" },
    { key: "+ −", does: "zoom" },
    { key: "arrows", does: "in the timeline: from event to event; with Shift: pan and zoom" },
    { key: "/", does: "search the journal" },
    { key: "D", does: "dark or light" },
    { key: "?", does: "this help" },
];

const takesText =
    "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]";
const takesSpace = "button, summary, a, input, select";

export interface KeyActions {
    toggleTheme: () => void;
    toggleHelp: () => void;
}

export function onKey(
    event: KeyboardEvent,
    { store, player }: App,
    shown: readonly string[],
    actions: KeyActions,
): void {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest(takesText)) return;
    if (event.key === " " && target.closest(takesSpace)) return;
    const acts: Record<string, () => void> = {
        " ": () => player.toggle(),
        ",": () => player.step(false),
        ".": () => player.step(true),
        "0": () => player.rewind(),
        e: () => player.toEnd(),
        h: () => player.moveBy(2 * HOUR),
        "[": () => player.slower(),
        "]": () => player.faster(),
        f: () => store.showAll(),
        "+": () => store.zoomBy(1.6),
        "=": () => store.zoomBy(1.6),
        "-": () => store.zoomBy(1 / 1.6),
        "/": () => {
            store.open("journal");
            setTimeout(() => document.getElementById("journal-text")?.focus());
        },
        d: actions.toggleTheme,
        "?": actions.toggleHelp,
    };
    shown.forEach((name, i) => {
        const view = views.find((each) => each === name);
        if (view) acts[String(i + 1)] = () => store.open(view);
    });
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
}
