// All about what is selected: the request and its answer, why it came to be, what came of it, and
// what it changed.
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { changesBy, nameOf } from "../model/entities.ts";
import type { JournalEvent } from "../model/event.ts";
import type { Attempt, Delivery } from "../model/run.ts";
import { pretty } from "../model/json_text.ts";
import { instantText, lengthText, offsetText } from "../model/time.ts";
import {
    aboutText,
    eventText,
    nextText,
    outcomeText,
    reasonText,
    shapeOf,
} from "../model/words.ts";
import { useApp } from "./app_context.ts";
import { Flip } from "./faults/flip.tsx";

const mostShown = 12;

export function Inspector() {
    const { store } = useApp();
    const event = store.selection.value;
    if (!event)
        return (
            <aside class="inspector empty" aria-label="Details">
                <p>
                    Select an event to see its request, its answer, its causes and what it changed.
                </p>
                <p class="faint">In the timeline, the arrow keys walk from event to event.</p>
            </aside>
        );
    const { run } = store.log;
    const delivery = run.deliveries.get(event.fields.delivery ?? 0);
    const attempt = run.attemptOf(event.fields);
    return (
        <aside class="inspector" aria-label="Details">
            <Heading event={event} />
            {attempt && <AttemptParts attempt={attempt} />}
            {!attempt && delivery && <Request delivery={delivery} url={delivery.webhook.url} />}
            <Causes event={event} />
            <Changes event={event} />
            <details class="raw">
                <summary>Journal line {event.seq}</summary>
                <pre tabIndex={0}>{JSON.stringify(event.fields, null, 2)}</pre>
            </details>
        </aside>
    );
}

function Heading({ event }: { event: JournalEvent }) {
    const { store } = useApp();
    const { view } = store;
    const sibling = (by: number) => {
        const found = store.log.bySeq(event.seq + by);
        return found && found.at <= store.seenUntil;
    };
    return (
        <header>
            <h2>
                {aboutText(event, store.log)}{" "}
                <span class="what">{eventText(event, store.start)}</span>
            </h2>
            <p class="when">
                <strong>{offsetText(event.at - store.start)}</strong> · {instantText(event.at)} UTC
                · event {event.seq}
            </p>
            <p class="moves">
                <button
                    type="button"
                    disabled={!sibling(-1)}
                    onClick={() => store.select(event.seq - 1)}
                >
                    Previous
                </button>
                <button
                    type="button"
                    disabled={!sibling(1)}
                    onClick={() => store.select(event.seq + 1)}
                >
                    Next
                </button>
                {view.value !== "journal" && (
                    <button type="button" onClick={() => store.open("journal", event.seq)}>
                        In the journal
                    </button>
                )}
                {view.value !== "timeline" && (
                    <button type="button" onClick={() => store.open("timeline", event.seq)}>
                        In the timeline
                    </button>
                )}
            </p>
        </header>
    );
}

function Part({ name, children }: { name: string; children: ComponentChildren }) {
    return (
        <section class="part">
            <h3>{name}</h3>
            {children}
        </section>
    );
}

function AttemptParts({ attempt }: { attempt: Attempt }) {
    const { store } = useApp();
    const known = (attempt.endedAt ?? Infinity) <= store.seenUntil;
    return (
        <>
            <Request delivery={attempt.delivery} url={attempt.url} />
            <Part name="Answer">
                {known ? <Answer attempt={attempt} /> : <p>Not there yet.</p>}
                {known && attempt.outcome && <Flip attempt={attempt} />}
            </Part>
            {known && (
                <Part name="Next">
                    <p>{nextText(attempt, store.start) || "Nothing: it is still open."}</p>
                </Part>
            )}
        </>
    );
}

const speakers: Record<string, string> = {
    rule: "a rule in front of the endpoint",
    endpoint: "the endpoint itself",
};

