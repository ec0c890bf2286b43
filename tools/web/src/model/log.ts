// All events that are known, with what finds them: by time, by cause, and what had come by then.
import type { JournalEvent } from "./event.ts";
import { concerned, type Concern } from "./entities.ts";
import { Run } from "./run.ts";

export interface Counts {
    requested: number;
    delivered: number;
    discarded: number;
    cancelled: number;
    attempts: number;
    failed: number;
    effects: number;
    calls: number;
}

const counted: Record<string, keyof Counts> = {
    delivery_requested: "requested",
    delivery_succeeded: "delivered",
    delivery_discarded: "discarded",
    delivery_cancelled: "cancelled",
    attempt_started: "attempts",
    attempt_failed: "failed",
    effect_applied: "effects",
    request_received: "calls",
};

/** Index of the first item that is greater than `at`. */
export function after<T>(items: readonly T[], at: number, of: (item: T) => number): number {
    let low = 0;
    let high = items.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (of(items[middle]!) > at) high = middle;
        else low = middle + 1;
    }
    return low;
}

export class EventLog {
    readonly events: JournalEvent[] = [];
    readonly run: Run;
    /** The types of events that there are. */
    readonly types = new Set<string>();
    private readonly followers = new Map<number, number[]>(); // by cause: places of events
    private readonly ofEntity = new Map<string, number[]>();
    // For each counter the places of its events: how many there are by a time is a search.
    private readonly places = new Map<keyof Counts, number[]>();

    constructor(endpoints: readonly string[] = []) {
        this.run = new Run(endpoints);
    }

    append(events: readonly JournalEvent[]): void {
        for (const event of events) {
            const place = this.events.push(event) - 1;
            this.run.apply(event);
            this.types.add(event.type);
            if (event.cause > 0) push(this.followers, event.cause, place);
            for (const { key } of concerned(event, this.run)) push(this.ofEntity, key, place);
            const counter = counted[event.type];
            if (counter) push(this.places, counter, place);
        }
    }

    get firstAt(): number {
        return this.events[0]?.at ?? 0;
    }
    get lastAt(): number {
        return this.events[this.events.length - 1]?.at ?? 0;
    }

    bySeq(seq: number): JournalEvent | undefined {
        const first = this.events[0]?.seq ?? 1;
        return this.events[seq - first];
    }

    /** How many events have come by then. */
    countAt(at: number): number {
        return after(this.events, at, (event) => event.at);
    }

    countsAt(at: number): Counts {
        const until = this.countAt(at) - 1;
        const count = (what: keyof Counts) =>
            after(this.places.get(what) ?? [], until, (place) => place);
        return {
            requested: count("requested"),
            delivered: count("delivered"),
            discarded: count("discarded"),
            cancelled: count("cancelled"),
            attempts: count("attempts"),
            failed: count("failed"),
            effects: count("effects"),
            calls: count("calls"),
        };
    }

    /** From the first cause to the event itself. */
    causesOf(seq: number): JournalEvent[] {
        const chain: JournalEvent[] = [];
        for (let event = this.bySeq(seq); event; event = this.bySeq(event.cause))
            chain.unshift(event);
        return chain;
    }

    /** All that came of an event, in order, at most `most`. */
    consequencesOf(seq: number, most = 40): JournalEvent[] {
        const found: JournalEvent[] = [];
        const open = [...(this.followers.get(seq) ?? [])];
        while (open.length > 0 && found.length < most) {
            const event = this.events[open.shift()!]!;
            found.push(event);
            open.push(...(this.followers.get(event.seq) ?? []));
            open.sort((a, b) => a - b);
        }
        return found;
    }

    /** The events that an entity's state comes from, up to and with `seq`. */
    historyOf(concern: Concern, seq: number): JournalEvent[] {
        const places = this.ofEntity.get(concern.key) ?? [];
        const first = this.events[0]?.seq ?? 1;
        return places
            .slice(
                0,
                after(places, seq - first, (place) => place),
            )
            .map((place) => this.events[place]!);
    }

    /** The next or previous instant at which something happens; undefined beyond the ends. */
    stepFrom(at: number, forward: boolean): number | undefined {
        const here = this.countAt(at);
        if (forward) return this.events[here]?.at;
        return this.events[this.countAt(at - 1) - 1]?.at;
    }
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
}
