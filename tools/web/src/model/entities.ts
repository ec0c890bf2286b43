// The state of one entity as a fold over the events that concern it, and what an event changes.
import { namedSubject, type JournalEvent } from "./event.ts";
import type { EventLog } from "./log.ts";
import type { Run } from "./run.ts";
import { parseInstant } from "./time.ts";

/** An entity that an event concerns. */
export interface Concern {
    kind:
        | "webhook"
        | "delivery"
        | "receiver"
        | "request"
        | "shipment"
        | "batch"
        | "order_source"
        | "carrier"
        | "report";
    id: string;
    key: string;
}

function concern(kind: Concern["kind"], id: string | number): Concern {
    return { kind, id: String(id), key: `${kind} ${id}` };
}

export function concerned(event: JournalEvent, run: Run): Concern[] {
    const { fields, type } = event;
    if (type.startsWith("webhook_")) return [concern("webhook", fields.webhook!)];
    if (fields.delivery !== undefined) {
        const of = [concern("delivery", fields.delivery)];
        const delivery = run.deliveries.get(fields.delivery);
        if (type.startsWith("effect_") && delivery)
            of.push(concern("receiver", `${delivery.lane.kind} ${delivery.subject}`));
        return of;
    }
    if (fields.request !== undefined) return [concern("request", fields.request as number)];
    const named = namedSubject(fields);
    return named ? [concern(named.kind, named.id)] : [];
}

export type State = Record<string, string | number | boolean>;

function evolve(state: State, of: Concern, event: JournalEvent, run: Run): void {
    if (of.kind === "webhook") evolveWebhook(state, event);
    else if (of.kind === "delivery") evolveDelivery(state, event);
    else if (of.kind === "receiver") evolveReceiver(state, event, run);
    else if (of.kind === "request") evolveRequest(state, event);
    else evolveSubject(state, of, event);
}

function evolveWebhook(state: State, { type, fields }: JournalEvent): void {
    if (fields.event) state.event = fields.event;
    if (fields.url) state.url = fields.url;
    if (type === "webhook_created" || type === "webhook_enabled") state.enabled = true;
    if (type === "webhook_disabled") state.enabled = false;
    if (typeof fields.recovers_at === "string") state.recovers_at = fields.recovers_at;
    else delete state.recovers_at;
    if (type === "webhook_deleted") state.deleted = true;
}

function evolveDelivery(state: State, { type, fields }: JournalEvent): void {
    switch (type) {
        case "delivery_requested":
            state.subject = fields.subject!;
            state.webhook = fields.webhook!;
            state.status = "queued";
            state.attempts = 0;
            break;
        case "attempt_started":
            state.status = "in flight";
            state.attempts = fields.attempt!;
            delete state.due;
            break;
        case "attempt_failed":
            state.status = "failed";
            state.last_outcome = fields.reason!;
            break;
        case "retry_scheduled":
            state.status = "waiting";
            state.due = fields.due!;
            break;
        case "attempt_deferred":
            state.status = "deferred";
            if (fields.due) state.due = fields.due;
            break;
        case "delivery_succeeded":
            state.status = "delivered";
            state.last_outcome = `http_${fields.status}`;
            break;
        case "delivery_discarded":
        case "delivery_cancelled":
            state.status = type === "delivery_discarded" ? "discarded" : "cancelled";
            delete state.due;
            break;
    }
}

function evolveReceiver(state: State, { type, fields }: JournalEvent, run: Run): void {
    if (type !== "effect_applied") {
        state.skipped = Number(state.skipped ?? 0) + 1;
        return;
    }
    state.effects = Number(state.effects ?? 0) + 1;
    const told = fields.shows ?? run.deliveries.get(fields.delivery!)?.tells;
    if (told) state.shows = told;
}

function evolveRequest(state: State, { type, fields }: JournalEvent): void {
    if (type === "request_received") {
        state.asked = `${fields.method} ${fields.path}`;
        return;
    }
    state.answered = Number(fields.status);
    if (typeof fields.error === "string") state.error = fields.error;
}

function evolveSubject(state: State, of: Concern, { type, fields }: JournalEvent): void {
    if (type === "shipment_created") state.status = "UN";
    else if (type === "batch_created") state.status = "open";
    else if (type === "order_source_refresh_started") state.status = "updating";
    else if (type === "order_source_refresh_completed") state.status = "idle";
    else if (type === "order_source_refresh_failed") state.status = "error";
    else if (type === "carrier_connected") state.connected = Number(state.connected ?? 0) + 1;
    else if (type === "report_completed") state.status = "ready";
    else if (type === "rates_updated") state.rates_updated = Number(state.rates_updated ?? 0) + 1;
    else if (type === "sales_orders_imported")
        state.orders = Number(state.orders ?? 0) + Number(fields.count ?? 0);
    else if (type === "tracking_started") state.tracked = true;
    else if (type === "tracking_stopped") state.tracked = false;
    else if (type === "batch_status_changed") state.status = String(fields.status);
    else if (type === "shipment_scanned")
        scan(state, fields.status, fields.occurred_at ?? fields.at);
    if (of.kind === "shipment" && type === "shipment_scanned")
        state.scans = Number(state.scans ?? 0) + 1;
}

// The status is that of the scan that happened last, whenever it was reported.
function scan(state: State, status: unknown, occurredAt: unknown): void {
    const at = String(occurredAt);
    const since = state.status_since;
    if (since === undefined || parseInstant(at) >= parseInstant(String(since))) {
        state.status = String(status);
        state.status_since = at;
    }
}

/** The state of an entity after all events up to and with `seq`. */
export function stateAt(log: EventLog, of: Concern, seq: number): State {
    const state: State = {};
    for (const event of log.historyOf(of, seq)) evolve(state, of, event, log.run);
    return state;
}

export interface Change {
    field: string;
    before: string | undefined;
    after: string | undefined;
}

export interface EntityChange {
    of: Concern;
    isNew: boolean;
    changes: Change[];
}

export function difference(before: State, later: State): Change[] {
    const names = [...new Set([...Object.keys(before), ...Object.keys(later)])];
    const text = (value: State[string] | undefined) =>
        value === undefined ? undefined : String(value);
    return names
        .map((field) => ({ field, before: text(before[field]), after: text(later[field]) }))
        .filter((change) => change.before !== change.after);
}

/** What an event changes in each entity that it concerns. */
export function changesBy(log: EventLog, event: JournalEvent): EntityChange[] {
    return concerned(event, log.run).map((of) => {
        const before = stateAt(log, of, event.seq - 1);
        const changes = difference(before, stateAt(log, of, event.seq));
        return { of, isNew: Object.keys(before).length === 0, changes };
    });
}

/** The name of an entity as people write it: "delivery 3", "se-1". */
export function nameOf(of: Concern): string {
    if (of.kind === "receiver") return `receiver's view of ${of.id.split(" ").slice(1).join(" ")}`;
    if (of.kind === "delivery") return `delivery ${of.id}`;
    return `${of.kind.replace("_", " ")} ${of.id}`;
}
