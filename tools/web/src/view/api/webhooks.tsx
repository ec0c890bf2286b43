// API Management, Webhooks: one endpoint for each event, and whether it is on.
import { useRef } from "preact/hooks";
import { subscriptionsAt, webhookEvents, type Subscription } from "../../model/webhooks.ts";
import { useApp, useServer } from "../app_context.ts";
import { ApiKey } from "./api_key.tsx";
import type { WebhookDraft } from "./webhook_draft.ts";
import { WebhookRow } from "./webhook_row.tsx";

interface Props {
    draft: WebhookDraft;
    known: Map<string, Subscription>;
}

export function WebhooksView({ draft }: { draft: WebhookDraft }) {
    const { store } = useApp();
    const server = useServer();
    const form = useRef<HTMLFormElement>(null);
    void store.version.value;
    const known = subscriptionsAt(store.log, store.now.value);
    const focus = (what: string) =>
        setTimeout(() => form.current?.querySelector<HTMLElement>(what)?.focus());
    const save = async (event: Event) => {
        event.preventDefault();
        await draft.save(server, known);
        focus(draft.wishes.value ? "[aria-invalid=true]" : "a.edit");
    };
    return (
        <form class="page webhooks" ref={form} onSubmit={(event) => void save(event)} noValidate>
            <Lead />
            <section class="grid" aria-label="Webhooks">
                <GridHead draft={draft} known={known} onEdit={() => focus("input.endpoint")} />
                <Grid draft={draft} known={known} />
                <GridFoot draft={draft} />
            </section>
            <p class="saved" role="status">
                {draft.said}
            </p>
            <ApiKey />
        </form>
    );
}

function Lead() {
    const { store } = useApp();
    const facts = store.facts.value;
    const base = facts?.kind === "live" ? facts.base_url : "";
    return (
        <header class="lead">
            <h2>Webhooks</h2>
            <p class="faint">
                Only one webhook can exist for each event. If you have no server of your own, enter
                a bin of this one: <code>{base}/bin/orders</code> takes in whatever is sent there.
            </p>
        </header>
    );
}

function GridHead({ draft, known, onEdit }: Props & { onEdit: () => void }) {
    const { store } = useApp();
    const edit = (event: Event) => {
        event.preventDefault();
        draft.begin(known);
        onEdit();
    };
    return (
        <div class="gridhead">
            {draft.wishes.value ? (
                <span class="faint">Enter endpoints, turn their status on, and save.</span>
            ) : store.now.value === undefined ? (
                <a href="#webhooks" class="edit" onClick={edit}>
                    edit
                </a>
            ) : (
                <span class="faint">as they were then: only the present can be edited</span>
            )}
        </div>
    );
}

function GridFoot({ draft }: { draft: WebhookDraft }) {
    if (!draft.wishes.value) return null;
    return (
        <div class="gridfoot">
            <button type="submit" class="primary" disabled={draft.isSaving.value}>
                Save
            </button>
            <button type="button" onClick={() => draft.cancel()}>
                Cancel
            </button>
        </div>
    );
}

function Grid({ draft, known }: Props) {
    return (
        <table>
            <thead>
                <tr>
                    <th scope="col">Event</th>
                    <th scope="col">Endpoint</th>
                    <th scope="col">Status</th>
                    <th scope="col">
                        <span class="unseen">Test</span>
                    </th>
                </tr>
            </thead>
            <tbody>
                {webhookEvents.map(({ event, name }) => (
                    <WebhookRow
                        key={event}
                        event={event}
                        name={name}
                        had={known.get(event)}
                        wish={draft.wishes.value?.[event]}
                        error={draft.errors.value[event]}
                        onWish={(wish) => draft.set(event, wish)}
                        onLeave={() => draft.leave(event)}
                    />
                ))}
            </tbody>
        </table>
    );
}
