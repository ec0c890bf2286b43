// Which lines of a journal are wanted.
import type { JournalEvent } from "./event.ts";
import type { Run } from "./run.ts";

export interface Filter {
    /** A type, or the group of types that begin with it: "attempt", "delivery". Empty: all. */
    type: string;
    /** "se-1", "5515", "#3" or "delivery 3". Empty: all. */
    entity: string;
    /** Anywhere in the line, whatever the case. Empty: all. */
    text: string;
}

export const noFilter: Filter = { type: "", entity: "", text: "" };

export function isEmpty(filter: Filter): boolean {
    return !filter.type && !filter.entity.trim() && !filter.text;
}

const names = [
    "subject",
    "shipment",
    "batch",
    "carrier",
    "order_source",
    "report",
    "webhook",
] as const;

function concernsEntity(event: JournalEvent, wanted: string, delivery: number, run: Run): boolean {
    const { fields } = event;
    if (delivery > 0) return fields.delivery === delivery;
    for (const name of names) if (fields[name] === wanted) return true;
    if (fields.delivery === undefined) return false;
    return run.deliveries.get(fields.delivery)?.subject === wanted;
}

export function select(
    events: readonly JournalEvent[],
    filter: Filter,
    run: Run,
): readonly JournalEvent[] {
    if (isEmpty(filter)) return events;
    const entity = filter.entity.trim();
    const delivery = Number(/^(?:#|delivery )(\d+)$/.exec(entity)?.[1] ?? 0);
    const text = filter.text.toLowerCase();
    return events.filter(
        (event) =>
            (!filter.type || event.type.startsWith(filter.type)) &&
            (!entity || concernsEntity(event, entity, delivery, run)) &&
            (!text || event.line.toLowerCase().includes(text)),
    );
}

/** The wanted ones of events that grow in number: each is looked at once. */
export class Sieve {
    private events: readonly JournalEvent[] | undefined;
    private filter = noFilter;
    private seen = 0;
    private found: readonly JournalEvent[] = [];

    take(events: readonly JournalEvent[], filter: Filter, run: Run): readonly JournalEvent[] {
        if (events !== this.events || filter !== this.filter) {
            [this.events, this.filter, this.seen, this.found] = [events, filter, 0, []];
        }
        if (isEmpty(filter)) return events;
        const fresh = select(events.slice(this.seen), filter, run);
        this.seen = events.length;
        if (fresh.length > 0) this.found = this.found.concat(fresh);
        return this.found;
    }
}
