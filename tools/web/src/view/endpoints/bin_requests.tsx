// What a bin took in: a list that grows while one looks, and all about the request that is chosen.
import { useSignal } from "@preact/signals";
import { curlOfCapture, shownHeaders, sizeOf, type Capture } from "../../model/captures.ts";
import { pretty } from "../../model/json_text.ts";
import { instantText, offsetText } from "../../model/time.ts";
import { outcomeText } from "../../model/words.ts";
import { useApp, useFaults, useServer } from "../app_context.ts";
import { CopyButton } from "../copy.tsx";
import { VirtualTable, type Column } from "../virtual_table.tsx";
import { ResendDialog } from "./resend_dialog.tsx";

export function BinRequests({ bin, url }: { bin: string; url: string }) {
    const { store } = useApp();
    const faults = useFaults();
    const server = useServer();
    const chosen = useSignal<number | undefined>(undefined);
    const captures = faults.bins.value.all.get(bin) ?? [];
    const shown = captures.find(({ number }) => number === chosen.value);
    if (captures.length === 0) return <Empty url={url} />;
    const columns: Column<Capture>[] = [
        { name: "#", width: "56px", cell: (c) => <span class="num">{c.number}</span> },
        {
            name: "At",
            width: "96px",
            cell: (c) => <span class="num">{offsetText(c.at - store.start)}</span>,
        },
        { name: "Method", width: "64px", cell: (c) => c.method },
        { name: "From", width: "minmax(90px, 1fr)", cell: (c) => senderOf(c) },
        { name: "Bytes", width: "64px", cell: (c) => <span class="num">{sizeOf(c)}</span> },
        { name: "Answer", width: "84px", cell: (c) => <Said answer={c.answer} /> },
    ];
    const har = `${server.base}/_drydock/bin/${encodeURIComponent(bin)}/export`;
    return (
        <div class="requests">
            <div class="list">
                <div class="tools">
                    <span class="faint" role="status">
                        {captures.length.toLocaleString("en")}{" "}
                        {captures.length === 1 ? "request" : "requests"}, more as they come
                    </span>
                    <span class="stretch" />
                    <a class="button" href={har} download={`${bin}.har`}>
                        Download as HAR
                    </a>
                </div>
                <VirtualTable
                    label={`Requests to ${bin}`}
                    items={captures}
                    columns={columns}
                    rowHeight={30}
                    keyOf={(c) => c.number}
                    chosen={chosen.value}
                    onChoose={(c) => (chosen.value = c.number)}
                    empty=""
                />
            </div>
            <Detail capture={shown} url={url} />
        </div>
    );
}

const answerOutcome = (answer: string) => (/^\d+$/.test(answer) ? `http_${answer}` : answer);

function Said({ answer }: { answer: string }) {
    const isGood = /^2\d\d$/.test(answer);
    return (
        <span class={`answered-with ${isGood ? "ok" : "bad"}`}>
            {isGood ? "✓" : "✕"} {answer}
        </span>
    );
}

function senderOf({ delivery, attempt, headers }: Capture): string {
    if (delivery) return `delivery ${delivery}, attempt ${attempt}`;
    return headers.find(([name]) => name.toLowerCase() === "user-agent")?.[1] ?? "elsewhere";
}

function Empty({ url }: { url: string }) {
    const { store, pages } = useApp();
    const line = `curl -X POST ${url} -H 'Content-Type: application/json' -d '{"hello":"drydock"}'`;
    return (
        <div class="waiting">
            <p role="status">
                <span class="pulse" aria-hidden="true" /> Waiting for the first request. It is shown
                here as soon as it comes.
            </p>
            <p>Send one yourself:</p>
            <div class="repeat">
                <code>{line}</code>
                <CopyButton text={line} name="Copy" />
            </div>
            <p>or have a webhook sent there: its URL is the address of your endpoint.</p>
            <div class="repeat">
                <code>{url}</code>
                <CopyButton text={url} name="Copy the URL" />
            </div>
            {pages.some(({ id }) => id === "webhooks") && (
                <p>
                    <button type="button" onClick={() => store.open("webhooks")}>
                        To the webhooks
                    </button>
                </p>
            )}
        </div>
    );
}

function Detail({ capture, url }: { capture: Capture | undefined; url: string }) {
    const { store } = useApp();
    if (!capture)
        return (
            <aside class="detail empty" aria-label="Request">
                <p class="faint">Choose a request to see its headers and its body.</p>
            </aside>
        );
    return (
        <aside class="detail" aria-label="Request">
            <h3>Request {capture.number}</h3>
            <p class="request">
                <b>{capture.method}</b> {capture.target}
            </p>
            <p class="faint">
                {offsetText(capture.at - store.start)} · {instantText(capture.at)} UTC · it was
                answered {outcomeText(answerOutcome(capture.answer))}
            </p>
            <Acts capture={capture} url={url} />
            <Headers capture={capture} />
            <Body capture={capture} />
        </aside>
    );
}

function Acts({ capture, url }: { capture: Capture; url: string }) {
    const { store } = useApp();
    const server = useServer();
    const isResending = useSignal(false);
    const { delivery = 0, attempt } = capture;
    const sent = store.log.run.deliveries.get(delivery)?.attempts.find((a) => a.number === attempt);
    const stop = () => (isResending.value = false);
    return (
        <>
            <p class="actions start">
                <button type="button" onClick={() => (isResending.value = true)}>
                    Resend…
                </button>
                <CopyButton
                    text={curlOfCapture(capture, server.base || location.origin)}
                    name="Copy as cURL"
                />
                {sent && (
                    <button type="button" onClick={() => store.open("timeline", sent.seq)}>
                        In the timeline
                    </button>
                )}
            </p>
            {isResending.value && <ResendDialog capture={capture} url={url} onClose={stop} />}
        </>
    );
}

function Body({ capture }: { capture: Capture }) {
    const isRaw = useSignal(false);
    const { body, isBinary } = capture;
    const text = isRaw.value || isBinary ? body : pretty(body);
    return (
        <>
            <div class="line">
                <h3>Body</h3>
                <span class="stretch" />
                <label>
                    <input
                        type="checkbox"
                        checked={isRaw.value}
                        onChange={(event) => (isRaw.value = event.currentTarget.checked)}
                    />{" "}
                    as it came
                </label>
            </div>
            <pre tabIndex={0} aria-label="Body">
                {text || "(empty)"}
            </pre>
            {isBinary && <p class="faint">These bytes are no text: they are in base64.</p>}
        </>
    );
}

function Headers({ capture }: { capture: Capture }) {
    return (
        <>
            <h3>Headers</h3>
            <table class="headers">
                <tbody>
                    {shownHeaders(capture.headers).map(([name, value], i) => (
                        <tr key={i}>
                            <th scope="row">{name}</th>
                            <td>{value}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </>
    );
}
