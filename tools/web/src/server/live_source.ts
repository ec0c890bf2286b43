// A run that goes on, in a server: its journal so far, then what happens. It outlives the server:
// a journal that is taken up again goes on after the last event that was given, and a new one is
// begun with from its first.
import { signal } from "@preact/signals";
import { parseEvent, type JournalEvent } from "../model/event.ts";
import type { LiveFacts, Receiver, RunSource } from "../source/run_source.ts";
import type { Server } from "./server.ts";

/** Where the clock of a server stands, and what it waits for. */
export interface ServerClock {
    now: string;
    mode: string;
    pending: number;
    in_flight: number;
    next: string | null;
}

const soonest = 250; // milliseconds from one try to reach the server to the next
const latest = 3000;
const together = 16; // events of so many milliseconds are given at once

export class LiveSource implements RunSource {
    /** As the server told it last; none while it is away. */
    readonly clock = signal<ServerClock | undefined>(undefined);
    private to: Receiver | undefined;
    private facts: LiveFacts | undefined;
    private last = 0; // the seq of the last event that was given
    private fresh: JournalEvent[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;
    private patience = soonest;

    constructor(private readonly server: Server) {}

    async start(to: Receiver): Promise<void> {
        this.to = to;
        await this.connect();
    }

    body(delivery: number): Promise<string | undefined> {
        return this.server.text(`/_drydock/deliveries/${delivery}/body`).catch(() => undefined);
    }

    private async connect(): Promise<void> {
        const facts = await this.server.control<LiveFacts>("GET", "facts");
        const isNew = facts.journal !== this.facts?.journal;
        this.facts = facts;
        if (isNew) {
            this.last = 0;
            this.to?.onState("reading");
            this.to?.onFacts(facts);
        } else {
            this.to?.onChange(facts);
        }
        await this.catchUp(facts.journal);
        this.follow(facts.journal);
        this.patience = soonest;
        this.to?.onState("following");
    }

    // Whatever there is by now, as fast as it comes.
    private async catchUp(journal: string): Promise<void> {
        let rest = "";
        for await (const piece of this.server.pieces(this.path("", journal))) {
            const lines = (rest + piece).split("\n");
            rest = lines.pop()!;
            this.give(lines.filter((line) => line.length > 0).map(parseEvent));
        }
    }

    private follow(journal: string): void {
        const stream = new EventSource(this.server.base + this.path("/stream", journal));
        stream.onmessage = (message: MessageEvent<string>) => {
            this.fresh.push(parseEvent(message.data));
            this.timer ??= setTimeout(() => this.flush(), together);
        };
        stream.addEventListener("clock", (message: MessageEvent<string>) => {
            this.flush(); // what it tells of comes first
            this.clock.value = JSON.parse(message.data) as ServerClock;
        });
        // It would connect again by itself, but to any journal.
        stream.onerror = () => {
            stream.close();
            this.flush();
            this.tryAgain();
        };
    }

    private path(kind: string, journal: string): string {
        return `/_drydock/journal${kind}?journal=${journal}&from=${this.last + 1}&clock=true`;
    }

    private flush(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const events = this.fresh;
        this.fresh = [];
        if (!this.give(events)) return;
        if (events.some((event) => event.type === "endpoint_changed")) void this.askAgain();
    }

    private give(events: JournalEvent[]): boolean {
        const next = events.filter((event) => event.seq > this.last);
        if (next.length === 0) return false;
        this.last = next[next.length - 1]!.seq;
        this.to?.onEvents(next);
        return true;
    }

    // What stands in front of receivers has changed; events do not tell how.
    private async askAgain(): Promise<void> {
        const facts = await this.server.control<LiveFacts>("GET", "facts").catch(() => undefined);
        if (facts && facts.journal === this.facts?.journal) this.to?.onChange(facts);
    }

    private tryAgain(): void {
        this.to?.onState("lost");
        this.clock.value = undefined;
        this.timer = setTimeout(() => {
            this.timer = undefined;
            this.connect().catch(() => this.tryAgain());
        }, this.patience);
        this.patience = Math.min(latest, this.patience * 1.5);
    }
}
