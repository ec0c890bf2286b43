// A run as a scenario file: the scenario it began with, what came into it since, and what its user
// changed. `drydock run` plays it with the same deliveries, attempts and outcomes.
import type { JournalEvent } from "../event.ts";
import { Run, type Attempt } from "../run.ts";
import { EndpointBook, type Period } from "./book.ts";
import { editFront, type Edit } from "./edits.ts";
import {
    clipFront,
    joinFronts,
    noFront,
    readFront,
    writeFront,
    type Front,
    type Json,
    type JsonObject,
} from "./fronts.ts";
import { expectedAttempts } from "./expected.ts";
import { InputFold } from "./inputs.ts";
import { Instants } from "./instants.ts";
import { answerOf, pinnedAnswers } from "./pins.ts";
import { writeInstant, writeLength } from "./points.ts";

/** What a run began with. */
export interface Beginning {
    /** As it was played, with all variables in their places. */
    scenario: JsonObject;
    start: number;
    seed: number;
    profile: string;
    policy: JsonObject;
    base_url: string;
}

export interface SavedScenario {
    document: JsonObject;
    /** What a scenario cannot tell, in words. */
    notes: string[];
}

/** With `upTo` the file ends there, and expects that all goes as it went. */
export function scenarioOf(
    given: Beginning,
    events: readonly JournalEvent[],
    edits: readonly Edit[],
    upTo?: number,
): SavedScenario {
    const run = new Run();
    const instants = new Instants();
    const inputs = new InputFold(given.start, given.scenario, instants);
    const book = new EndpointBook({
        start: given.start,
        base_url: given.base_url,
        endpoints: given.scenario.endpoints as JsonObject | undefined,
    });
    for (const event of events) {
        run.apply(event);
        inputs.apply(event);
        const isChange = event.type === "endpoint_changed" || event.type === "base_url_changed";
        if (isChange) book.apply(event, instants.place(event.at, { of: "attempts" }));
    }
    const attempts = [...run.deliveries.values()].flatMap((d) => d.attempts);
    const isServed = events.some(({ type }) => servedTypes.has(type)) || inputs.entries.length > 0;
    const document = headOf(given, isServed);
    // A served world asks whoever is there; a scenario with endpoints knows no others.
    const mayReachAll = isServed || given.scenario.endpoints === undefined;
    const urls = mayReachAll ? [...run.webhooks.values()].map(({ url }) => url) : [];
    const endpoints = endpointsOf(given, book, { attempts, urls, slack: instants.total }, edits);
    if (endpoints) document.endpoints = endpoints;
    const timeline = [
        ...((given.scenario.timeline as Json[] | undefined) ?? []),
        ...inputs.entries,
    ];
    if (timeline.length > 0) document.timeline = timeline;
    for (const name of ["population", ...(isServed ? [] : ["expect", "lesson"])])
        if (given.scenario[name] !== undefined) document[name] = given.scenario[name]!;
    if (upTo !== undefined) {
        document.until = writeLength(upTo + instants.total - given.start);
        // What was moved has no time that can be expected.
        const start = instants.total === 0 ? given.start : undefined;
        document.expect = expectedAttempts(attempts, start);
    }
    return { document, notes: notesOn(inputs, attempts) };
}

const servedTypes = new Set([
    "clock_advanced",
    "timeline_added",
    "endpoint_changed",
    "request_captured",
    "base_url_changed",
]);

// In the order in which people read a file. A served world has no end, and what its scenario
// expects and teaches is about the scenario alone.
function headOf(
    { scenario, start, seed, profile, policy, base_url }: Beginning,
    isServed: boolean,
) {
    const head: JsonObject = { format: 1 };
    if (scenario.about !== undefined) head.about = scenario.about;
    head.start = writeInstant(start);
    head.seed = scenario.seed ?? seed; // which may be too large for a number here
    const mayEnd = !isServed || scenario.population !== undefined;
    if (mayEnd && scenario.until !== undefined) head.until = scenario.until;
    head.profile = profile;
    if (isServed || scenario.base_url !== undefined) head.base_url = base_url;
    head.policy = policy;
    for (const name of ["policies", "webhooks", "links"])
        if (scenario[name] !== undefined) head[name] = scenario[name]!;
    return head;
}

