// One line of a journal. What its members mean stands in the contract; they are kept as they are.
import { parseInstant } from "./time.ts";

export interface Fields {
    type: string;
    cause: number;
    delivery?: number;
    attempt?: number;
    webhook?: string;
    event?: string;
    url?: string;
    subject?: string;
    shipment?: string;
    batch?: string;
    carrier?: string;
    order_source?: string;
    report?: string;
    status?: string | number;
    reason?: string;
    by?: string;
    due?: string;
    shows?: string;
    [name: string]: unknown;
}

export interface JournalEvent {
    seq: number;
    at: number;
    type: string;
    /** The event that led to this one; 0 for the scenario. */
    cause: number;
    fields: Fields;
    /** The line itself. */
    line: string;
}

export function parseEvent(line: string): JournalEvent {
    const fields = JSON.parse(line) as Fields & { seq: number; at: string };
    return {
        seq: fields.seq,
        at: parseInstant(fields.at),
        type: fields.type,
        cause: fields.cause,
        fields,
        line,
    };
}

export interface Journal {
    header: Record<string, unknown>;
    events: JournalEvent[];
}

/** A whole journal as JSON lines. */
export function parseJournal(text: string): Journal {
    const events: JournalEvent[] = [];
    let header: Record<string, unknown> = {};
    let from = 0;
    while (from < text.length) {
        let to = text.indexOf("\n", from);
        if (to < 0) to = text.length;
        if (to > from) {
            const line = text.slice(from, to);
            if (from === 0) header = JSON.parse(line) as Record<string, unknown>;
            else events.push(parseEvent(line));
        }
        from = to + 1;
    }
    return { header, events };
}

/** What kind of entity a webhook event is about. */
const kindOfWebhookEvent: Record<string, string> = {
    track: "shipment",
    rate: "shipment",
    batch: "batch",
    carrier_connected: "carrier",
    sales_orders_imported: "order_source",
    order_source_refresh_complete: "order_source",
    report_complete: "report",
};

export const subjectKinds = ["shipment", "batch", "order_source", "carrier", "report"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export function kindToldBy(webhookEvent: string): SubjectKind {
    return (kindOfWebhookEvent[webhookEvent] ?? "shipment") as SubjectKind;
}

/** The entity that a domain event names, if it names one. */
export function namedSubject(fields: Fields): { kind: SubjectKind; id: string } | undefined {
    for (const kind of subjectKinds) {
        const id = fields[kind];
        if (typeof id === "string") return { kind, id };
    }
    return undefined;
}
