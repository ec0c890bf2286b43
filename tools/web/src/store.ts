// The one place that holds what a page knows and what its user chose. Views read signals and call
// actions; they keep nothing of their own that another view could want.
import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import { noFilter, Sieve, type Filter } from "./model/filter.ts";
import type { JournalEvent } from "./model/event.ts";
import { EventLog } from "./model/log.ts";
import { bandsOf, EndpointBook } from "./model/scenario/book.ts";
import type { Edit } from "./model/scenario/edits.ts";
import type { JsonObject } from "./model/scenario/fronts.ts";
import { parseInstant, MINUTE } from "./model/time.ts";
import { Following } from "./following.ts";
import {
    worldOf,
    type Facts,
    type RecordedFacts,
    type RunSource,
    type SourceState,
} from "./source/run_source.ts";

/** The part of time that a timeline shows, in microseconds since 1970. */
export interface Span {
    from: number;
    to: number;
}

/** Closer than this there is nothing to see. */
export const shortestSpan = 20;

export interface Band extends Span {
    endpoint: string;
    as: string;
    /** It is of the scenario only, or not yet said at all. */
    isEdit?: boolean;
}

/** An outage that is being drawn. */
export interface Drawing {
    endpoint: string;
    from: number;
    until: number;
    /** It is drawn, and asked for the rest. */
    isOpen: boolean;
}

export class Store {
    log = new EventLog();
    /** Counts how often the log has grown: reading it makes a view follow the log. */
    readonly version = signal(0);
    readonly facts = signal<Facts | undefined>(undefined);
    readonly state = signal<SourceState>("reading");

    /** The id of the page that is open. */
    readonly view = signal("");
    readonly selected = signal<number | undefined>(undefined); // the seq of an event
    readonly filter = signal<Filter>(noFilter);
    readonly span = signal<Span>({ from: 0, to: 1 });
    /** Where the clock stands; undefined: at the end, with all that is known. */
    readonly now = signal<number | undefined>(undefined);
    /** Whether what comes after `now` is kept from the learner. */
    readonly hidesFuture = signal(false);

    /** How far the clock of a run that goes on has come, though nothing may have happened then. */
    readonly reached = signal(0);

    readonly whole: ReadonlySignal<Span> = computed(() => {
        void this.version.value;
        const world = worldOf(this.facts.value);
        const from = world
            ? Math.min(parseInstant(world.start), this.log.firstAt || Infinity)
            : this.log.firstAt;
        const { run } = this;
        const end = Math.max(
            this.log.lastAt,
            this.reached.value,
            run && this.state.value === "complete" ? parseInstant(run.end) : 0,
        );
        return { from, to: Math.max(end, from + MINUTE) };
    });
    /** What stood in front of endpoints, and stands. */
    readonly fronts = new Following(this, () => bookOf(this.facts.value));
    /** What the user changed in the scenario. */
    readonly edits = signal<readonly Edit[]>([]);
    readonly drawing = signal<Drawing | undefined>(undefined);
    /** A scenario that is being written. */
    readonly draft = signal("");
    readonly bands: ReadonlySignal<Band[]> = computed(() => [
        ...bandsOf(this.fronts.value.periods),
        ...this.edits.value.flatMap((edit) => (edit.kind === "outage" ? [bandOf(edit)] : [])),
        ...(this.drawing.value ? [bandOf(this.drawing.value)] : []),
    ]);
    readonly selection: ReadonlySignal<JournalEvent | undefined> = computed(() => {
        void this.version.value;
        return this.selected.value === undefined ? undefined : this.log.bySeq(this.selected.value);
    });
    readonly filtered: ReadonlySignal<readonly JournalEvent[]> = computed(() => {
        void this.version.value;
        return this.sieve.take(this.log.events, this.filter.value, this.log.run);
    });

    private readonly sieve = new Sieve();

    constructor(private readonly source: RunSource) {}

