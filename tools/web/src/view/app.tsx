// The frame around every page: name, navigation, theme, clock, and the keys.
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { AppContext, useApp, type App as Parts } from "./app_context.ts";
import { Dialog } from "./dialog.tsx";
import { helpOf, onKey } from "./keys.ts";
import { FaultDialogs } from "./faults/fault_dialogs.tsx";
import { shownPages, type Page } from "./page.ts";
import { isDark, toggleTheme } from "./theme.ts";

export function App(parts: Parts) {
    return (
        <AppContext.Provider value={parts}>
            <Frame />
        </AppContext.Provider>
    );
}

function Frame() {
    const app = useApp();
    const { store, Clock } = app;
    const helping = useSignal(false);
    const shown = shownPages(app.pages, store);

    useEffect(() => {
        const listen = (event: KeyboardEvent) =>
            onKey(event, app, () => (helping.value = !helping.value));
        addEventListener("keydown", listen);
        return () => removeEventListener("keydown", listen);
    }, []);
    useEffect(() => {
        const name = store.facts.value?.name;
        document.title = name ? `${name} · drydock` : "drydock";
    }, [store.facts.value]);

    const page = shown.find(({ id }) => id === store.view.value) ?? shown[0]!;
    return (
        <>
            <a class="skip" href="#main">
                To the content
            </a>
            <Header shown={shown} open={page} onHelp={() => (helping.value = true)} />
            {page.area && <Tabs of={shown.filter(({ area }) => area === page.area)} open={page} />}
            <main id="main" tabIndex={-1} class={page.id}>
                {store.state.value === "reading" ? (
                    <p class="loading">Reading the journal…</p>
                ) : (
                    <page.view />
                )}
            </main>
            {!page.hasNoClock && <Clock />}
            <FaultDialogs />
            {helping.value && <Help onClose={() => (helping.value = false)} />}
        </>
    );
}

function Header({ shown, open, onHelp }: { shown: Page[]; open: Page; onHelp: () => void }) {
    const { store, Badges } = useApp();
    return (
        <header class="top">
            <h1>
                <span class="brand">drydock</span>{" "}
                <span class="name">{store.facts.value?.name}</span>
                {store.run && <span class="faint seed"> seed {store.run.seed}</span>}
            </h1>
            <Badges />
            <nav aria-label="Pages">
                {firstOfAreas(shown).map((page) => {
                    const isOpen = page === open || (page.area && page.area === open.area);
                    return (
                        <button
                            type="button"
                            key={page.id}
                            aria-current={isOpen ? "page" : undefined}
                            onClick={() => store.open(isOpen ? open.id : page.id)}
                        >
                            {page.area ?? page.title}
                        </button>
                    );
                })}
            </nav>
            <div class="side">
                <button
                    type="button"
                    onClick={toggleTheme}
                    aria-label={isDark() ? "Light theme" : "Dark theme"}
                    title="Dark or light (D)"
                >
                    {isDark() ? "☀" : "☾"}
                </button>
                <button type="button" onClick={onHelp} aria-label="Keys" title="Keys (?)">
                    ?
                </button>
            </div>
        </header>
    );
}

function firstOfAreas(pages: Page[]): Page[] {
    return pages.filter(
        ({ area }, place) => !area || pages.findIndex((each) => each.area === area) === place,
    );
}

/** The pages of one area. The arrow keys go from one to the next. */
function Tabs({ of, open }: { of: Page[]; open: Page }) {
    const { store } = useApp();
    const list = useRef<HTMLDivElement>(null);
    const onKeyDown = (event: KeyboardEvent) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        const place = (of.indexOf(open) + by + of.length) % of.length;
        store.open(of[place]!.id);
        list.current?.querySelectorAll<HTMLElement>("[role=tab]")[place]?.focus();
    };
    return (
        <nav aria-label={open.area}>
            <div
                class="tabs"
                role="tablist"
                aria-label={open.area}
                ref={list}
                onKeyDown={onKeyDown}
            >
                {of.map((page) => (
                    <button
                        type="button"
                        role="tab"
                        key={page.id}
                        aria-selected={page === open}
                        aria-controls="main"
                        tabIndex={page === open ? 0 : -1}
                        onClick={() => store.open(page.id)}
                    >
                        {page.title}
                    </button>
                ))}
            </div>
        </nav>
    );
}

function Help({ onClose }: { onClose: () => void }) {
    const app = useApp();
    return (
        <Dialog title="Keys" onClose={onClose}>
            <dl class="keys">
                {helpOf(app).map(({ shown, does }) => (
                    <div key={shown}>
                        <dt>
                            <kbd>{shown}</kbd>
                        </dt>
                        <dd>{does}</dd>
                    </div>
                ))}
            </dl>
            <form method="dialog">
                <button type="submit" class="primary">
                    Close
                </button>
            </form>
        </Dialog>
    );
}
