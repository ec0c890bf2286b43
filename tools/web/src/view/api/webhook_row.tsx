// One event of the grid: its endpoint, its status, and a test of both.
import { useId } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Subscription, Wish } from "../../model/webhooks.ts";
import { outcomeText, shapeOf } from "../../model/words.ts";
import { offsetText } from "../../model/time.ts";
import { sendTestEvent } from "../../server/webhook_calls.ts";
import { useApp, useServer } from "../app_context.ts";

interface RowProps {
    event: string;
    name: string;
    had: Subscription | undefined;
    /** What is entered, while one edits. */
    wish: Wish | undefined;
    error: string | undefined;
    onWish: (wish: Wish) => void;
    onLeave: () => void;
}

export function WebhookRow(props: RowProps) {
    const { event, name, had, wish, error } = props;
    const told = useId();
    return (
        <tr>
            <th scope="row">
                {name}{" "}
                <code class="faint">
                    {event.split(/(?<=_)/).flatMap((part) => [part, <wbr />])}
                </code>
            </th>
            <td class="endpoint">
                {wish ? (
                    <Endpoint {...props} wish={wish} told={told} />
                ) : had ? (
                    <code>{had.url}</code>
                ) : (
                    <span class="faint">none</span>
                )}
                {error && (
                    <p id={told} class="bad">
                        {error}
                    </p>
                )}
            </td>
            <td>
                <Status {...props} />
            </td>
            <td class="test">{had && !wish && <Test of={had} />}</td>
        </tr>
    );
}

function Endpoint({
    name,
    wish,
    error,
    told,
    onWish,
    onLeave,
}: RowProps & { wish: Wish; told: string }) {
    return (
        <input
            class="endpoint"
            type="url"
            aria-label={`Endpoint for ${name}`}
            aria-invalid={error ? "true" : undefined}
            aria-describedby={error ? told : undefined}
            placeholder="https://your-server.com"
            autocomplete="off"
            spellcheck={false}
            value={wish.url}
            onInput={(event) => onWish({ ...wish, url: event.currentTarget.value.trim() })}
            onBlur={onLeave}
        />
    );
}

/** A slider: it says where it stands, and moves while one edits. */
function Status({ name, had, wish, onWish }: RowProps) {
    const isOn = wish?.isOn ?? had?.isOn ?? false;
    return (
        <button
            type="button"
            class="slider"
            role="switch"
            aria-checked={isOn}
            aria-label={`Status of ${name}`}
            disabled={!wish}
            onClick={() => wish && onWish({ ...wish, isOn: !isOn })}
        >
            <span class="track" aria-hidden="true" />
            {isOn ? "on" : "off"}
        </button>
    );
}

/** Has something happen that the webhook tells of, and shows what comes of that. */
function Test({ of }: { of: Subscription }) {
    const { store } = useApp();
    const server = useServer();
    const after = useSignal<number | undefined>(undefined);
    const problem = useSignal("");
    const send = async () => {
        problem.value = "";
        try {
            after.value = await sendTestEvent(server, of.id);
        } catch (why) {
            problem.value = (why as Error).message;
        }
    };
    return (
        <>
            <button
                type="button"
                disabled={!of.isOn || store.now.value !== undefined}
                onClick={() => void send()}
            >
                Send test event
            </button>
            <span role="status">
                {problem.value && <span class="bad">{problem}</span>}
                {after.value !== undefined && <Fate of={of} after={after.value} />}
            </span>
        </>
    );
}

function Fate({ of, after }: { of: Subscription; after: number }) {
    const { store } = useApp();
    void store.version.value;
    const delivery = [...store.log.run.deliveries.values()].find(
        (each) => each.seq > after && each.webhook.id === of.id,
    );
    const attempt = delivery?.attempts[delivery.attempts.length - 1];
    if (!attempt) return <span class="faint">on its way</span>;
    return (
        <button
            type="button"
            class={`link outcome ${shapeOf(attempt)}`}
            title="See it in the timeline"
            onClick={() => store.open("timeline", attempt.seq)}
        >
            {outcomeText(attempt.outcome)}
            {attempt.retryAt !== undefined &&
                `, next try at ${offsetText(attempt.retryAt - store.start)}`}
        </button>
    );
}
