// A timeline in a canvas: it follows the store's signals, draws once a frame at most, and turns
// gestures into changes of the store. What is selected is the store's; here is only what is seen.
import { axisTop } from "d3-axis";
import { scaleLinear } from "d3-scale";
import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import { effect, signal } from "@preact/signals";
import type { LaneKind } from "../model/run.ts";
import { tickOffsets, tickText } from "../model/time.ts";
import { shortestSpan, type Span, type Store } from "../store.ts";
import { listenForBands, type PointedAt } from "./band_drawing.ts";
import { atX, draw, hit, type Scene } from "./draw.ts";
import { readPalette, type Palette } from "./palette.ts";
import { layOut, rowsBetween, totalHeight, type Row } from "./rows.ts";
import { across, along, nearest, type Standing } from "./walk.ts";

export const axisHeight = 30;

export interface ChartParts {
    canvas: HTMLCanvasElement;
    axis: SVGSVGElement;
    scroll: HTMLElement;
    spacer: HTMLElement;
}

export class Chart {
    readonly hidden = signal<ReadonlySet<LaneKind>>(new Set());
    readonly find = signal("");
    /** Whether dragging draws an outage, also without Shift. */
    readonly draws = signal(false);
    rows: Row[] = [];
    private colours: Palette;
    private size = { width: 0, height: 0 };
    private asked = 0;
    private standing: Standing | undefined;
    private hasDrawn = false; // the click that ends it selects nothing
    private readonly zooming: ZoomBehavior<HTMLCanvasElement, unknown>;
    private readonly undo: (() => void)[] = [];

    constructor(
        private readonly store: Store,
        private readonly parts: ChartParts,
    ) {
        this.colours = readPalette(parts.canvas);
        this.zooming = this.listen();
        const watch = new ResizeObserver(() => this.resize());
        watch.observe(parts.scroll);
        this.undo.push(() => watch.disconnect());
        this.undo.push(effect(() => this.layOut()));
        this.undo.push(effect(() => this.follow()));
        this.resize(); // paints at once: paper does not wait for a frame
    }

    stop(): void {
        for (const each of this.undo) each();
        cancelAnimationFrame(this.asked);
    }

    recolour(): void {
        this.colours = readPalette(this.parts.canvas);
        this.ask();
    }

    get labelWidth(): number {
        return this.size.width < 700 ? 104 : 184;
    }

    panBy(share: number): void {
        const { from, to } = this.store.span.value;
        const length = (to - from) * share;
        this.store.span.value = { from: from + length, to: to + length };
    }

    /** Moves what is selected by one; begins with the first thing in sight. */
    walk(direction: "left" | "right" | "up" | "down"): void {
        const event = this.store.selection.value;
        const from = this.standOn(event?.seq);
        if (!from) return this.standFirst();
        const time = event?.at ?? this.store.start;
        const to =
            direction === "left" || direction === "right"
                ? along(from, direction === "right", this.store.seenUntil)
                : across(this.rows, from, time, direction === "down", this.store.seenUntil);
        this.stand(to);
    }

    private stand(on: Standing): void {
        this.standing = on;
        this.store.select(on.seq);
        const row = this.rows.find((r) => r.lane === on.lane);
        const { scroll } = this.parts;
        if (!row) return;
        if (row.top < scroll.scrollTop) scroll.scrollTop = row.top;
        const room = scroll.clientHeight - axisHeight;
        if (row.top + row.height > scroll.scrollTop + room)
            scroll.scrollTop = row.top + row.height - room;
    }

    private standFirst(): void {
        const shipment =
            this.rows.find((row) => row.lane && row.lane.kind !== "endpoint") ??
            this.rows.find((r) => r.lane);
        const first =
            shipment?.lane &&
            nearest(shipment.lane, this.store.span.value.from, this.store.seenUntil);
        if (first) this.stand(first);
    }

    private standOn(seq: number | undefined): Standing | undefined {
        if (seq === undefined) return undefined;
        if (this.standing?.seq === seq) return this.standing;
        const event = this.store.log.bySeq(seq);
        const delivery = event && this.store.log.run.deliveries.get(event.fields.delivery ?? 0);
        const attempt = event && this.store.log.run.attemptOf(event.fields);
        if (delivery)
            return { lane: delivery.lane, seq: attempt?.seq ?? delivery.attempts[0]?.seq ?? seq };
        const lane = this.store.log.run.lanes.find((l) => l.marks.some((mark) => mark.seq === seq));
        return lane && { lane, seq };
    }

    private layOut(): void {
        void this.store.version.value;
        this.rows = layOut(this.store.log.run, {
            hidden: this.hidden.value,
            find: this.find.value,
        });
        const height = totalHeight(this.rows);
        this.parts.spacer.style.height = `${height}px`;
        this.parts.scroll.style.setProperty("--all-lanes", `${height + axisHeight + 2}px`);
        this.ask();
    }

    // Reads every signal that the picture depends on.
    private follow(): void {
        void [this.store.span.value, this.store.now.value, this.store.hidesFuture.value];
        void [this.store.selected.value, this.store.bands.value, this.store.whole.value];
        this.ask();
    }

    private ask(): void {
        cancelAnimationFrame(this.asked);
        this.asked = requestAnimationFrame(() => this.paint());
    }

