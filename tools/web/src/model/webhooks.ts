// Webhooks as people set them up: one for each event at most, an endpoint, and whether it is on.
import { stateAt } from "./entities.ts";
import type { EventLog } from "./log.ts";

/** The events of the service, by the names and in the order of its documentation. */
export const webhookEvents = [
    { event: "batch", name: "Batch completed" },
    { event: "rate", name: "Shipment rate updated" },
    { event: "track", name: "Any tracking event" },
    { event: "carrier_connected", name: "Carrier connected" },
    { event: "sales_orders_imported", name: "Sales orders imported" },
    { event: "order_source_refresh_complete", name: "Order source refresh complete" },
] as const;

export interface Subscription {
    id: string;
    event: string;
    url: string;
    isOn: boolean;
}

/** The webhooks that there were then, by event; undefined: that there are now. */
export function subscriptionsAt(log: EventLog, at: number | undefined): Map<string, Subscription> {
    const found = new Map<string, Subscription>();
    const seq = at === undefined ? Infinity : (log.events[log.countAt(at) - 1]?.seq ?? 0);
    for (const { id } of log.run.webhooks.values()) {
        const state = stateAt(log, { kind: "webhook", id, key: `webhook ${id}` }, seq);
        if (state.event === undefined || state.deleted) continue;
        const event = String(state.event);
        found.set(event, { id, event, url: String(state.url), isOn: state.enabled === true });
    }
    return found;
}

/** What one has entered for an event. */
export interface Wish {
    url: string;
    isOn: boolean;
}

const address = /^https?:\/\/([^/?#@]*@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:(\d+))?([/?#]|$)/i;

/** What is wrong with a wish, as the API would say it too; or nothing. */
export function objectionTo({ url, isOn }: Wish): string | undefined {
    if (url === "") return isOn ? "Enter an endpoint, or turn the status off." : undefined;
    if (/[\x00-\x20\x7f]/.test(url)) return "A URL has no blanks.";
    if (!/^https?:\/\//i.test(url))
        return "Must be an absolute http or https URL, such as https://your-server.com.";
    const found = address.exec(url);
    const port = found?.[4];
    if (!found) return "The name of the host is missing, or has characters that names do not have.";
    if (port !== undefined && (Number(port) < 1 || Number(port) > 65535))
        return "A port is a number from 1 to 65535.";
    return undefined;
}

/** One call that brings a webhook closer to what is wished. */
export type Change =
    | { does: "create"; event: string; url: string }
    | { does: "update"; id: string; url: string }
    | { does: "switch"; id: string | undefined; isOn: boolean }
    | { does: "delete"; id: string };

/** What has to be done for one event, in order. A new webhook is on; its id is not known yet. */
export function changesFor(event: string, had: Subscription | undefined, wish: Wish): Change[] {
    if (!had) {
        if (wish.url === "") return [];
        const made: Change = { does: "create", event, url: wish.url };
        return wish.isOn ? [made] : [made, { does: "switch", id: undefined, isOn: false }];
    }
    if (wish.url === "") return [{ does: "delete", id: had.id }];
    const changes: Change[] = [];
    if (wish.url !== had.url) changes.push({ does: "update", id: had.id, url: wish.url });
    if (wish.isOn !== had.isOn) changes.push({ does: "switch", id: had.id, isOn: wish.isOn });
    return changes;
}
