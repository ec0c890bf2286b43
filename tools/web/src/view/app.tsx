// The frame around every page: name, navigation, theme, clock, and the keys.
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { views, type View } from "../store.ts";
import { AppContext, useApp, type App as Parts } from "./app_context.ts";
import { ClockBar } from "./clock_bar.tsx";
import { DeliveriesView } from "./deliveries.tsx";
import { Inspector } from "./inspector.tsx";
import { JournalView } from "./journal.tsx";
import { help, onKey } from "./keys.ts";
import { LessonView } from "./lesson.tsx";
import { OverviewView } from "./overview.tsx";
import { isDark, toggleTheme } from "./theme.ts";
import { Timeline } from "./timeline.tsx";

const names: Record<View, string> = {
    overview: "Report",
    timeline: "Timeline",
    deliveries: "Deliveries",
    journal: "Journal",
    lesson: "Lesson",
};

export function App(parts: Parts) {
    return (
        <AppContext.Provider value={parts}>
            <Frame />
        </AppContext.Provider>
    );
}

function shownViews(hasLesson: boolean): View[] {
    return views.filter((view) => view !== "lesson" || hasLesson);
}

function Frame() {
    const app = useApp();
    const { store } = app;
    const helping = useSignal(false);
    const shown = shownViews((store.facts.value?.run?.lesson.length ?? 0) > 0);

    useEffect(() => {
        const listen = (event: KeyboardEvent) =>
            onKey(event, app, shown, {
                toggleTheme,
                toggleHelp: () => (helping.value = !helping.value),
            });
        addEventListener("keydown", listen);
        return () => removeEventListener("keydown", listen);
    }, [shown.length]);
    useEffect(() => {
        const name = store.facts.value?.name;
        document.title = name ? `${name} · drydock` : "drydock";
    }, [store.facts.value]);

    const view = store.view.value;
    return (
        <>
            <a class="skip" href="#main">
                To the content
            </a>
            <Header shown={shown} onHelp={() => (helping.value = true)} />
            <main id="main" tabIndex={-1} class={view}>
                {store.state.value === "reading" ? (
                    <p class="loading">Reading the journal…</p>
                ) : (
                    <Page view={view} />
                )}
            </main>
            {view !== "overview" && <ClockBar />}
            {helping.value && <Help onClose={() => (helping.value = false)} />}
        </>
    );
}

function Page({ view }: { view: View }) {
    switch (view) {
        case "overview":
            return <OverviewView />;
        case "timeline":
            return (
                <div class="split">
                    <div class="main">
                        <Timeline />
                    </div>
                    <Inspector />
                </div>
            );
        case "deliveries":
            return <DeliveriesView />;
        case "journal":
            return <JournalView />;
        case "lesson":
            return <LessonView />;
    }
}

function Header({ shown, onHelp }: { shown: View[]; onHelp: () => void }) {
    const { store } = useApp();
    const facts = store.facts.value;
    const run = facts?.run;
    const failed = run?.expectations.filter((e) => !e.passed).length ?? 0;
    return (
        <header class="top">
            <h1>
                <span class="brand">drydock</span> <span class="name">{facts?.name}</span>
                {run && <span class="faint seed"> seed {run.seed}</span>}
            </h1>
            {run && run.expectations.length > 0 && (
                <span class={`pill ${failed > 0 ? "failed" : "held"}`}>
                    {failed > 0 ? `✕ ${failed} failed` : "✓ held"}
                </span>
            )}
            {facts?.kind === "recorded" && (
                <span
                    class="pill recorded"
                    title="A recorded run: it is replayed, and cannot be run again from here"
                >
                    replay
                </span>
            )}
            <nav aria-label="Pages">
                {shown.map((view) => (
                    <button
                        type="button"
                        key={view}
                        aria-current={store.view.value === view ? "page" : undefined}
                        onClick={() => store.open(view)}
                    >
                        {names[view]}
                    </button>
                ))}
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

function Help({ onClose }: { onClose: () => void }) {
    const dialog = useRef<HTMLDialogElement>(null);
    useEffect(() => dialog.current?.showModal(), []);
    return (
        <dialog ref={dialog} onClose={onClose} aria-labelledby="help-title">
            <h2 id="help-title">Keys</h2>
            <dl class="keys">
                {help.map(({ key, does }) => (
                    <div key={key}>
                        <dt>
                            <kbd>{key}</kbd>
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
        </dialog>
    );
}
