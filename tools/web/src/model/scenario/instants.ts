// Of one instant, a run plays its timeline first and all other work after it; a served world did
// what was due, and then took in what came. What came later than work that it would have changed is
// placed later, by so few microseconds that nobody but this order sees them.
import { kindToldBy, namedSubject, type JournalEvent } from "../event.ts";

/** What would have come out otherwise, had it come before. */
export type Care =
    | { of: "nothing" }
    | { of: "attempts" }
    | { of: "tellings"; event: string }
    | { of: "subject"; key: string };

export class Instants {
    /** The most that anything was moved so far: retries move with their first attempts. */
    total = 0;
    private at = -Infinity;
    private moved = 0;
    private hasSent = false;
    private readonly told = new Set<string>(); // kinds, and single subjects

    see({ at, type, fields }: JournalEvent): void {
        this.reach(at);
        if (type === "attempt_started") this.hasSent = true;
        const about = namedSubject(fields);
        if (!about || type === "shipment_created") return;
        this.told.add(about.kind).add(`${about.kind} ${about.id}`);
    }

    /** When what came at a time is played. */
    place(at: number, care: Care): number {
        this.reach(at);
        if (this.isLate(care)) {
            this.moved = this.total + 1;
            this.total = this.moved;
            this.hasSent = false;
            this.told.clear();
        }
        return at + this.moved;
    }

    private isLate(care: Care): boolean {
        if (care.of === "attempts") return this.hasSent;
        if (care.of === "tellings") return this.hasSent || this.told.has(kindToldBy(care.event));
        return care.of === "subject" && this.told.has(care.key);
    }

    private reach(at: number): void {
        if (at === this.at) return;
        this.at = at;
        this.moved = 0;
        this.hasSent = false;
        this.told.clear();
    }
}
