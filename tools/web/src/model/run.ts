// What happened, as people look at it: deliveries with their attempts, in lanes. A fold over the
// journal, event by event, so that a run that goes on is folded as it comes.
import { kindToldBy, namedSubject, type Fields, type JournalEvent } from "./event.ts";
import { parseInstant } from "./time.ts";

export interface Webhook {
    id: string;
    event: string;
    url: string;
    state: "on" | "off" | "deleted";
}

export interface Effect {
    seq: number;
    at: number;
    applied: boolean;
    /** Why it was skipped. */
    reason?: string;
}

export interface Attempt {
    delivery: Delivery;
    number: number;
    seq: number;
    startedAt: number;
    url: string;
    endSeq?: number;
    endedAt?: number;
    /** "http_503", "timeout"; none while in flight. */
    outcome?: string;
    delivered: boolean;
    by?: string;
    retryAfter?: number;
    /** What the sender saw of a failure. */
    detail?: string;
    effect?: Effect;
    /** When the next one is due, if there is one. */
    retryAt?: number;
}

export type DeliveryOutcome = "pending" | "delivered" | "discarded" | "cancelled";

export interface Delivery {
    number: number;
    seq: number;
    requestedAt: number;
    webhook: Webhook;
    event: string;
    subject: string;
    lane: Lane;
    /** Which of the lane's rows it is drawn in. */
    track: number;
    /** "IT": what it tells of, if that has a status. */
    tells: string;
    attempts: Attempt[];
    outcome: DeliveryOutcome;
    reason?: string;
    endSeq?: number;
    endedAt?: number;
    resendOf?: number;
}

/** Something that is no delivery: a scan, a status, a request to the API. */
export interface Mark {
    seq: number;
    at: number;
    label: string;
}

export type LaneKind =
    "endpoint" | "shipment" | "batch" | "order_source" | "carrier" | "report" | "api";

export interface Lane {
    kind: LaneKind;
    id: string;
    marks: Mark[];
    deliveries: Delivery[];
    /** Of an endpoint: all that were sent to it, by their start. */
    attempts: Attempt[];
    /** For each row, the delivery that still takes it. */
    tracks: (Delivery | undefined)[];
    /** The longest time that one delivery takes. */
    longest: number;
    endpoints: Set<Lane>;
}

export const mostTracks = 6;

const isSuccess = "delivery_succeeded";

export class Run {
    readonly lanes: Lane[] = [];
    readonly webhooks = new Map<string, Webhook>();
    /** By number; there may be gaps in a journal that begins late. */
    readonly deliveries = new Map<number, Delivery>();
    private readonly byKey = new Map<string, Lane>();
    private readonly statusOf = new Map<number, string>(); // by the event that told it

    /** `endpoints` are URL prefixes that the scenario knows; others are known by their origin. */
    private bins = "";

    constructor(private endpoints: readonly string[] = []) {}

    /** These are known from now on: what was sent before stays where it is. Each bin below
     * `bins` is an endpoint of its own. */
    know(endpoints: readonly string[], bins: string): void {
        this.endpoints = endpoints;
        this.bins = bins;
    }

    laneOf(kind: LaneKind, id: string): Lane | undefined {
        return this.byKey.get(`${kind} ${id}`);
    }

    attemptOf(fields: Fields): Attempt | undefined {
        return this.deliveries
            .get(fields.delivery ?? 0)
            ?.attempts.find((a) => a.number === fields.attempt);
    }

    apply(event: JournalEvent): void {
        const { fields } = event;
        if (event.type.startsWith("webhook_")) this.applyToWebhook(fields);
        else if (event.type === "delivery_requested") this.request(event);
        else if (fields.delivery !== undefined) this.applyToDelivery(event);
        else this.mark(event);
    }

