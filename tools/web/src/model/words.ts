// What happened, in words for people.
import type { JournalEvent } from "./event.ts";
import type { EventLog } from "./log.ts";
import type { Attempt, LaneKind } from "./run.ts";
import { lengthText, offsetText, parseInstant } from "./time.ts";

const reasons: Record<string, string> = {
    timeout: "no answer within the deadline",
    refused: "the connection was refused",
    reset: "the connection was reset",
    dns: "the host name has no address",
    tls: "the TLS handshake failed",
    malformed: "the answer was no HTTP",
    interrupted: "the sender was stopped while it waited",
    blocked: "the target may not be reached",
};

const phrases: Record<number, string> = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    410: "Gone",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
};

/** "503 Service Unavailable", "no answer within the deadline". */
export function outcomeText(outcome: string | undefined): string {
    if (!outcome) return "in flight";
    const code = Number(/^http_(\d+)$/.exec(outcome)?.[1] ?? 0);
    if (code > 0) return `${code} ${phrases[code] ?? ""}`.trim();
    return reasons[outcome] ?? outcome;
}

export type OutcomeShape = "ok" | "status" | "timeout" | "unreached" | "open";

/** Outcomes that look alike: told apart by shape, not by colour alone. */
export function shapeOf(attempt: Attempt): OutcomeShape {
    if (attempt.delivered) return "ok";
    if (!attempt.outcome) return "open";
    if (attempt.outcome.startsWith("http_")) return "status";
    return attempt.outcome === "timeout" ? "timeout" : "unreached";
}

export const laneGroups: Record<LaneKind, string> = {
    endpoint: "Endpoints",
    shipment: "Shipments",
    batch: "Batches",
    order_source: "Stores",
    carrier: "Carriers",
    report: "Reports",
    api: "API",
};

const simple: Record<string, string> = {
    shipment_created: "shipment made",
    batch_created: "batch made",
    rates_updated: "rates updated",
    carrier_connected: "carrier connected",
    report_completed: "report ready",
    order_source_refresh_started: "refresh of the store started",
    order_source_refresh_completed: "refresh of the store complete",
    order_source_refresh_failed: "refresh of the store failed",
    webhook_deleted: "webhook deleted",
    webhook_enabled: "webhook turned on",
    webhook_disabled: "webhook turned off",
    tracking_started: "tracking started",
    tracking_stopped: "tracking stopped: nothing is told",
    label_created: "label bought",
    endpoint_changed: "outages and rules changed",
    clock_advanced: "the clock was turned",
    delivery_cancelled: "cancelled: its webhook is off",
};

const dueText = (due: string, start: number) => offsetText(parseInstant(due) - start);
const answerText = (status: unknown) => outcomeText(`http_${status}`);
/** ": attempts exhausted", or nothing. */
export const reasonText = (reason?: string) => (reason ? `: ${reason.replaceAll("_", " ")}` : "");

/** What an event says, without who it is about. */
export function eventText(event: JournalEvent, start: number): string {
    const { fields, type } = event;
    const said = simple[type];
    if (said) return said;
    switch (type) {
        case "webhook_created":
            return `webhook for ${fields.event} made: ${fields.url}`;
        case "webhook_updated":
            return `webhook changed: ${fields.url}`;
        case "shipment_scanned":
            return `scan ${fields.status}`;
        case "batch_status_changed":
            return `batch is ${fields.status}`;
        case "sales_orders_imported":
            return `${fields.count} orders imported`;
        case "delivery_requested":
            return `delivery ${fields.delivery} requested`;
        case "event_unsubscribed":
            return `nothing sent: no webhook for ${fields.event}`;
        case "attempt_started":
            return `attempt ${fields.attempt} started`;
        case "attempt_failed":
            return `attempt ${fields.attempt} failed: ${outcomeText(fields.reason)}`;
        case "attempt_deferred":
            return `attempt ${fields.attempt} has to wait for others of its webhook`;
        case "request_captured":
            return `bin ${fields.bin} took in a request: ${fields.status ?? fields.reason}`;
        case "timeline_added":
            return fields.count === 1
                ? "1 entry put in the timeline"
                : `${fields.count} entries put in the timeline`;
        case "base_url_changed":
            return `the API is at ${fields.url}`;
        case "clock_mode_changed":
            return `the clock is ${fields.mode} from now on`;
        case "retry_scheduled":
            return `attempt ${fields.attempt} due at ${dueText(fields.due!, start)}`;
        case "delivery_succeeded":
            return `delivered by attempt ${fields.attempt}: ${answerText(fields.status)}`;
        case "delivery_discarded":
            return `discarded after attempt ${fields.attempt}${reasonText(fields.reason)}`;
        case "effect_applied":
            return "the receiver did its work";
        case "effect_skipped":
            return `the receiver skipped it${reasonText(fields.reason)}`;
        case "request_received":
            return `${fields.method} ${fields.path}`;
        case "request_answered":
            return `answered ${fields.status}${fields.error ? ` ${fields.error}` : ""}`;
        case "call_sent":
            return `${fields.method} ${fields.url}`;
        case "call_answered":
            return `answered ${fields.status ?? fields.reason}`;
        default:
            return type.replaceAll("_", " ");
    }
}

/** Who an event is about: "se-1", "webhook 5515". */
export function aboutText(event: JournalEvent, log: EventLog): string {
    const { fields } = event;
    if (fields.delivery !== undefined)
        return log.run.deliveries.get(fields.delivery)?.subject ?? fields.subject ?? "";
    const named =
        fields.shipment ??
        fields.batch ??
        fields.carrier ??
        fields.order_source ??
        fields.report ??
        fields.subject;
    if (named) return named;
    if (fields.webhook) return `webhook ${fields.webhook}`;
    if (fields.request !== undefined) return `request ${fields.request}`;
    return fields.call !== undefined ? `call ${fields.call}` : "";
}

/** An attempt in one sentence, for those who listen. */
export function attemptText(attempt: Attempt, start: number): string {
    const { delivery } = attempt;
    const parts = [
        `${delivery.subject} ${delivery.tells}`.trim(),
        `delivery ${delivery.number}`,
        `attempt ${attempt.number}`,
        `at ${offsetText(attempt.startedAt - start)}`,
        outcomeText(attempt.outcome),
    ];
    if (attempt.effect)
        parts.push(
            attempt.effect.applied
                ? "the receiver did its work"
                : `the receiver skipped it${reasonText(attempt.effect.reason)}`,
        );
    parts.push(nextText(attempt, start));
    return parts.filter(Boolean).join(", ");
}

/** What comes after an attempt. */
export function nextText(attempt: Attempt, start: number): string {
    if (attempt.retryAt !== undefined) return `next try at ${offsetText(attempt.retryAt - start)}`;
    const { delivery } = attempt;
    if (attempt !== delivery.attempts[delivery.attempts.length - 1]) return "";
    if (delivery.outcome === "delivered") {
        const took = delivery.endedAt! - delivery.requestedAt;
        return took > 0 ? `delivered after ${lengthText(took)}` : "delivered at once";
    }
    return delivery.outcome === "pending" ? "" : delivery.outcome;
}
