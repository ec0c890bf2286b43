// What there is to say of a scenario's text, each with its place, and of the run that it led to.
import type { Place } from "../../editor/places.ts";
import type { Problem } from "../../server/server.ts";
import type { SideRun } from "../../side/side_run.ts";
import type { Workshop } from "../../side/workshop.ts";
import { Verdict } from "./scenario_page.tsx";

type GoTo = (place: Place) => void;

export function Findings({ workshop, goTo }: { workshop: Workshop; goTo: GoTo }) {
    const run = workshop.latest.value;
    return (
        <aside class="inspector findings" aria-label="Findings">
            <section class="part" aria-live="polite">
                <h2>The text</h2>
                <State workshop={workshop} />
                <ol class="problems">
                    {workshop.problems.value.map((problem, i) => (
                        <li key={i}>
                            <PlaceButton problem={problem} goTo={goTo} />
                            {problem.message}
                        </li>
                    ))}
                </ol>
                {workshop.hints.value.map((hint) => (
                    <p class="faint" key={hint}>
                        Hint: {hint}
                    </p>
                ))}
                {workshop.refusal.value && (
                    <p class="alarm" role="alert">
                        It could not be run: {workshop.refusal.value}
                    </p>
                )}
            </section>
            {run ? (
                <Outcome run={run} workshop={workshop} goTo={goTo} />
            ) : (
                <p class="faint">
                    <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs it, beside the world that is served.{" "}
                    <kbd>Ctrl</kbd> <kbd>Space</kbd> offers what may stand at the cursor.
                </p>
            )}
        </aside>
    );
}

function State({ workshop }: { workshop: Workshop }) {
    const count = workshop.problems.value.length;
    switch (workshop.checked.value) {
        case "not yet":
            return <p class="faint">Checking…</p>;
        case "unreachable":
            return <p class="alarm">It cannot be checked: the server cannot be reached.</p>;
        case "yes":
            return count === 0 ? (
                <p class="verdict held">✓ Nothing is wrong with it</p>
            ) : (
                <p class="verdict failed">✕ {count === 1 ? "One error" : `${count} errors`}</p>
            );
    }
}

function PlaceButton({ problem, goTo }: { problem: Problem; goTo: GoTo }) {
    const { line = 0, column = 1, pointer } = problem;
    if (line === 0) return pointer ? <code>{pointer}</code> : null;
    return (
        <button type="button" class="link place" onClick={() => goTo({ line, column })}>
            line {line}, column {column}
        </button>
    );
}

function Outcome({ run, workshop, goTo }: { run: SideRun; workshop: Workshop; goTo: GoTo }) {
    const isSame = run.text === workshop.draft.value;
    const counts = run.store.log.countsAt(Infinity);
    const open = (view: string) => {
        run.store.view.value = view;
        workshop.pane.value = run.number;
    };
    return (
        <section class="part" aria-label={run.title}>
            <h2>
                {run.title} <Verdict run={run} />
            </h2>
            {!isSame && <p class="faint">The text has changed since.</p>}
            {run.failure && <p class="alarm">The run was ended: {run.failure}</p>}
            <p>
                {counts.attempts} attempts, {counts.delivered} delivered, {counts.discarded} lost
            </p>
            <ol class="problems">
                {run.failed.map((each) => (
                    <li key={each.pointer + each.name}>
                        {isSame && <PlaceButton problem={each} goTo={goTo} />}
                        {each.message}
                    </li>
                ))}
            </ol>
            <p class="moves">
                <button type="button" onClick={() => open("timeline")}>
                    Timeline
                </button>
                <button type="button" onClick={() => open("overview")}>
                    Report
                </button>
                <button type="button" onClick={() => open("journal")}>
                    Journal
                </button>
                {workshop.runs.value.length > 1 && (
                    <button type="button" onClick={() => (workshop.pane.value = "compare")}>
                        Side by side
                    </button>
                )}
            </p>
        </section>
    );
}
