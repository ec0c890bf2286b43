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

/** What is known of the scenario, and what came of it. */
export interface RunFacts {
    about: string;
    start: string;
    end: string;
    seed: number;
    profile: string;
    transport: string;
    policy: Record<string, unknown>;
    base_url: string;
    assumptions: string[];
    endpoints: { prefix: string; outages: Outage[] }[];
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

export interface Facts {
    /** A recorded run is replayed; it cannot be run again from the page. */
    kind: "recorded" | "live";
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

export interface Receiver {
    /** Once, before any event. */
    onFacts(facts: Facts): void;
    /** Events in the order of the journal, each exactly once. */
    onEvents(events: JournalEvent[]): void;
    /** Whether more may come. A live source says so once it is connected. */
    onState(state: "reading" | "following" | "complete" | "lost"): void;
}

export interface RunSource {
    /** Begins to read. Resolves when all that is there already has been given. */
    start(to: Receiver): Promise<void>;
    stop(): void;
    /** The body of a delivery's payload, if the source knows it. */
    body(delivery: number): Promise<string | undefined>;
}
