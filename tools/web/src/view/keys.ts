// What the keys do, wherever one is.
import { HOUR } from "../model/time.ts";
import { faultsOf, type App } from "./app_context.ts";
import { shownPages } from "./page.ts";
import { toggleTheme } from "./theme.ts";

export interface Binding {
    /** As KeyboardEvent.key has it, letters in lower case. */
    key: string;
    act: (app: App) => void;
    /** How the help shows it and those beside it; none: another binding's help covers it. */
    help?: { shown: string; does: string };
}

export interface KeyHelp {
    shown: string;
    does: string;
}

/** Moving the clock of a page. */
export const clockBindings: Binding[] = [
    {
        key: " ",
        act: ({ player }) => player.toggle(),
        help: { shown: "Space", does: "play or pause" },
    },
    {
        key: ",",
        act: ({ player }) => player.step(false),
        help: { shown: ", .", does: "one step back, one step on" },
    },
    { key: ".", act: ({ player }) => player.step(true) },
    {
        key: "0",
        act: ({ player }) => player.rewind(),
        help: { shown: "0 E", does: "to the start, to the end" },
    },
    { key: "e", act: ({ player }) => player.toEnd() },
    {
        key: "h",
        act: ({ player }) => player.moveBy(2 * HOUR),
        help: { shown: "H", does: "two hours on" },
    },
    {
        key: "[",
        act: ({ player }) => player.slower(),
        help: { shown: "[ ]", does: "slower, faster" },
    },
    { key: "]", act: ({ player }) => player.faster() },
];

/** Looking at a run. */
export const viewBindings: Binding[] = [
    {
        key: "f",
        act: ({ store }) => store.showAll(),
        help: { shown: "F", does: "show all of the run" },
    },
    {
        key: "+",
        act: ({ store }) => store.zoomBy(1.6),
        help: { shown: "+ −", does: "zoom" },
    },
    { key: "=", act: ({ store }) => store.zoomBy(1.6) },
    { key: "-", act: ({ store }) => store.zoomBy(1 / 1.6) },
    {
        key: "/",
        act: ({ store }) => {
            store.open("journal");
            setTimeout(() => document.getElementById("journal-text")?.focus());
        },
        help: { shown: "/", does: "search the journal" },
    },
    {
        key: "o",
        act: (app) => faultsOf(app).draw(),
        help: { shown: "O", does: "an outage" },
    },
    {
        key: "s",
        act: (app) => (faultsOf(app).isSaving.value = true),
        help: { shown: "S", does: "save as a scenario" },
    },
    { key: "d", act: toggleTheme, help: { shown: "D", does: "dark or light" } },
];

/** All that the keys of a page do, for its help. */
export function helpOf({ bindings, pages, store }: App): KeyHelp[] {
    const shown = shownPages(pages, store);
    return [
        ...bindings.flatMap(({ help }) => help ?? []),
        {
            shown: "arrows",
            does: "in the timeline: from event to event; with Shift: pan and zoom",
        },
        {
            shown: shown.map(({ key }) => key).join(" "),
            does: `the pages: ${shown.map(({ title }) => title).join(", ")}`,
        },
        { shown: "?", does: "this help" },
    ];
}

const takesText =
    "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]";
const takesSpace = "button, summary, a, input, select";

/** The key, unless it is meant for the element that it comes to. */
function keyOf(event: KeyboardEvent): string | undefined {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest(takesText))
        return undefined;
    if (target.closest("dialog") && event.key !== "?") return undefined;
    if (event.key === " " && target.closest(takesSpace)) return undefined;
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** What a key does with the run that is shown. */
export function bindingFor(event: KeyboardEvent, bindings: App["bindings"]): Binding | undefined {
    const key = keyOf(event);
    return bindings.find((each) => each.key === key);
}

/** Does what a key is for. */
export function onKey(event: KeyboardEvent, app: App, toggleHelp: () => void): void {
    const key = keyOf(event);
    const page = shownPages(app.pages, app.store).find((each) => each.key === key);
    const binding = bindingFor(event, app.bindings);
    if (key === "?") toggleHelp();
    else if (page) app.store.open(page.id);
    else if (binding) binding.act(app);
    else return;
    event.preventDefault();
}