    private lane(kind: LaneKind, id: string): Lane {
        const key = `${kind} ${id}`;
        let lane = this.byKey.get(key);
        if (!lane) {
            lane = {
                kind,
                id,
                marks: [],
                deliveries: [],
                attempts: [],
                tracks: [],
                longest: 0,
                endpoints: new Set(),
            };
            this.byKey.set(key, lane);
            this.lanes.push(lane);
        }
        return lane;
    }

    private applyToWebhook(fields: Fields): void {
        const id = fields.webhook!;
        if (fields.type === "webhook_created") {
            const webhook: Webhook = { id, event: fields.event!, url: "", state: "on" };
            this.webhooks.set(id, webhook);
            this.repoint(webhook, fields.url!);
            return;
        }
        const webhook = this.webhooks.get(id);
        if (!webhook) return;
        if (fields.type === "webhook_updated") this.repoint(webhook, fields.url ?? webhook.url);
        else if (fields.type === "webhook_deleted") webhook.state = "deleted";
        else webhook.state = fields.type === "webhook_enabled" ? "on" : "off";
    }

    // An endpoint is there before anything is sent to it.
    private repoint(webhook: Webhook, url: string): void {
        webhook.url = url;
        this.lane("endpoint", this.endpointOf(url));
    }

    private request(event: JournalEvent): void {
        const { fields } = event;
        const webhook = this.webhooks.get(fields.webhook!) ?? {
            id: fields.webhook!,
            event: "track",
            url: "",
            state: "on" as const,
        };
        const lane = this.lane(kindToldBy(webhook.event), fields.subject!);
        const resendOf = fields.resend_of as number | undefined;
        const delivery: Delivery = {
            number: fields.delivery!,
            seq: event.seq,
            requestedAt: event.at,
            webhook,
            event: webhook.event,
            subject: fields.subject!,
            lane,
            track: freeTrack(lane),
            tells: resendOf
                ? (this.deliveries.get(resendOf)?.tells ?? "")
                : (this.statusOf.get(event.cause) ?? ""),
            attempts: [],
            outcome: "pending",
            ...(resendOf ? { resendOf } : {}),
        };
        lane.tracks[delivery.track] = delivery;
        lane.deliveries.push(delivery);
        this.deliveries.set(delivery.number, delivery);
    }

    private applyToDelivery(event: JournalEvent): void {
        const { fields, type } = event;
        const delivery = this.deliveries.get(fields.delivery!);
        if (!delivery) return;
        const attempt = delivery.attempts.find((a) => a.number === fields.attempt);
        if (type === "attempt_started") this.start(event, delivery);
        else if (type === "attempt_failed" && attempt) fail(attempt, event);
        else if (type === "retry_scheduled") schedule(delivery, fields);
        else if (type.startsWith("effect_") && attempt) attempt.effect = effectOf(event);
        else if (type === isSuccess && attempt) succeed(attempt, event);
        const outcome = endOf[type];
        if (outcome) end(delivery, outcome, event);
    }

    private start(event: JournalEvent, delivery: Delivery): void {
        const attempt: Attempt = {
            delivery,
            number: event.fields.attempt!,
            seq: event.seq,
            startedAt: event.at,
            url: delivery.webhook.url,
            delivered: false,
        };
        delivery.attempts.push(attempt);
        const endpoint = this.lane("endpoint", this.endpointOf(attempt.url));
        endpoint.attempts.push(attempt);
        delivery.lane.endpoints.add(endpoint);
    }

    /** The endpoint that a URL belongs to. */
    endpointOf(url: string): string {
        let longest = "";
        for (const prefix of this.endpoints)
            if (prefix.length > longest.length && isWithin(url, prefix)) longest = prefix;
        if (longest) return longest;
        if (this.bins && url.startsWith(this.bins))
            return this.bins + url.slice(this.bins.length).split(/[/?]/)[0]!;
        return /^[a-z]+:\/\/[^/]+/.exec(url)?.[0] ?? url;
    }

