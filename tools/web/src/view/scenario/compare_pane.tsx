// Two runs side by side, or one and the world: where they part, their figures, and their timelines
// on one scale of time.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useSignal, type Signal } from "@preact/signals";
import type { Parting } from "../../server/scenarios.ts";
import { shareTime } from "../../side/shared_time.ts";
import type { SideRun } from "../../side/side_run.ts";
import type { Workshop } from "../../side/workshop.ts";
import type { Store } from "../../store.ts";
import { AppContext, useApp, type App } from "../app_context.ts";
import { Inspector } from "../inspector.tsx";
import { Timeline } from "../timeline.tsx";
import { Figures } from "./figures_table.tsx";
import { Parted } from "./parted.tsx";
import { RunContext } from "./run_frame.tsx";

/** One of the two; no run: the world. */
export interface Compared {
    title: string;
    store: Store;
    run?: SideRun;
}

export function ComparePane({ workshop }: { workshop: Workshop }) {
    const world = useApp();
    const runs = workshop.runs.value;
    // By number, 0 is the world.
    const first = useSignal(runs.length > 1 ? runs[runs.length - 2]!.number : 0);
    const second = useSignal(runs[runs.length - 1]?.number ?? 0);
    const find = (number: number): Compared => {
        const run = workshop.runs.value.find((each) => each.number === number);
        return run
            ? { title: run.title, store: run.store, run }
            : { title: "This world", store: world.store };
    };
    const [a, b] = [find(first.value), find(second.value)];
    return (
        <>
            <div class="tools" role="toolbar" aria-label="What is compared">
                <Choice label="First" of={first} workshop={workshop} />
                <Choice label="Second" of={second} workshop={workshop} />
            </div>
            {a.store === b.store ? (
                <p class="faint nothing">Choose two that are not the same.</p>
            ) : (
                <Pair
                    key={`${first.value} ${second.value}`}
                    a={a}
                    b={b}
                    world={world}
                    workshop={workshop}
                />
            )}
        </>
    );
}

interface ChoiceProps {
    label: string;
    of: Signal<number>;
    workshop: Workshop;
}

function Choice({ label, of, workshop }: ChoiceProps) {
    return (
        <label>
            {label}{" "}
            <select
                value={of.value}
                onChange={(event) => (of.value = Number(event.currentTarget.value))}
            >
                <option value={0}>This world</option>
                {workshop.runs.value.map((run) => (
                    <option key={run.number} value={run.number}>
                        {run.title}, {run.store.facts.value?.name}
                    </option>
                ))}
            </select>
        </label>
    );
}

interface PairProps {
    a: Compared;
    b: Compared;
    world: App;
    workshop: Workshop;
}

function useParting({ a, b, workshop }: PairProps) {
    const parting = useSignal<Parting | undefined>(undefined);
    const problem = useSignal("");
    useEffect(() => {
        workshop.scenarios
            .diff(a.run?.header, b.run?.header)
            .then((found) => (parting.value = found))
            .catch(
                (why: unknown) =>
                    (problem.value = why instanceof Error ? why.message : String(why)),
            );
    }, []);
    return { parting: parting.value, problem: problem.value };
}

/** The one of them in which something was chosen last. */
function useChosen({ a, b }: PairProps): Compared {
    const chosen = useSignal(a);
    useEffect(() => {
        const stops = [a, b].map((side) => {
            side.store.selected.value = undefined;
            return side.store.selected.subscribe((seq) => {
                if (seq !== undefined) chosen.value = side;
            });
        });
        return () => stops.forEach((stop) => stop());
    }, []);
    return chosen.value;
}

/** Who asks for a view of one of the runs leaves for that run. */
function useLeaving({ a, b, workshop }: PairProps): void {
    useEffect(() => {
        const stops = [a, b].map(({ run }) => {
            if (!run) return () => undefined;
            run.store.view.value = "";
            return run.store.view.subscribe((view) => {
                if (view !== "" && view !== "scenario") workshop.pane.value = run.number;
            });
        });
        return () => stops.forEach((stop) => stop());
    }, []);
}

function Pair(props: PairProps) {
    const { a, b, world } = props;
    const chosen = useChosen(props);
    useLeaving(props);
    useEffect(() => {
        for (const { run } of [a, b]) run?.player.toEnd();
        return shareTime(a.store, b.store);
    }, []);
    return (
        <div class="split compared">
            <div class="main">
                <Parted a={a} b={b} {...useParting(props)} />
                {[a, b].map((side) => (
                    <div class="side-run" key={side.title}>
                        <h2>{side.title}</h2>
                        <In side={side} world={world} keys={side === a}>
                            <Timeline height={190} name={`Timeline of ${side.title}`} />
                        </In>
                    </div>
                ))}
                <Figures a={a} b={b} />
            </div>
            <In side={chosen} world={world} isMore>
                <Inspector />
            </In>
        </div>
    );
}

interface InProps {
    side: Compared;
    world: App;
    keys?: boolean;
    isMore?: boolean;
    children: ComponentChildren;
}

function In({ side: { run }, world, keys = false, isMore = false, children }: InProps) {
    if (!run) return <AppContext.Provider value={world}>{children}</AppContext.Provider>;
    return (
        <RunContext run={run} keys={keys} isMore={isMore} key={run.number}>
            {children}
        </RunContext>
    );
}