    /** What came of the run, if it is over and that is known. */
    get run(): RecordedFacts["run"] {
        const facts = this.facts.value;
        return facts?.kind === "recorded" ? facts.run : undefined;
    }

    get start(): number {
        return this.whole.value.from;
    }

    /** What is later is kept from the learner; nothing is unless a lesson hides it. */
    get seenUntil(): number {
        return this.hidesFuture.value ? (this.now.value ?? Infinity) : Infinity;
    }

    async load(): Promise<void> {
        await this.source.start({
            onFacts: (facts) => this.begin(facts),
            onChange: (facts) => this.know(facts),
            onEvents: (events) => {
                this.log.append(events);
                this.version.value++;
            },
            onState: (state) => (this.state.value = state),
        });
        this.showAll();
    }

    private know(facts: Facts): void {
        const world = worldOf(facts);
        this.log.run.know(
            world?.endpoints.map((endpoint) => endpoint.prefix) ?? [],
            facts.kind === "live" ? `${facts.base_url}/bin/` : "",
        );
        this.facts.value = facts;
    }

    private begin(facts: Facts): void {
        batch(() => {
            this.log = new EventLog();
            this.know(facts);
            this.selected.value = undefined;
            this.now.value = undefined;
            this.reached.value = 0;
            this.edits.value = [];
            this.drawing.value = undefined;
            this.version.value++;
            this.showAll();
        });
    }

    body(delivery: number): Promise<string | undefined> {
        return this.source.body(delivery);
    }

    /** Shows all of the run, with a little room at both ends. */
    showAll(): void {
        const { from, to } = this.whole.value;
        const room = (to - from) * 0.03;
        this.span.value = { from: from - room, to: to + room };
    }

    /** Makes sure that a part of time is in sight. */
    showSpan(from: number, to: number): void {
        const { from: first, to: last } = this.span.value;
        const room = (to - from) * 0.1;
        if (from < first || to > last)
            this.span.value = { from: Math.min(first, from - room), to: Math.max(last, to + room) };
    }

    /** Zooms around what is selected, else around the clock, else around the middle. */
    zoomBy(factor: number): void {
        const { from, to } = this.span.value;
        const isSeen = (at: number | undefined) => at !== undefined && at > from && at < to;
        const around = [this.selection.value?.at, this.now.value].find(isSeen) ?? (from + to) / 2;
        const length = Math.max(shortestSpan, (to - from) / factor);
        const share = (around - from) / (to - from);
        this.span.value = { from: around - length * share, to: around + length * (1 - share) };
    }

    /** Selects an event, and makes sure that a timeline shows it. */
    select(seq: number | undefined): void {
        batch(() => {
            this.selected.value = seq;
            const event = seq === undefined ? undefined : this.log.bySeq(seq);
            const { from, to } = this.span.value;
            if (!event || (event.at >= from && event.at <= to)) return;
            const half = (to - from) / 2;
            this.span.value = { from: event.at - half, to: event.at + half };
        });
    }

    open(view: string, seq?: number): void {
        batch(() => {
            this.view.value = view;
            if (seq !== undefined) this.select(seq);
        });
    }
}

function bandOf(given: { endpoint: string; from: number; until: number; as?: unknown }): Band {
    const { endpoint, from, until, as } = given;
    return { endpoint, from, to: until, as: as === undefined ? "" : String(as), isEdit: true };
}

function bookOf(facts: Facts | undefined): EndpointBook {
    const world = worldOf(facts);
    if (!world) return new EndpointBook({ start: 0, base_url: "" });
    const scenario = world.scenario ? (JSON.parse(world.scenario) as JsonObject) : undefined;
    const known = world.endpoints.map(({ prefix, outages }) => [prefix, { outages }] as const);
    return new EndpointBook({
        start: parseInstant(world.start),
        base_url: world.base_url,
        endpoints: (scenario ? scenario.endpoints : Object.fromEntries(known)) as JsonObject,
    });
}
