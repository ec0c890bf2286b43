// Where a page gets its run from. The offline report holds one that is over; a server has one that
// goes on. Whoever shows something asks the store, never a source.
import type { JournalEvent } from "../model/event.ts";
import type { LessonStep } from "../model/lesson.ts";

export interface Expectation {
    name: string;
    passed: boolean;
    message: string;
    /** As the file has it, on one line; empty for a property that always holds. */
    source: string;
    pointer: string;
    line: number;
    column: number;
    evidence: number[];
}

export interface Outage {
    from: string;
    until: string;
    /** A status code or a failure. */
    as: string;
}

/** What a run begins with, whether or not it is over. */
export interface WorldFacts {
    start: string;
    seed: number;
    profile: string;
    policy: Record<string, unknown>;
    base_url: string;
    endpoints: { prefix: string; outages: Outage[] }[];
    /** The scenario as it was played, as JSON. */
    scenario: string;
}

/** What is known of the scenario of a run that is over, and what came of it. */
export interface RunFacts extends WorldFacts {
    about: string;
    end: string;
    transport: string;
    assumptions: string[];
    expectations: Expectation[];
    failure: string;
    lesson: LessonStep[];
    summary: Summary;
}

export interface Summary {
    deliveries: Record<string, number>;
    attempts: { total: number; by_outcome: Record<string, number> };
    latency: Record<"p50" | "p90" | "p99" | "max", number | null>;
    effects: Record<"total" | "duplicates" | "lost_acks", number | null>;
    load: {
        bucket: number;
        normal: number;
        peak: number;
        peak_at: string | null;
        recovery: { peak: number; ratio: number; above_normal_for: number } | null;
    };
    api_calls: { total: number; no_news: number };
}

/** A recorded run is replayed; it cannot be run again from the page. */
export interface RecordedFacts {
    kind: "recorded";
    program: string;
    name: string;
    /** The command that repeats it. */
    command: string;
    digest: string;
    events: number;
    kept_events: number;
    deliveries: number;
    kept_bodies: number;
    cut_off: boolean;
    /** None when the journal's header has no scenario. */
    run?: RunFacts;
}

/** A world in a server, which goes on. */
export interface LiveFacts extends WorldFacts {
    kind: "live";
    program: string;
    name: string;
    /** Tells the journal from all others: also after a restart of the server. */
    journal: string;
    /** Whether the journal outlives the server. */
    kept: boolean;
}

export type Facts = RecordedFacts | LiveFacts;

/** What the run of these facts begins with; none when its journal's header has no scenario. */
export function worldOf(facts: Facts | undefined): WorldFacts | undefined {
    return facts?.kind === "live" ? facts : facts?.run;
}

/** More may come when it follows, and what may have come is not known when it is lost. */
export type SourceState = "reading" | "following" | "complete" | "lost";

export interface Receiver {
    /** Before any event. Again when a new journal begins: what was given before is void then. */
    onFacts(facts: Facts): void;
    /** The facts of a journal that goes on are others now. */
    onChange(facts: Facts): void;
    /** Events in the order of the journal, each exactly once. */
    onEvents(events: JournalEvent[]): void;
    onState(state: SourceState): void;
}

export interface RunSource {
    /** Begins to read. Resolves when all that is there already has been given. */
    start(to: Receiver): Promise<void>;
    /** The body of a delivery's payload, if the source knows it. */
    body(delivery: number): Promise<string | undefined>;
}
