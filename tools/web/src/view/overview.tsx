// What came of the run, on one page: whether it held, and what it takes to repeat it.
import type { Expectation, RecordedFacts, RunFacts, Summary } from "../source/run_source.ts";
import { lengthText, instantText, offsetText, parseInstant, SECOND } from "../model/time.ts";
import { aboutText, eventText, outcomeText } from "../model/words.ts";
import { useApp } from "./app_context.ts";
import { CopyButton } from "./copy.tsx";
import { printing } from "./printing.ts";
import { Timeline } from "./timeline.tsx";

const many = (count: number) => count.toLocaleString("en");

const ofFile =
    "This file replays a run that is over. It holds the journal and needs no network; " +
    "it cannot run the scenario again: the line below does.";

export const OverviewView = () => <Report note={ofFile} />;

/** `note` says what else there is to know of a run that is over. */
export function Report({ note }: { note: string }) {
    const { store } = useApp();
    const facts = store.facts.value;
    if (facts?.kind !== "recorded") return null;
    const { run } = facts;
    return (
        <div class="page">
            <section class="lead">
                <p class="about">{run?.about || facts.name}</p>
                {run && <Verdict run={run} />}
                <p class="faint">{note}</p>
                <Repeat command={facts.command} />
                <Limits facts={facts} />
            </section>
            {run?.failure && (
                <p class="alarm" role="alert">
                    The run was ended: {run.failure}
                </p>
            )}
            {run && <Expectations all={run.expectations} />}
            {run && <Numbers summary={run.summary} start={parseInstant(run.start)} />}
            {printing.value && (
                <section class="printed">
                    <h2>Timeline</h2>
                    <Timeline />
                </section>
            )}
            {run && <Assumptions run={run} facts={facts} />}
            {!run && (
                <p>
                    The header of this journal has no scenario, as that of a golden: what was
                    expected is not known.
                </p>
            )}
            <Provenance facts={facts} />
        </div>
    );
}

function Verdict({ run }: { run: RunFacts }) {
    const failed = run.expectations.filter((e) => !e.passed).length;
    const all = run.expectations.length;
    if (all === 0) return <p class="verdict none">The scenario expects nothing.</p>;
    return failed === 0 ? (
        <p class="verdict held">
            ✓ {all === 1 ? "The expectation" : `All ${all} expectations`} held
        </p>
    ) : (
        <p class="verdict failed">
            ✕ {failed} of {all} expectations failed
        </p>
    );
}

function Repeat({ command }: { command: string }) {
    return (
        <p class="repeat">
            <span class="faint">repeat with</span> <code>{command}</code>
            <CopyButton text={command} name="Copy" />
        </p>
    );
}

function Limits({ facts }: { facts: RecordedFacts }) {
    const cut = facts.kept_events < facts.events;
    return (
        <>
            {facts.cut_off && (
                <p class="alarm">
                    The journal was cut off: this is the beginning of its run, and nothing is
                    judged.
                </p>
            )}
            {cut && (
                <p class="alarm">
                    Timeline and journal show the first {many(facts.kept_events)} of{" "}
                    {many(facts.events)} events: a page takes no more. Expectations and numbers are
                    of the whole run.
                </p>
            )}
        </>
    );
}

function Expectations({ all }: { all: Expectation[] }) {
    if (all.length === 0) return null;
    const failed = all.filter((e) => !e.passed);
    const held = all.filter((e) => e.passed);
    return (
        <section>
            <h2>Expectations</h2>
            <ul class="expectations">
                {failed.map((e) => (
                    <Failed key={e.pointer + e.name} of={e} />
                ))}
                {held.map((e) => (
                    <li key={e.pointer + e.name} class="held">
                        <span class="sign" role="img" aria-label="held">
                            ✓
                        </span>{" "}
                        {e.name} {e.source && <code>{e.source}</code>}
                    </li>
                ))}
            </ul>
        </section>
    );
}

function Failed({ of }: { of: Expectation }) {
    const { store } = useApp();
    return (
        <li class="failed">
            <span class="sign" role="img" aria-label="failed">
                ✕
            </span>{" "}
            <strong>{of.name}</strong>
            {of.line > 0 && (
                <span class="faint">
                    {" "}
                    line {of.line}, column {of.column}, {of.pointer}
                </span>
            )}
            <p>{of.message}</p>
            {of.source && <code>{of.source}</code>}
            {of.evidence.length > 0 && (
                <ul class="evidence" aria-label="Events that show it">
                    {of.evidence.map((seq) => {
                        const event = store.log.bySeq(seq);
                        return (
                            <li key={seq}>
                                {event ? (
                                    <button
                                        type="button"
                                        class="link"
                                        onClick={() => store.open("timeline", seq)}
                                    >
                                        <time>{offsetText(event.at - store.start)}</time>{" "}
                                        {aboutText(event, store.log)}{" "}
                                        {eventText(event, store.start)}
                                    </button>
                                ) : (
                                    <span>event {seq}, beyond what this page holds</span>
                                )}
                            </li>
                        );
                    })}
                </ul>
            )}
        </li>
    );
}

