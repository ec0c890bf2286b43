// API Management, API console: the documentation's calls, ready to be sent.
import { curlOf, knownCalls, methods } from "../../model/curl.ts";
import { pretty } from "../../model/json_text.ts";
import type { Call, CallDesk } from "../../server/call_desk.ts";
import { CopyButton } from "../copy.tsx";
import { ApiKey } from "./api_key.tsx";

export function Console({ desk }: { desk: CallDesk }) {
    return (
        <div class="desk">
            <div class="asked">
                <Known desk={desk} />
                <Request desk={desk} />
                <History desk={desk} />
            </div>
            <Answer call={desk.shown.value} />
        </div>
    );
}

function Known({ desk }: { desk: CallDesk }) {
    return (
        <nav class="known" aria-label="Calls of the documentation">
            {knownCalls.map(({ title, asked }) => (
                <button type="button" key={title} onClick={() => desk.write(asked)}>
                    {title}
                </button>
            ))}
        </nav>
    );
}

function Request({ desk }: { desk: CallDesk }) {
    const send = (event: Event) => {
        event.preventDefault();
        void desk.send();
    };
    const onKeyDown = (event: KeyboardEvent) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
    };
    const wrong = desk.wrongHeader.value;
    const hasBody = desk.method.value !== "GET";
    return (
        <form aria-label="Request" onSubmit={send} onKeyDown={onKeyDown}>
            <div class="line">
                <select
                    aria-label="Method"
                    value={desk.method.value}
                    onChange={(event) => (desk.method.value = event.currentTarget.value)}
                >
                    {methods.map((method) => (
                        <option key={method}>{method}</option>
                    ))}
                </select>
                <input
                    aria-label="Path"
                    class="path"
                    required
                    spellcheck={false}
                    autocomplete="off"
                    value={desk.path.value}
                    onInput={(event) => (desk.path.value = event.currentTarget.value)}
                />
                <button
                    type="submit"
                    class="primary"
                    title="Send (Ctrl+Enter)"
                    disabled={desk.isSending.value}
                >
                    Send
                </button>
            </div>
            <ApiKey />
            <label class="text">
                Headers
                <textarea
                    rows={2}
                    spellcheck={false}
                    aria-invalid={wrong === undefined ? undefined : "true"}
                    value={desk.headers.value}
                    onInput={(event) => (desk.headers.value = event.currentTarget.value)}
                />
            </label>
            {wrong !== undefined && <p class="bad">Expected “Name: value”, found “{wrong}”.</p>}
            {hasBody && (
                <label class="text">
                    Body
                    <textarea
                        rows={6}
                        spellcheck={false}
                        value={desk.body.value}
                        onInput={(event) => (desk.body.value = event.currentTarget.value)}
                    />
                </label>
            )}
            <Curl desk={desk} />
        </form>
    );
}

function Curl({ desk }: { desk: CallDesk }) {
    const text = curlOf(desk.asked.value, desk.server.base || location.origin);
    return (
        <details class="curl">
            <summary>As cURL</summary>
            <pre tabIndex={0}>{text}</pre>
            <CopyButton text={text} name="Copy as cURL" />
        </details>
    );
}

function History({ desk }: { desk: CallDesk }) {
    if (desk.history.value.length === 0) return null;
    return (
        <section class="history" aria-label="History">
            <h2>History</h2>
            <ol reversed>
                {desk.history.value.map((call) => (
                    <li key={call.number}>
                        <button
                            type="button"
                            class="link"
                            aria-current={call === desk.shown.value ? "true" : undefined}
                            onClick={() => desk.recall(call)}
                        >
                            <StatusCode call={call} /> {call.asked.method} {call.asked.path}
                        </button>
                    </li>
                ))}
            </ol>
        </section>
    );
}

function StatusCode({ call }: { call: Call }) {
    const status = call.answered?.status ?? 0;
    const isGood = status >= 200 && status < 300;
    return <b class={`code ${isGood ? "ok" : "bad"}`}>{status || "none"}</b>;
}

function Answer({ call }: { call: Call | undefined }) {
    if (!call)
        return (
            <section class="answered empty" aria-label="Answer">
                <p class="faint">
                    Send a call to see what is answered. The same POST twice is a 409.
                </p>
            </section>
        );
    const { answered, problem } = call;
    return (
        <section class="answered" aria-label="Answer">
            <h2>
                <span role="status">
                    {answered ? (
                        <>
                            HTTP <StatusCode call={call} /> {answered.statusText}
                        </>
                    ) : (
                        problem
                    )}
                </span>
            </h2>
            {answered && (
                <>
                    <p class="faint">
                        to {call.asked.method} {call.asked.path}, after{" "}
                        {answered.milliseconds.toFixed(0)} ms
                    </p>
                    {answered.status === 409 && (
                        <p>
                            A webhook for this event is there already: only one can exist for each.
                            Review your active webhooks.
                        </p>
                    )}
                    <h3>Headers</h3>
                    <pre tabIndex={0}>
                        {answered.headers.map(([name, value]) => `${name}: ${value}`).join("\n")}
                    </pre>
                    <h3>Body</h3>
                    <pre class="body" tabIndex={0}>
                        {answered.body === "" ? "empty" : pretty(answered.body)}
                    </pre>
                </>
            )}
        </section>
    );
}
