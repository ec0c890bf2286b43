// A run beside the world: it has its own store and clock, and the views that every run has.
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { SideRun } from "../../side/side_run.ts";
import type { Store } from "../../store.ts";
import { AppContext, useApp } from "../app_context.ts";
import { ClockBar } from "../clock_bar.tsx";
import { FaultDialogs } from "../faults/fault_dialogs.tsx";
import { bindingFor, clockBindings, viewBindings } from "../keys.ts";
import { LessonView } from "../lesson.tsx";
import { Report } from "../overview.tsx";
import { deliveriesPage, journalPage, timelinePage } from "../pages.tsx";

interface RunPage {
    id: string;
    title: string;
    view: ComponentType;
}

const ReportView = () => (
    <Report note="It was played beside the world that is served, which did not notice." />
);
const reportPage = { id: "overview", title: "Report", view: ReportView };
const lessonPage = { id: "lesson", title: "Lesson", view: LessonView };
const pages: RunPage[] = [timelinePage, reportPage, deliveriesPage, journalPage];

const bindings = [...clockBindings, ...viewBindings];

interface RunContextProps {
    run: SideRun;
    /** Whether keys are for the run. */
    keys?: boolean;
    /** The run is in another context of the page already, which has its dialogs. */
    isMore?: boolean;
    children: ComponentChildren;
}

/** What is within it sees the run in place of the world. */
export function RunContext({ run, keys, isMore, children }: RunContextProps) {
    const world = useApp();
    const { server: _, live: __, ...frame } = world;
    const app = useMemo(
        () => ({ ...frame, store: run.store, player: run.player, bindings }),
        [run],
    );
    useEffect(() => {
        if (!keys) return undefined;
        const listen = (event: KeyboardEvent) => {
            const binding = bindingFor(event, bindings);
            // What is the world's alone does nothing here.
            if (!binding && !bindingFor(event, world.bindings)) return;
            binding?.act(app);
            event.preventDefault();
            event.stopImmediatePropagation();
        };
        // Before those of the page, which are the world's.
        addEventListener("keydown", listen, true);
        return () => removeEventListener("keydown", listen, true);
    }, [app, keys]);
    useEffect(() => bringText(run.store, world.store), [run]);
    return (
        <AppContext.Provider value={app}>
            {children}
            {!isMore && <FaultDialogs />}
        </AppContext.Provider>
    );
}

/** What a run is made into, with edits, goes into the one editor that there is. */
function bringText(from: Store, to: Store): () => void {
    return from.draft.subscribe((text) => {
        if (text === "") return;
        from.draft.value = "";
        to.draft.value = text;
        to.open("scenario");
    });
}

/** All of a run, a view at a time. */
export function RunFrame({ run, children }: { run: SideRun; children?: ComponentChildren }) {
    const { view } = run.store;
    const hasLesson = (run.store.run?.lesson.length ?? 0) > 0;
    const shown = hasLesson ? [lessonPage, ...pages] : pages;
    const open = shown.find(({ id }) => id === view.value) ?? shown[0]!;
    return (
        <RunContext run={run} keys>
            <div class="runs-bar">
                {children}
                <nav class="run-tabs" aria-label={`Views of ${run.title}`}>
                    {shown.map(({ id, title }) => (
                        <button
                            type="button"
                            key={id}
                            aria-current={id === open.id ? "page" : undefined}
                            onClick={() => (view.value = id)}
                        >
                            {title}
                        </button>
                    ))}
                </nav>
            </div>
            <div class="run-view" key={`${run.number} ${open.id}`}>
                <open.view />
            </div>
            {open.id !== "overview" && <ClockBar />}
        </RunContext>
    );
}
