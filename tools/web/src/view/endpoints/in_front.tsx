// What stands in front of an endpoint: outages and rules, its latency, and how all that is changed.
import { useSignal } from "@preact/signals";
import { parseLength } from "../../model/scenario/points.ts";
import {
    answerName,
    noFront,
    type Front,
    type TimedOutage,
    type TimedRule,
} from "../../model/scenario/fronts.ts";
import { offsetText } from "../../model/time.ts";
import { useApp, useFaults } from "../app_context.ts";
import { CopyButton } from "../copy.tsx";
import type { Place } from "./endpoints.tsx";

export function InFront({ place }: { place: Place }) {
    const { store } = useApp();
    const faults = useFaults();
    const front = store.fronts.value.current().get(place.url) ?? noFront;
    return (
        <header class="in-front">
            <div class="line">
                <h2>{place.bin ?? place.url}</h2>
                {place.bin !== undefined && <code class="url">{place.url}</code>}
                <CopyButton text={place.url} name="Copy the URL" />
                <span class="stretch" />
                <button type="button" onClick={() => faults.draw(place.url)} title="Outage (O)">
                    Outage…
                </button>
                <Latency place={place} />
                <button
                    type="button"
                    onClick={() => (faults.isSaving.value = true)}
                    title="Save as a scenario (S)"
                >
                    Save…
                </button>
            </div>
            <Faults place={place} front={front} />
            <p class="bad" role="alert">
                {faults.problem.value}
            </p>
        </header>
    );
}

function Latency({ place }: { place: Place }) {
    const faults = useFaults();
    const text = useSignal("");
    const isWrong = text.value !== "" && parseLength(text.value.trim()) === undefined;
    const apply = async (event: Event) => {
        event.preventDefault();
        const after = text.value.trim();
        if (after === "" || isWrong) return;
        if (await faults.apply({ kind: "latency", endpoint: place.url, after })) text.value = "";
    };
    return (
        <form class="latency" onSubmit={(event) => void apply(event)}>
            <label>
                Answer after
                <input
                    value={text.value}
                    placeholder="2s"
                    size={6}
                    aria-invalid={isWrong ? "true" : undefined}
                    title="200 after this long, such as 250ms or 2s"
                    spellcheck={false}
                    autocomplete="off"
                    onInput={(event) => (text.value = event.currentTarget.value)}
                />
            </label>
            <button type="submit">Slow down</button>
        </form>
    );
}

/** One thing that stands in front, and what is left without it. */
interface InForce {
    isOutage: boolean;
    what: string;
    when: string;
    without: Front;
}

function inForce(front: Front, now: number, start: number): InForce[] {
    const lasts = ({ until = Infinity }: { until?: number }) => until > now;
    return [
        ...front.outages.filter(lasts).map((outage) => ({
            isOutage: true,
            what: answerName(outage.as),
            when: outageText(outage, start),
            without: { ...front, outages: front.outages.filter((each) => each !== outage) },
        })),
        ...front.rules.filter(lasts).map((rule) => ({
            isOutage: false,
            what: "",
            when: ruleText(rule, start),
            without: { ...front, rules: front.rules.filter((each) => each !== rule) },
        })),
    ];
}

function Faults({ place, front }: { place: Place; front: Front }) {
    const { store } = useApp();
    const faults = useFaults();
    const all = inForce(front, store.reached.value, store.start);
    const isBin = place.bin !== undefined;
    if (all.length === 0)
        return (
            <p class="faint">
                {isBin
                    ? "Nothing stands in front: it takes everything in, and answers 200."
                    : "Nothing stands in front: whoever is there answers."}
            </p>
        );
    return (
        <>
            <ul class="faults" aria-label="In front of it">
                {all.map(({ isOutage, what, when, without }, i) => (
                    <li key={i}>
                        <span>
                            {isOutage && <b class="bad">{what}</b>} {when}
                        </span>
                        <button
                            type="button"
                            onClick={() => void faults.replace(place.url, without)}
                        >
                            Remove
                        </button>
                    </li>
                ))}
            </ul>
            {isBin && (
                <p class="faint">
                    Webhooks that are answered here do not come in; what others send does.
                </p>
            )}
        </>
    );
}

function outageText({ from, until }: TimedOutage, start: number): string {
    const end = until === Infinity ? "for ever" : `until ${offsetText(until - start)}`;
    return `from ${offsetText(from - start)} ${end}`;
}

function ruleText({ from, until, rest }: TimedRule, start: number): string {
    const { respond, fail, after, ...conditions } = rest;
    const whom = Object.entries(conditions).map(
        ([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`,
    );
    if (from !== undefined && from > start) whom.push(`from ${offsetText(from - start)}`);
    if (until !== undefined) whom.push(`until ${offsetText(until - start)}`);
    const what = answerName(fail ?? respond ?? 200);
    const takes =
        after === undefined
            ? ""
            : ` after ${typeof after === "string" ? after : JSON.stringify(after)}`;
    return `${whom.length > 0 ? whom.join(", ") : "everything"}: ${what}${takes}`;
}