    private resize(): void {
        const { canvas, scroll } = this.parts;
        const width = scroll.clientWidth;
        const height = scroll.clientHeight - axisHeight;
        this.size = { width, height };
        const ratio = devicePixelRatio || 1;
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(Math.max(0, height) * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
        this.paint();
    }

    private scene(ticks: number[]): Scene {
        const { store } = this;
        const event = store.selection.value;
        const attempt = event && store.log.run.attemptOf(event.fields);
        return {
            rows: this.rows,
            span: store.span.value,
            bands: store.bands.value,
            scrollTop: this.parts.scroll.scrollTop,
            ...this.size,
            labelWidth: this.labelWidth,
            colours: this.colours,
            now: store.now.value,
            hidesFuture: store.hidesFuture.value,
            selected: attempt?.seq ?? event?.seq,
            ticks,
        };
    }

    private paint(): void {
        const c = this.parts.canvas.getContext("2d");
        if (!c || this.size.width === 0) return;
        const ratio = devicePixelRatio || 1;
        c.setTransform(ratio, 0, 0, ratio, 0, 0);
        this.syncZoom();
        draw(c, this.scene(this.paintAxis()));
    }

    private paintAxis(): number[] {
        const { span, start } = this.store;
        const { from, to } = span.value;
        const scale = scaleLinear([from, to], [this.labelWidth, this.size.width]);
        const count = Math.max(2, (this.size.width - this.labelWidth) / 110);
        const offsets = tickOffsets(from - start, to - start, count);
        const step = (offsets[1] ?? 0) - (offsets[0] ?? 0) || 1;
        const ticks = offsets.map((offset) => offset + start);
        const axis = axisTop<number>(scale as never)
            .tickValues(ticks)
            .tickFormat((at) => tickText(at - start, step))
            .tickSizeOuter(0);
        select(this.parts.axis)
            .select<SVGGElement>("g")
            .attr("transform", `translate(0,${axisHeight - 1})`)
            .call(axis as never);
        return ticks;
    }

    // --- gestures ---

    private base() {
        const { from, to } = this.store.whole.value;
        return scaleLinear(
            [from, to],
            [this.labelWidth, Math.max(this.size.width, this.labelWidth + 1)],
        );
    }

    // The store's span is the truth; d3 keeps a transform of its own, which must agree.
    private syncZoom(): void {
        const base = this.base();
        const { from, to } = this.store.span.value;
        const whole = this.store.whole.value;
        const k = (whole.to - whole.from) / (to - from);
        const transform = zoomIdentity.translate(this.labelWidth - base(from) * k, 0).scale(k);
        select(this.parts.canvas).property("__zoom", transform);
        this.zooming.scaleExtent([0.2, (whole.to - whole.from) / shortestSpan]);
    }

    private listen(): ZoomBehavior<HTMLCanvasElement, unknown> {
        const { canvas, scroll } = this.parts;
        const zooming = zoom<HTMLCanvasElement, unknown>()
            // The wheel scrolls lanes; with Ctrl, or two fingers, it zooms.
            .filter((event: WheelEvent & MouseEvent) =>
                event.type === "wheel"
                    ? event.ctrlKey
                    : event.button === 0 &&
                      event.type !== "dblclick" &&
                      !event.shiftKey &&
                      !this.draws.value,
            )
            .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
                if (!event.sourceEvent) return;
                const [from, to] = event.transform.rescaleX(this.base()).domain() as [
                    number,
                    number,
                ];
                this.store.span.value = { from, to } satisfies Span;
            });
        select(canvas).call(zooming);
        this.undo.push(this.listenForBands());
        this.on(canvas, "click", (event) => {
            if (this.hasDrawn) return void (this.hasDrawn = false);
            const seq = this.under(event);
            if (seq !== undefined) this.standing = undefined;
            this.store.select(seq);
        });
        this.on(canvas, "mousemove", (event) => {
            const isOver = this.under(event) !== undefined;
            const plain = this.draws.value || event.shiftKey ? "crosshair" : "grab";
            canvas.style.cursor = isOver && plain === "grab" ? "pointer" : plain;
        });
        this.on(scroll, "scroll", () => this.ask());
        this.on(scroll, "wheel", (event) => {
            if (event.ctrlKey || Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
            event.preventDefault();
            this.panBy(event.deltaX / Math.max(1, this.size.width));
        });
        return zooming;
    }

    private listenForBands(): () => void {
        const { drawing } = this.store;
        return listenForBands({
            canvas: this.parts.canvas,
            place: (event) => this.pointedAt(event),
            isChosen: () => this.draws.value,
            onDraw: (endpoint, from, until) =>
                (drawing.value = { endpoint, from, until, isOpen: false }),
            onEnd: (isWhole) => {
                const drawn = drawing.value;
                this.hasDrawn = isWhole;
                const isOpen = isWhole && drawn !== undefined && drawn.from < drawn.until;
                drawing.value = isOpen ? { ...drawn, isOpen } : undefined;
                this.draws.value = false;
            },
        });
    }

    private pointedAt(event: MouseEvent): PointedAt {
        const box = this.parts.canvas.getBoundingClientRect();
        const height = event.clientY - box.top + this.parts.scroll.scrollTop;
        const { from, to } = this.store.span.value;
        return {
            at: atX(this.scene([]), event.clientX - box.left),
            row: rowsBetween(this.rows, height, height + 1)[0],
            pixel: (to - from) / Math.max(1, this.size.width - this.labelWidth),
            start: this.store.start,
        };
    }

    private on<K extends keyof HTMLElementEventMap>(
        of: HTMLElement,
        type: K,
        act: (event: HTMLElementEventMap[K]) => void,
    ): void {
        of.addEventListener(type, act, { passive: false });
        this.undo.push(() => of.removeEventListener(type, act));
    }

    private under(event: MouseEvent): number | undefined {
        const box = this.parts.canvas.getBoundingClientRect();
        return hit(this.scene([]), event.clientX - box.left, event.clientY - box.top);
    }
}
