// Which outages and rules stood in front of which endpoint, and when: the scenario's own at first,
// then what a served world was told. A fold over the journal.
import type { JournalEvent } from "../event.ts";
import { answerName, clipFront, readFront, type Front, type JsonObject } from "./fronts.ts";

/** As long as it did not change. */
export interface Period {
    /** A URL prefix. */
    endpoint: string;
    front: Front;
    from: number;
    /** The event that began it; 0: the scenario. */
    seq: number;
    /** Infinity: it is in force. */
    until: number;
}

export interface FrontsGiven {
    start: number;
    base_url: string;
    endpoints?: JsonObject | undefined;
}

export class EndpointBook {
    readonly periods: Period[] = [];
    private readonly open = new Map<string, Period>();
    private readonly bins = new Map<string, Front>();
    private baseUrl: string;

    constructor({ start, base_url, endpoints }: FrontsGiven) {
        this.baseUrl = base_url;
        for (const [prefix, given] of Object.entries(endpoints ?? {}))
            this.begin(prefix, readFront(given as JsonObject, start), start, 0);
    }

    /** `place`: when it is in force, if not as soon as it came. */
    apply({ type, at, seq, fields }: JournalEvent, place = at): void {
        if (type === "base_url_changed") this.moveBins(String(fields.url), place, seq);
        if (type !== "endpoint_changed") return;
        const rules = (fields.rules ?? {}) as JsonObject;
        if (typeof fields.bin === "string") {
            const front = readFront(rules, at);
            this.bins.set(fields.bin, front);
            this.change(this.binUrl(fields.bin), front, place, seq);
            return;
        }
        for (const prefix of [...this.open.keys()])
            if (this.binAt(prefix) === undefined && !(prefix in rules)) this.end(prefix, place);
        for (const [prefix, given] of Object.entries(rules))
            this.change(prefix, readFront(given as JsonObject, at), place, seq);
    }

    binUrl(bin: string): string {
        return `${this.baseUrl}/bin/${encodeURIComponent(bin)}`;
    }

    /** What is in force, by prefix. */
    current(): Map<string, Front> {
        return new Map([...this.open].map(([prefix, { front }]) => [prefix, front]));
    }

    /** The name of the bin at a URL prefix, if it is one of this server's. */
    binAt(prefix: string): string | undefined {
        const own = `${this.baseUrl}/bin/`;
        if (!prefix.startsWith(own)) return undefined;
        const name = prefix.slice(own.length).split(/[/?]/)[0]!;
        try {
            return decodeURIComponent(name);
        } catch {
            return undefined; // no bin has such a name
        }
    }

    // Who says the same once more changes nothing.
    private change(prefix: string, front: Front, at: number, seq: number): void {
        const before = this.open.get(prefix);
        if (before && isSame(before.front, front, at)) return;
        this.end(prefix, at);
        this.begin(prefix, front, at, seq);
    }

    private begin(endpoint: string, front: Front, from: number, seq: number): void {
        const period = { endpoint, front, from, seq, until: Infinity };
        this.periods.push(period);
        this.open.set(endpoint, period);
    }

    private end(prefix: string, at: number): void {
        const period = this.open.get(prefix);
        if (period) period.until = at;
        this.open.delete(prefix);
    }

    private moveBins(url: string, at: number, seq: number): void {
        const moved = [...this.bins].map(([bin, front]) => ({ bin, front }));
        for (const { bin } of moved) this.end(this.binUrl(bin), at);
        this.baseUrl = url;
        for (const { bin, front } of moved) this.begin(this.binUrl(bin), front, at, seq);
    }
}

function isSame(before: Front, later: Front, at: number): boolean {
    const text = (front: Front) => JSON.stringify(clipFront(front, at, Infinity));
    return text(before) === text(later);
}

export interface OutageBand {
    endpoint: string;
    from: number;
    /** Infinity: nobody has said when it ends. */
    to: number;
    as: string;
}

/** The outages as they were in force. */
export function bandsOf(periods: readonly Period[]): OutageBand[] {
    return periods.flatMap(({ endpoint, front, from, until }) =>
        front.outages
            .map((outage) => ({
                endpoint,
                from: Math.max(outage.from, from),
                to: Math.min(outage.until, until),
                as: answerName(outage.as),
            }))
            .filter((band) => band.from < band.to),
    );
}