function Answer({ attempt }: { attempt: Attempt }) {
    const { store } = useApp();
    const shape = shapeOf(attempt);
    const took = (attempt.endedAt ?? attempt.startedAt) - attempt.startedAt;
    return (
        <>
            <p>
                <span class={`outcome ${shape}`}>{outcomeText(attempt.outcome)}</span>
                {attempt.endedAt !== undefined &&
                    (took > 0 ? ` after ${lengthText(took)}` : " at once")}
                {attempt.by && `, said by ${speakers[attempt.by] ?? attempt.by}`}
            </p>
            {attempt.detail && <p class="faint">{attempt.detail}</p>}
            {attempt.retryAfter !== undefined && <p>Retry-After: {attempt.retryAfter} seconds</p>}
            {attempt.effect && (
                <p>
                    {attempt.effect.applied
                        ? "The receiver did its work"
                        : `The receiver skipped it${reasonText(attempt.effect.reason)}`}
                    {` at ${offsetText(attempt.effect.at - store.start)}`}
                    {attempt.effect.applied && !attempt.delivered && (
                        <strong>. The sender never learned of it.</strong>
                    )}
                </p>
            )}
        </>
    );
}

function Request({ delivery, url }: { delivery: Delivery; url: string }) {
    const { store } = useApp();
    const body = useSignal<string | undefined | null>(null);
    useEffect(() => {
        let wanted = true;
        body.value = null;
        void store.body(delivery.number).then((text) => wanted && (body.value = text));
        return () => void (wanted = false);
    }, [delivery]);
    const text = body.value;
    return (
        <Part name="Request">
            <p class="request">
                <b>POST</b> {url}
            </p>
            <p class="faint">
                webhook {delivery.webhook.id} for {delivery.event} · delivery {delivery.number}
                {delivery.resendOf ? `, resent from ${delivery.resendOf}` : ""} · the same body on
                every attempt
            </p>
            {text && (
                <details>
                    <summary>Body, {text.length} bytes</summary>
                    <pre tabIndex={0}>{pretty(text)}</pre>
                </details>
            )}
            {text === undefined && (
                <p class="faint">Its body is not kept: only those of the first deliveries are.</p>
            )}
        </Part>
    );
}

function Causes({ event }: { event: JournalEvent }) {
    const { store } = useApp();
    const seen = (e: JournalEvent) => e.at <= store.seenUntil;
    const causes = store.log.causesOf(event.seq);
    const later = store.log.consequencesOf(event.seq).filter(seen);
    return (
        <Part name="Causes and consequences">
            <ol class="chain">
                {causes.slice(0, -1).map((e) => (
                    <Link key={e.seq} event={e} />
                ))}
                <li class="here" aria-current="true">
                    <ChainWords event={event} />
                </li>
                {later.slice(0, mostShown).map((e) => (
                    <Link key={e.seq} event={e} later />
                ))}
            </ol>
            {later.length > mostShown && (
                <p class="faint">
                    and {later.length === 40 ? "more" : `${later.length - mostShown} more`}
                </p>
            )}
        </Part>
    );
}

function ChainWords({ event }: { event: JournalEvent }) {
    const { store } = useApp();
    return (
        <>
            <time>{offsetText(event.at - store.start)}</time> {eventText(event, store.start)}
        </>
    );
}

function Link({ event, later }: { event: JournalEvent; later?: boolean }) {
    const { store } = useApp();
    return (
        <li class={later ? "later" : "earlier"}>
            <button type="button" class="link" onClick={() => store.select(event.seq)}>
                <ChainWords event={event} />
            </button>
        </li>
    );
}

function Changes({ event }: { event: JournalEvent }) {
    const { store } = useApp();
    const all = changesBy(store.log, event).filter(({ changes }) => changes.length > 0);
    return (
        <Part name="What it changed">
            {all.length === 0 && <p class="faint">Nothing: it is a fact by itself.</p>}
            {all.map(({ of, isNew, changes }) => (
                <table class="diff" key={of.key}>
                    <caption>
                        {nameOf(of)}
                        {isNew && <span class="new"> new</span>}
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">field</th>
                            <th scope="col">before</th>
                            <th scope="col">after</th>
                        </tr>
                    </thead>
                    <tbody>
                        {changes.map(({ field, before, after }) => (
                            <tr key={field}>
                                <th scope="row">{field.replaceAll("_", " ")}</th>
                                <td class="before">{before ?? "–"}</td>
                                <td class="after">{after ?? "–"}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            ))}
        </Part>
    );
}
