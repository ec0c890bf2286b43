// What the API Management page does, as calls: the service's API makes, changes and deletes
// webhooks; the status slider has no counterpart there, and is the control API's.
import type { Change } from "../model/webhooks.ts";
import type { Server } from "./server.ts";

const webhooks = "/v1/environment/webhooks";

async function apply(server: Server, change: Change, made: string | undefined) {
    if (change.does === "create") {
        const { event, url } = change;
        const given = await server.service<{ webhook_id: string }>("POST", webhooks, {
            url,
            event,
        });
        return given.webhook_id;
    }
    const id = change.id ?? made!;
    const path = `${webhooks}/${encodeURIComponent(id)}`;
    if (change.does === "update") await server.service("PUT", path, { url: change.url });
    else if (change.does === "delete") await server.service("DELETE", path);
    else
        await server.control("PUT", `webhooks/${encodeURIComponent(id)}`, {
            enabled: change.isOn,
        });
    return made;
}

/** Does what has to be done for one event, in order; ends with the first that is refused. */
export async function applyAll(server: Server, changes: readonly Change[]): Promise<void> {
    let made: string | undefined;
    for (const change of changes) made = await apply(server, change, made);
}

/** Has something happen in the world that a webhook tells of. Gives the last event before it. */
export async function sendTestEvent(server: Server, id: string): Promise<number> {
    const path = `webhooks/${encodeURIComponent(id)}/test`;
    return (await server.control<{ after: number }>("POST", path)).after;
}