    private mark(event: JournalEvent): void {
        const { fields, type } = event;
        if (type === "request_received" || type === "call_sent") {
            this.lane("api", "API calls").marks.push({
                seq: event.seq,
                at: event.at,
                label: String(fields.method),
            });
            return;
        }
        if (type === "request_captured") {
            const mark = { seq: event.seq, at: event.at, label: String(fields.status ?? "") };
            this.lane("api", `bin ${String(fields.bin)}`).marks.push(mark);
            return;
        }
        const named =
            namedSubject(fields) ??
            (type === "event_unsubscribed" ? unsubscribed(fields) : undefined);
        if (!named) return;
        const label = markLabel(event);
        if (typeof fields.status === "string") this.statusOf.set(event.seq, fields.status);
        this.lane(named.kind, named.id).marks.push({ seq: event.seq, at: event.at, label });
    }
}

const endOf: Record<string, DeliveryOutcome> = {
    delivery_succeeded: "delivered",
    delivery_discarded: "discarded",
    delivery_cancelled: "cancelled",
};

function unsubscribed(fields: Fields) {
    return { kind: kindToldBy(fields.event ?? "track"), id: fields.subject ?? "" };
}

function isWithin(url: string, prefix: string): boolean {
    if (!url.startsWith(prefix)) return false;
    const next = url[prefix.length];
    return next === undefined || next === "/" || next === "?" || prefix.endsWith("/");
}

function freeTrack(lane: Lane): number {
    const free = lane.tracks.findIndex((taken) => taken === undefined);
    if (free >= 0) return free;
    if (lane.tracks.length < mostTracks) return lane.tracks.push(undefined) - 1;
    return mostTracks - 1;
}

function fail(attempt: Attempt, event: JournalEvent): void {
    attempt.endSeq = event.seq;
    attempt.endedAt = event.at;
    attempt.outcome = event.fields.reason ?? "failed";
    if (event.fields.by) attempt.by = event.fields.by;
    if (typeof event.fields.detail === "string") attempt.detail = event.fields.detail;
    if (typeof event.fields.retry_after === "number") attempt.retryAfter = event.fields.retry_after;
}

function succeed(attempt: Attempt, event: JournalEvent): void {
    attempt.endSeq = event.seq;
    attempt.endedAt = event.at;
    attempt.outcome = `http_${event.fields.status}`;
    attempt.delivered = true;
    if (event.fields.by) attempt.by = event.fields.by;
}

function schedule(delivery: Delivery, fields: Fields): void {
    const last = delivery.attempts[delivery.attempts.length - 1];
    if (last && fields.due) last.retryAt = parseInstant(fields.due);
}

function effectOf(event: JournalEvent): Effect {
    const applied = event.type === "effect_applied";
    return {
        seq: event.seq,
        at: event.at,
        applied,
        ...(applied ? {} : { reason: event.fields.reason ?? "" }),
    };
}

function end(delivery: Delivery, outcome: DeliveryOutcome, event: JournalEvent): void {
    delivery.outcome = outcome;
    delivery.endSeq = event.seq;
    delivery.endedAt = event.at;
    if (event.fields.reason) delivery.reason = event.fields.reason;
    const { lane } = delivery;
    lane.longest = Math.max(lane.longest, event.at - delivery.requestedAt);
    if (lane.tracks[delivery.track] === delivery) lane.tracks[delivery.track] = undefined;
}

const plainMarks: Record<string, string> = {
    shipment_created: "new",
    batch_created: "new",
    rates_updated: "rates",
    carrier_connected: "connected",
    order_source_refresh_started: "refresh",
    order_source_refresh_completed: "refreshed",
    order_source_refresh_failed: "error",
    sales_orders_imported: "orders",
    report_completed: "ready",
    event_unsubscribed: "no webhook",
    tracking_started: "tracked",
    tracking_stopped: "untracked",
    label_created: "label",
};

function markLabel(event: JournalEvent): string {
    const { status } = event.fields;
    return typeof status === "string" ? status : (plainMarks[event.type] ?? event.type);
}