const seconds = (value: number | null) => (value === null ? "–" : lengthText(value * SECOND));
const some = (value: number | null) => (value === null ? "not observed" : many(value));

const shortOutcome = (name: string) => (name.startsWith("http_") ? outcomeText(name) : name);

function spread({ max, p50, p99 }: Summary["latency"]): string {
    if (max === null) return "nothing was delivered";
    return `half within ${seconds(p50)}, 99 % within ${seconds(p99)}`;
}

function Numbers({ summary, start }: { summary: Summary; start: number }) {
    const { deliveries, attempts, latency, effects, load, api_calls: calls } = summary;
    const fates = Object.entries(deliveries).filter(([name, n]) => name !== "requested" && n > 0);
    return (
        <section>
            <h2>In numbers</h2>
            <dl class="cards">
                <div>
                    <dt>Deliveries</dt>
                    <dd class="big">{some(deliveries.requested ?? 0)}</dd>
                    <dd>{fates.map(([name, n]) => `${many(n)} ${name}`).join(", ")}</dd>
                </div>
                <div>
                    <dt>Attempts</dt>
                    <dd class="big">{some(attempts.total)}</dd>
                    <dd>
                        {Object.entries(attempts.by_outcome)
                            .map(([name, n]) => `${many(n)} × ${shortOutcome(name)}`)
                            .join(", ")}
                    </dd>
                </div>
                <div>
                    <dt>Latency, worst</dt>
                    <dd class="big">{seconds(latency.max)}</dd>
                    <dd>{spread(latency)}</dd>
                </div>
                <div>
                    <dt>Effects</dt>
                    <dd class="big">{some(effects.total)}</dd>
                    <dd>
                        {some(effects.duplicates)} duplicates, {some(effects.lost_acks)} unknown to
                        the sender
                    </dd>
                </div>
                <div>
                    <dt>Load, fullest minute</dt>
                    <dd class="big">{some(load.peak)}</dd>
                    <dd>
                        {load.peak_at && `at ${offsetText(parseInstant(load.peak_at) - start)}, `}
                        normally {some(load.normal)}
                        {load.recovery && `; ${load.recovery.ratio} times normal after the outage`}
                    </dd>
                </div>
                {calls.total > 0 && (
                    <div>
                        <dt>API calls</dt>
                        <dd class="big">{some(calls.total)}</dd>
                        <dd>{some(calls.no_news)} without news</dd>
                    </div>
                )}
            </dl>
        </section>
    );
}

function Assumptions({ run, facts }: { run: RunFacts; facts: RecordedFacts }) {
    const start = parseInstant(run.start);
    const end = parseInstant(run.end);
    return (
        <section>
            <h2>Assumptions</h2>
            {run.assumptions.length === 0 ? (
                <p>The file leaves nothing open.</p>
            ) : (
                <p class="faint">What the file leaves open, with the values used.</p>
            )}
            <ul class="plain">
                {run.assumptions.map((text) => (
                    <li key={text}>{text}</li>
                ))}
            </ul>
            <dl class="facts">
                <dt>Scenario</dt>
                <dd>{facts.name}</dd>
                <dt>Seed</dt>
                <dd>{run.seed}</dd>
                <dt>Policy</dt>
                <dd>
                    <code>{JSON.stringify(run.policy)}</code>
                </dd>
                <dt>Profile</dt>
                <dd>{run.profile}</dd>
                <dt>Transport</dt>
                <dd>{run.transport}</dd>
                <dt>Virtual time</dt>
                <dd>
                    {instantText(start)} to {instantText(end)} UTC, {lengthText(end - start)}
                </dd>
            </dl>
        </section>
    );
}

function Provenance({ facts }: { facts: RecordedFacts }) {
    return (
        <section>
            <h2>Digest</h2>
            <p>
                <code class="digest">{facts.digest}</code>
            </p>
            <p class="faint">
                of {many(facts.events)} events, written by drydock {facts.program}. The same
                scenario and seed give the same digest on every machine.
            </p>
        </section>
    );
}