const isWithin = (url: string, prefix: string) =>
    url.startsWith(prefix) && (url.length === prefix.length || /[/?]/.test(url[prefix.length]!));

interface Sent {
    attempts: readonly Attempt[];
    /** URLs that must be reachable, whether or not something was sent there. */
    urls: readonly string[];
    /** By how much they may come later. */
    slack: number;
}

function endpointsOf(
    { scenario, start }: Beginning,
    book: EndpointBook,
    { attempts, urls, slack }: Sent,
    edits: readonly Edit[],
): JsonObject | undefined {
    const given = (scenario.endpoints ?? {}) as JsonObject;
    const known = new Set([...Object.keys(given), ...book.periods.map((p) => p.endpoint)]);
    for (const { endpoint } of edits) known.add(endpoint);
    for (const url of urls) known.add(prefixOf(url, known));
    const sent = new Map<string, Attempt[]>([...known].map((prefix) => [prefix, []]));
    for (const attempt of attempts) {
        const prefix = prefixOf(attempt.url, known);
        if (attempt.by === "endpoint" && !sent.has(prefix)) sent.set(prefix, []);
        sent.get(prefix)?.push(attempt);
    }
    const made: JsonObject = {};
    const write = (front: Front) => writeFront(front, start, (at) => writeLength(at - start));
    for (const [prefix, own] of sent) {
        const periods = book.periods.filter((p) => p.endpoint === prefix);
        const front = edits
            .filter((edit) => edit.endpoint === prefix)
            .reduce(editFront, frontOf(prefix, periods, own, slack));
        made[prefix] = asGiven(given[prefix] as JsonObject | undefined, start, write(front), write);
    }
    const saysNothing = Object.values(made).every(
        (each) => Object.keys(each as object).length === 0,
    );
    return scenario.endpoints === undefined && saysNothing ? undefined : made;
}

/** What a file says stays as it is where nothing has changed. */
function asGiven(
    given: JsonObject | undefined,
    start: number,
    written: JsonObject,
    write: (front: Front) => JsonObject,
): JsonObject {
    const isSame =
        given && JSON.stringify(write(readFront(given, start))) === JSON.stringify(written);
    return isSame ? given : written;
}

function prefixOf(url: string, known: ReadonlySet<string>): string {
    let longest = "";
    for (const prefix of known)
        if (prefix.length > longest.length && isWithin(url, prefix)) longest = prefix;
    return longest || (/^[a-z]+:\/\/[^/?]+/.exec(url)?.[0] ?? url);
}

/** All that stood in front of an endpoint, each in its time, and what it said by itself. */
function frontOf(
    endpoint: string,
    periods: readonly Period[],
    attempts: readonly Attempt[],
    slack: number,
): Front {
    const own = attempts.filter((a) => a.by === "endpoint");
    const pinned = pinnedAnswers(endpoint, own, slack);
    const parts = periods.map(({ front, seq, from, until }) =>
        clipFront(front, seq === 0 ? -Infinity : from, until),
    );
    const stood = parts.reduce(
        (before, part, i) => joinFronts(before, part, periods[i]!.from),
        noFront,
    );
    const whole: Front = { ...stood, rules: [...stood.rules, ...pinned.rules] };
    return pinned.single.reduce(editFront, whole);
}

function notesOn(inputs: InputFold, attempts: readonly Attempt[]): string[] {
    const notes: string[] = [];
    const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
    const lost = attempts.filter((a) => a.outcome && answerOf(a) === undefined).length;
    if (lost > 0)
        notes.push(
            `No rule can say what became of ${count(lost, "attempt")}: cut off, or blocked.`,
        );
    if (inputs.captured > 0)
        notes.push(`${count(inputs.captured, "request")} of others to bins: left out.`);
    return notes;
}
