// The timeline: lanes in a canvas, an axis, an overview with a brush, and what the shapes mean.
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useComputed, useSignal } from "@preact/signals";
import type { LaneKind } from "../model/run.ts";
import { attemptText, eventText, aboutText, laneGroups } from "../model/words.ts";
import { groupOrder } from "../timeline/rows.ts";
import { axisHeight, Chart } from "../timeline/chart.ts";
import { useApp, useFaults } from "./app_context.ts";
import { Legend } from "./legend.tsx";
import { OverviewStrip } from "./overview_strip.tsx";

const arrows: Record<string, "left" | "right" | "up" | "down"> = {
    ArrowLeft: "left",
    ArrowRight: "right",
    ArrowUp: "up",
    ArrowDown: "down",
};

const canvasLabel =
    "Timeline of the run. Arrow keys walk from event to event; " +
    "the Deliveries page has the same as a table.";

interface TimelineProps {
    height?: number;
    /** Where there are several. */
    name?: string;
}

export function Timeline({ height, name = "Timeline" }: TimelineProps) {
    const { store } = useApp();
    const canvas = useRef<HTMLCanvasElement>(null);
    const axis = useRef<SVGSVGElement>(null);
    const scroll = useRef<HTMLDivElement>(null);
    const spacer = useRef<HTMLDivElement>(null);
    const chart = useSignal<Chart | undefined>(undefined);
    const said = useId();

    // At once, for paper does not wait.
    useLayoutEffect(() => {
        const made = new Chart(store, {
            canvas: canvas.current!,
            axis: axis.current!,
            scroll: scroll.current!,
            spacer: spacer.current!,
        });
        chart.value = made;
        const recolour = () => made.recolour();
        addEventListener("drydock-theme", recolour);
        return () => {
            removeEventListener("drydock-theme", recolour);
            made.stop();
        };
    }, []);

    const onKeyDown = (event: KeyboardEvent) => {
        const made = chart.value;
        const direction = arrows[event.key];
        if (!made || !direction || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        if (!event.shiftKey) made.walk(direction);
        else if (direction === "left" || direction === "right")
            made.panBy(direction === "left" ? -0.2 : 0.2);
        else store.zoomBy(direction === "up" ? 1.5 : 1 / 1.5);
    };

    return (
        <section class="timeline" aria-label={name}>
            {chart.value && <Tools chart={chart.value} />}
            <OverviewStrip />
            <div class="lanes" ref={scroll} style={height ? { height: `${height}px` } : {}}>
                <div class="stuck" style={{ height: "100%" }}>
                    <svg ref={axis} class="axis" height={axisHeight} aria-hidden="true">
                        <g />
                    </svg>
                    <canvas
                        ref={canvas}
                        tabIndex={0}
                        role="application"
                        aria-label={canvasLabel}
                        aria-describedby={said}
                        onKeyDown={onKeyDown}
                    />
                </div>
                <div class="spacer" ref={spacer} />
            </div>
            <Said id={said} />
            <Legend />
        </section>
    );
}

/** What is selected, for those who listen. */
function Said({ id }: { id: string }) {
    const { store } = useApp();
    const words = useComputed(() => {
        const event = store.selection.value;
        if (!event) return "Nothing is selected.";
        const attempt = store.log.run.attemptOf(event.fields);
        return attempt
            ? attemptText(attempt, store.start)
            : `${aboutText(event, store.log)}, ${eventText(event, store.start)}`;
    });
    return (
        <p id={id} class="timeline-said unseen" aria-live="polite">
            {words}
        </p>
    );
}

function Tools({ chart }: { chart: Chart }) {
    const { store } = useApp();
    void store.version.value;
    const counts = new Map<LaneKind, number>();
    for (const lane of store.log.run.lanes) counts.set(lane.kind, (counts.get(lane.kind) ?? 0) + 1);
    const toggle = (kind: LaneKind) => {
        const hidden = new Set(chart.hidden.value);
        if (!hidden.delete(kind)) hidden.add(kind);
        chart.hidden.value = hidden;
    };
    return (
        <div class="tools" role="toolbar" aria-label="Timeline tools">
            {groupOrder
                .filter((kind) => counts.has(kind))
                .map((kind) => (
                    <label class="chip" key={kind}>
                        <input
                            type="checkbox"
                            checked={!chart.hidden.value.has(kind)}
                            onChange={() => toggle(kind)}
                        />
                        {laneGroups[kind]} <span class="count">{counts.get(kind)}</span>
                    </label>
                ))}
            <input
                class="find"
                type="search"
                placeholder="Find a lane"
                aria-label="Find a lane by its id"
                value={chart.find.value}
                onInput={(event) => (chart.find.value = event.currentTarget.value.trim())}
            />
            <span class="stretch" />
            {!store.hidesFuture.value && <FaultTools chart={chart} />}
            <button type="button" onClick={() => store.zoomBy(1 / 1.6)} aria-label="Zoom out">
                −
            </button>
            <button type="button" onClick={() => store.zoomBy(1.6)} aria-label="Zoom in">
                +
            </button>
            <button type="button" onClick={() => store.showAll()} title="Show all (F)">
                Fit
            </button>
        </div>
    );
}

function FaultTools({ chart }: { chart: Chart }) {
    const { store } = useApp();
    const faults = useFaults();
    const choose = () => {
        chart.draws.value = !chart.draws.value;
        // What is ahead of a world that goes on needs room.
        const { from, to } = store.span.value;
        if (chart.draws.value && faults.isLive)
            store.showSpan(from, store.reached.value + (to - from) / 3);
    };
    return (
        <>
            <button
                type="button"
                aria-pressed={chart.draws.value}
                title="Drag along a lane to draw an outage; or Shift and drag; or O for a form"
                onClick={choose}
            >
                Outage
            </button>
            <button
                type="button"
                title="Save as a scenario (S)"
                onClick={() => (faults.isSaving.value = true)}
            >
                Save…
                {store.edits.value.length > 0 && <b class="count"> {store.edits.value.length}</b>}
            </button>
        </>
    );
}
