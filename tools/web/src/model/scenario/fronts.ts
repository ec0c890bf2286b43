// What stands in front of an endpoint: outages and rules, with their windows as instants, so that
// they can be moved from one start to another, edited, and written back.
import { parsePoint } from "./points.ts";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export interface TimedOutage {
    from: number;
    /** Infinity: for ever. */
    until: number;
    /** A status, a failure, or an answer. */
    as: Json;
}

export interface TimedRule {
    from?: number;
    until?: number;
    /** All but its window. */
    rest: JsonObject;
}

export interface Front {
    outages: TimedOutage[];
    rules: TimedRule[];
    /** Handler, probe, capacity. */
    rest: JsonObject;
}

export const noFront: Front = { outages: [], rules: [], rest: {} };

function without(all: JsonObject, ...names: string[]): JsonObject {
    return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}

const listOf = (value: Json | undefined): JsonObject[] =>
    Array.isArray(value) ? (value as JsonObject[]) : [];

function pointOf(value: Json | undefined, base: number): number | undefined {
    return typeof value === "string" ? parsePoint(value, base) : undefined;
}

/** Reads what a scenario, or a change of a served world at `base`, says of one endpoint. */
export function readFront(given: JsonObject, base: number): Front {
    return {
        outages: listOf(given.outages).map((outage) => ({
            from: pointOf(outage.from, base) ?? base,
            until: pointOf(outage.until, base) ?? Infinity,
            as: outage.as ?? "refused",
        })),
        rules: listOf(given.rules).map((rule) => {
            const from = pointOf(rule.from, base);
            const until = pointOf(rule.until, base);
            return {
                ...(from === undefined ? {} : { from }),
                ...(until === undefined ? {} : { until }),
                rest: without(rule, "from", "until"),
            };
        }),
        rest: without(given, "outages", "rules"),
    };
}

/** Writes it with points in time as `point` writes them. */
export function writeFront(front: Front, start: number, point: (at: number) => string): JsonObject {
    const outages = front.outages
        .filter(({ from, until }) => from < until && until > start)
        .map(({ from, until, as }) => ({
            ...(from <= start ? {} : { from: point(from) }),
            ...(until === Infinity ? {} : { until: point(until) }),
            as,
        }));
    const rules = front.rules
        .filter(({ until }) => (until ?? Infinity) > start)
        .map(({ from, until, rest }) => ({
            ...(from === undefined || from <= start ? {} : { from: point(from) }),
            ...(until === undefined ? {} : { until: point(until) }),
            ...rest,
        }));
    return {
        ...(outages.length > 0 ? { outages } : {}),
        ...(rules.length > 0 ? { rules } : {}),
        ...front.rest,
    };
}

/** Only what it says between two times. */
export function clipFront(front: Front, from: number, until: number): Front {
    return {
        rest: front.rest,
        outages: front.outages
            .map((o) => ({ ...o, from: Math.max(o.from, from), until: Math.min(o.until, until) }))
            .filter((o) => o.from < o.until),
        rules: front.rules
            .map((rule) => ({
                ...rule,
                ...(from > -Infinity ? { from: Math.max(rule.from ?? from, from) } : {}),
                ...(until < Infinity ? { until: Math.min(rule.until ?? until, until) } : {}),
            }))
            .filter((rule) => (rule.from ?? -Infinity) < (rule.until ?? Infinity)),
    };
}

/** What was in force after `first`, from `at` on, behind it: what says the same goes on. */
export function joinFronts(first: Front, then: Front, at: number): Front {
    const outages = then.outages.filter((later) => {
        const before = first.outages.find((each) => each.until === at && isSame(each.as, later.as));
        return !before || later.from !== at;
    });
    const goesOn = (each: TimedOutage) =>
        then.outages.find((later) => later.from === at && isSame(later.as, each.as));
    return {
        outages: [
            ...first.outages.map((each) =>
                each.until === at ? { ...each, until: goesOn(each)?.until ?? at } : each,
            ),
            ...outages,
        ],
        rules: joinRules(first.rules, then.rules, at),
        rest: then.rest,
    };
}

// Only the last rules of both can be one: all that came before them is asked before them still.
function joinRules(first: readonly TimedRule[], then: readonly TimedRule[], at: number) {
    let same = 0;
    const isOne = (before: TimedRule | undefined, later: TimedRule | undefined) =>
        before?.until === at &&
        later?.from === at &&
        isSame(before.rest, later.rest) &&
        !("times" in before.rest);
    while (isOne(first[first.length - 1 - same], then[then.length - 1 - same])) ++same;
    const ends = then.slice(then.length - same);
    const joined = first.slice(first.length - same).map(({ until: _, ...rule }, i) => {
        const { until } = ends[i]!;
        return until === undefined ? rule : { ...rule, until };
    });
    return [
        ...first.slice(0, first.length - same),
        ...then.slice(0, then.length - same),
        ...joined,
    ];
}

const isSame = (one: Json, other: Json) => JSON.stringify(one) === JSON.stringify(other);

/** What an outage or a rule says, in the words of a rule. */
export function ruleAnswer(as: Json): JsonObject {
    return typeof as === "string" ? { fail: as } : { respond: as };
}

/** "503", "refused": how an outage's or a rule's answer is called. */
export function answerName(as: Json): string {
    if (as !== null && typeof as === "object" && !Array.isArray(as)) return String(as.status);
    return String(as);
}
