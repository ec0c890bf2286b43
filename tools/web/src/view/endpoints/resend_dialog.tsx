// Sending a request once more: as it came, or changed.
import { useSignal, type Signal } from "@preact/signals";
import { changedHeaders, editableHeaders, type Capture } from "../../model/captures.ts";
import { headersText, parseHeaders } from "../../model/curl.ts";
import { ApiError, type Server } from "../../server/server.ts";
import { useServer } from "../app_context.ts";
import { Dialog } from "../dialog.tsx";

interface Props {
    capture: Capture;
    /** Where it goes unless it is said. */
    url: string;
    onClose: () => void;
}

/** What is being written. */
interface Wish {
    url: Signal<string>;
    headers: Signal<string>;
    body: Signal<string>;
}

interface Heard {
    text: string;
    isGood: boolean;
}

async function resend(server: Server, capture: Capture, wish: Wish): Promise<Heard> {
    const { bin, number, isBinary, headers, body } = capture;
    const isChanged = !isBinary && wish.body.value !== body;
    try {
        const answer = await server.control<{ status: number; body: string }>(
            "POST",
            `bin/${encodeURIComponent(bin)}/resend`,
            {
                number,
                url: wish.url.value.trim(),
                headers: changedHeaders(headers, parseHeaders(wish.headers.value).headers),
                ...(isChanged ? { body: wish.body.value } : {}),
            },
        );
        const said = answer.body ? `: ${answer.body}` : "";
        return { text: `Answered ${answer.status}${said}`, isGood: answer.status < 300 };
    } catch (why) {
        if (!(why instanceof ApiError)) throw why;
        return { text: why.message, isGood: false };
    }
}

export function ResendDialog({ capture, url, onClose }: Props) {
    const server = useServer();
    const wish: Wish = {
        url: useSignal(url),
        headers: useSignal(headersText(editableHeaders(capture.headers))),
        body: useSignal(capture.body),
    };
    const heard = useSignal<Heard | undefined>(undefined);
    const isSending = useSignal(false);
    const send = async (event: Event) => {
        event.preventDefault();
        if (parseHeaders(wish.headers.value).wrong !== undefined || isSending.value) return;
        isSending.value = true;
        heard.value = await resend(server, capture, wish).finally(() => (isSending.value = false));
    };
    return (
        <Dialog title={`Resend request ${capture.number}`} class="fault wide" onClose={onClose}>
            <form onSubmit={(event) => void send(event)}>
                <label>
                    To
                    <input
                        type="url"
                        required
                        value={wish.url.value}
                        spellcheck={false}
                        onInput={(event) => (wish.url.value = event.currentTarget.value)}
                    />
                </label>
                <HeadersField headers={wish.headers} />
                <BodyField capture={capture} body={wish.body} />
                <p role="status" class={heard.value?.isGood ? "ok" : "bad"}>
                    {heard.value?.text}
                </p>
                <p class="actions">
                    <button type="button" onClick={onClose}>
                        Close
                    </button>
                    <button type="submit" class="primary" disabled={isSending.value}>
                        Send
                    </button>
                </p>
            </form>
        </Dialog>
    );
}

function HeadersField({ headers }: { headers: Signal<string> }) {
    const { wrong } = parseHeaders(headers.value);
    return (
        <>
            <label>
                Headers
                <textarea
                    rows={5}
                    spellcheck={false}
                    value={headers.value}
                    aria-invalid={wrong === undefined ? undefined : "true"}
                    onInput={(event) => (headers.value = event.currentTarget.value)}
                />
            </label>
            {wrong !== undefined && <p class="bad">Expected “Name: value”, found “{wrong}”.</p>}
            {headers.value.includes("***") && (
                <p class="faint">A header that is hidden goes as it came.</p>
            )}
        </>
    );
}

function BodyField({ capture, body }: { capture: Capture; body: Signal<string> }) {
    if (capture.isBinary) return <p class="faint">The body is no text: it goes as it came.</p>;
    return (
        <label>
            Body
            <textarea
                rows={9}
                spellcheck={false}
                value={body.value}
                onInput={(event) => (body.value = event.currentTarget.value)}
            />
        </label>
    );
}
