// What came into a served world, as entries of a timeline: webhooks made, entries that were added,
// calls of the API. All else follows from them.
import type { JournalEvent } from "../event.ts";
import type { Json, JsonObject } from "./fronts.ts";
import type { Care, Instants } from "./instants.ts";
import { parseExact } from "./exact.ts";
import { parsePoint, writeLength } from "./points.ts";

const webhooksPath = "/v1/environment/webhooks";

/** An entry that was added at `base`, with offsets that count from `start`. */
export function movedEntry(entry: JsonObject, base: number, start: number): JsonObject {
    const moved = (text: Json | undefined) => {
        const at = typeof text === "string" ? parsePoint(text, base) : undefined;
        return at === undefined ? text! : writeLength(at - start);
    };
    const made: JsonObject = { ...entry, at: moved(entry.at ?? "0s") };
    // A scan's own time counts from the start too; those within `ship` count from their entry.
    const track = entry.track as JsonObject | undefined;
    if (typeof track?.occurred_at === "string" && !/^\d{4}-/.test(track.occurred_at))
        made.track = { ...track, occurred_at: moved(track.occurred_at) };
    return made;
}

function careOf(entry: JsonObject): Care {
    const webhook = entry.webhook as JsonObject | undefined;
    const track = entry.track as JsonObject | undefined;
    if (webhook) return { of: "tellings", event: String(webhook.event) };
    if (track) return { of: "subject", key: `shipment ${String(track.shipment)}` };
    return { of: "nothing" };
}

interface Call {
    seq: number;
    at: string;
    request: JsonObject;
    /** What it did to webhooks, as entries. */
    changes: JsonObject[];
}

/** Entries for what came in, in its order. */
export class InputFold {
    readonly entries: JsonObject[] = [];
    /** Requests that others sent to bins, which a scenario cannot tell of. */
    captured = 0;
    private readonly webhookEvents = new Map<string, string>();
    private call: Call | undefined;

    private readonly tracked: Set<unknown>;

    constructor(
        private readonly start: number,
        scenario: JsonObject,
        private readonly instants: Instants,
    ) {
        const timeline = (scenario.timeline ?? []) as JsonObject[];
        this.tracked = new Set(timeline.map(({ track }) => (track as JsonObject)?.shipment));
    }

    apply(event: JournalEvent): void {
        const { type, fields } = event;
        if (type === "timeline_added") this.add(event);
        else if (type === "request_received" && fields.from_outside === true) this.receive(event);
        else if (type === "request_answered") this.answer(event);
        else if (type.startsWith("webhook_")) this.change(event);
        else if (type === "request_captured" && fields.own !== true) ++this.captured;
        if (type === "attempt_started" || !this.isOfTimeline(event)) this.instants.see(event);
    }

    /** Whether it came of an entry of the scenario itself, before anything came in. */
    private isOfTimeline({ at, type, fields }: JournalEvent): boolean {
        if (this.entries.length > 0 || at > this.start) return false;
        return type !== "shipment_scanned" || this.tracked.has(fields.shipment);
    }

    private add({ at, line }: JournalEvent): void {
        for (const entry of exactly(line).entries as JsonObject[]) {
            const isNow = parsePoint(String(entry.at ?? "0s"), at) === at;
            const base = isNow ? this.instants.place(at, careOf(entry)) : at;
            this.entries.push(movedEntry(entry, base, this.start));
        }
    }

    private receive({ seq, at, fields, line }: JournalEvent): void {
        if (fields.method === "GET") return;
        const path = String(fields.path);
        const body = exactly(line).body as JsonObject | undefined;
        const place = this.instants.place(at, this.careOfCall(path, body));
        const request = {
            method: String(fields.method),
            path,
            ...(body === undefined ? {} : { body }),
        };
        this.call = { seq, at: writeLength(place - this.start), request, changes: [] };
    }

    private careOfCall(path: string, body: JsonObject | undefined): Care {
        if (!path.startsWith(webhooksPath)) return { of: "nothing" };
        const known = this.webhookEvents.get(path.slice(webhooksPath.length + 1));
        return { of: "tellings", event: known ?? String(body?.event) };
    }

    private change({ type, cause, fields }: JournalEvent): void {
        if (type === "webhook_created") this.webhookEvents.set(fields.webhook!, fields.event!);
        const event = this.webhookEvents.get(fields.webhook!);
        if (this.call?.seq !== cause || !event) return;
        const what: JsonObject =
            type === "webhook_deleted" ? { deleted: true } : { url: fields.url ?? "" };
        this.call.changes.push({ webhook: { event, ...what } });
    }

    // A call that was refused has changed nothing.
    private answer({ cause, fields }: JournalEvent): void {
        const { call } = this;
        if (call?.seq !== cause) return;
        this.call = undefined;
        if (Number(fields.status) >= 400) return;
        const body = (call.request.body ?? {}) as JsonObject;
        const isPlain = Object.keys(body).every((name) => name === "event" || name === "url");
        const whats =
            call.changes.length > 0 && isPlain ? call.changes : [{ request: call.request }];
        this.entries.push(...whats.map((what) => ({ at: call.at, ...what })));
    }
}

const exactly = (line: string) => parseExact(line) as JsonObject;
