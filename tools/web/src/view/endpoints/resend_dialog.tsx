// Sending a request once more: as it came, or changed.
import { useSignal } from "@preact/signals";
import { changedHeaders, type Capture, type Header } from "../../model/captures.ts";
import { headersText, parseHeaders } from "../../model/curl.ts";
import { ApiError } from "../../server/server.ts";
import { useServer } from "../app_context.ts";
import { Dialog } from "../dialog.tsx";

interface Props {
    capture: Capture;
    headers: Header[];
    /** Where it goes unless it is said. */
    url: string;
    onClose: () => void;
}

export function ResendDialog({ capture, headers, url, onClose }: Props) {
    const server = useServer();
    const to = useSignal(url);
    const lines = useSignal(headersText(headers));
    const body = useSignal(capture.body);
    const heard = useSignal("");
    const isBad = useSignal(false);
    const isSending = useSignal(false);
    const { wrong } = parseHeaders(lines.value);

    const send = async (event: Event) => {
        event.preventDefault();
        if (wrong !== undefined || isSending.value) return;
        isSending.value = true;
        try {
            const answer = await resend();
            isBad.value = answer.status >= 300;
            heard.value = `Answered ${answer.status}${answer.body ? `: ${answer.body}` : ""}`;
        } catch (why) {
            if (!(why instanceof ApiError)) throw why;
            isBad.value = true;
            heard.value = why.message;
        } finally {
            isSending.value = false;
        }
    };
    const resend = () =>
        server.control<{ status: number; body: string }>(
            "POST",
            `bin/${encodeURIComponent(capture.bin)}/resend`,
            {
                number: capture.number,
                url: to.value.trim(),
                headers: changedHeaders(capture.headers, parseHeaders(lines.value).headers),
                ...(capture.isBinary || body.value === capture.body ? {} : { body: body.value }),
            },
        );
    return (
        <Dialog title={`Resend request ${capture.number}`} class="fault wide" onClose={onClose}>
            <form onSubmit={(event) => void send(event)}>
                <label>
                    To
                    <input
                        type="url"
                        required
                        value={to.value}
                        spellcheck={false}
                        onInput={(event) => (to.value = event.currentTarget.value)}
                    />
                </label>
                <label>
                    Headers
                    <textarea
                        rows={5}
                        spellcheck={false}
                        value={lines.value}
                        aria-invalid={wrong === undefined ? undefined : "true"}
                        onInput={(event) => (lines.value = event.currentTarget.value)}
                    />
                </label>
                {wrong !== undefined && <p class="bad">Expected “Name: value”, found “{wrong}”.</p>}
                {lines.value.includes("***") && (
                    <p class="faint">A header that is hidden goes as it came.</p>
                )}
                {capture.isBinary ? (
                    <p class="faint">The body is no text: it goes as it came.</p>
                ) : (
                    <label>
                        Body
                        <textarea
                            rows={9}
                            spellcheck={false}
                            value={body.value}
                            onInput={(event) => (body.value = event.currentTarget.value)}
                        />
                    </label>
                )}
                <p role="status" class={isBad.value ? "bad" : "ok"}>
                    {heard.value}
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
