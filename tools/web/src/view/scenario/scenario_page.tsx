// The page where scenarios are written, played, and compared.
import { useEffect } from "preact/hooks";
import type { SideRun } from "../../side/side_run.ts";
import type { Workshop } from "../../side/workshop.ts";
import { ComparePane } from "./compare_pane.tsx";
import { RunFrame } from "./run_frame.tsx";
import { TextPane } from "./text_pane.tsx";

export function ScenarioView({ workshop }: { workshop: Workshop }) {
    const pane = workshop.pane.value;
    const run = workshop.runs.value.find(({ number }) => number === pane);
    return (
        <div class="workshop">
            {workshop.runs.value.length > 0 && <Panes workshop={workshop} />}
            {run ? (
                <RunFrame key={run.number} run={run}>
                    <RunHeading run={run} workshop={workshop} />
                </RunFrame>
            ) : pane === "compare" ? (
                <ComparePane workshop={workshop} />
            ) : (
                <TextPane workshop={workshop} />
            )}
        </div>
    );
}

/** Whether what was expected of a run held, in a sign and a word. */
export function Verdict({ run }: { run: SideRun }) {
    const all = run.store.run?.expectations.length ?? 0;
    if (run.failure) return <span class="pill failed">✕ ended early</span>;
    if (all === 0) return <span class="pill">nothing expected</span>;
    const failed = run.failed.length;
    return failed > 0 ? (
        <span class="pill failed">✕ {failed} failed</span>
    ) : (
        <span class="pill held">✓ held</span>
    );
}

function Panes({ workshop }: { workshop: Workshop }) {
    const { pane, runs } = workshop;
    const current = (is: boolean) => (is ? ("page" as const) : undefined);
    return (
        <nav class="panes run-tabs" aria-label="Scenario and runs">
            <button
                type="button"
                aria-current={current(pane.value === "text")}
                onClick={() => (pane.value = "text")}
            >
                Text
            </button>
            {runs.value.map((run) => (
                <button
                    type="button"
                    key={run.number}
                    aria-current={current(pane.value === run.number)}
                    onClick={() => (pane.value = run.number)}
                >
                    {run.title} <Verdict run={run} />
                </button>
            ))}
            <button
                type="button"
                aria-current={current(pane.value === "compare")}
                onClick={() => (pane.value = "compare")}
            >
                Side by side
            </button>
        </nav>
    );
}

function RunHeading({ run, workshop }: { run: SideRun; workshop: Workshop }) {
    useEffect(() => run.player.chooseSpeed(), [run]);
    const facts = run.store.facts.value;
    return (
        <p class="run-name">
            <strong>{run.title}</strong> <span class="faint">{facts?.name}</span>
            <button type="button" class="link" onClick={() => workshop.open(facts!.name, run.text)}>
                Its text
            </button>
            <button type="button" class="link" onClick={() => workshop.drop(run)}>
                Discard
            </button>
        </p>
    );
}
