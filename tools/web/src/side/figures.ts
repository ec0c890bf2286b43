// The figures of two runs next to each other.
import type { Counts } from "../model/log.ts";
import { outcomeText } from "../model/words.ts";
import type { Summary } from "../source/run_source.ts";

/** What one side knows: a run that is over has a summary, any other only what can be counted. */
export interface Side {
    summary?: Summary;
    counts: Counts;
}

export interface Figure {
    name: string;
    unit: "count" | "seconds" | "ratio";
    first: number | undefined;
    second: number | undefined;
}

type Row = [name: string, unit: Figure["unit"], of: (of: Summary) => number | null | undefined];

const rows: Row[] = [
    ["deliveries requested", "count", ({ deliveries }) => deliveries.requested],
    ["delivered", "count", ({ deliveries }) => deliveries.delivered],
    ["discarded", "count", ({ deliveries }) => deliveries.discarded],
    ["cancelled", "count", ({ deliveries }) => deliveries.cancelled],
    ["still pending", "count", ({ deliveries }) => deliveries.pending],
    ["attempts", "count", ({ attempts }) => attempts.total],
    ["latency, median", "seconds", ({ latency }) => latency.p50],
    ["latency, 99 of 100", "seconds", ({ latency }) => latency.p99],
    ["latency, worst", "seconds", ({ latency }) => latency.max],
    ["effects", "count", ({ effects }) => effects.total],
    ["duplicate effects", "count", ({ effects }) => effects.duplicates],
    ["effects unknown to the sender", "count", ({ effects }) => effects.lost_acks],
    ["load, fullest minute", "count", ({ load }) => load.peak],
    ["load after the outage, to normal", "ratio", ({ load }) => load.recovery?.ratio],
    ["API calls", "count", ({ api_calls }) => api_calls.total],
];

const counted: [name: string, of: keyof Counts][] = [
    ["deliveries requested", "requested"],
    ["delivered", "delivered"],
    ["discarded", "discarded"],
    ["cancelled", "cancelled"],
    ["attempts", "attempts"],
    ["attempts that failed", "failed"],
    ["effects", "effects"],
];

const isThere = ({ first, second }: Figure) => Boolean(first) || Boolean(second);

function outcomeRows(first: Summary, second: Summary): Figure[] {
    const [a, b] = [first.attempts.by_outcome, second.attempts.by_outcome];
    const outcomes = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return outcomes.map((outcome) => ({
        name: `attempts: ${outcomeText(outcome)}`,
        unit: "count",
        first: a[outcome] ?? 0,
        second: b[outcome] ?? 0,
    }));
}

/** Figures that both sides know, without those that say nothing of either. */
export function figuresOf(first: Side, second: Side): Figure[] {
    const [a, b] = [first.summary, second.summary];
    if (!a || !b)
        return counted
            .map(([name, of]): Figure => {
                return { name, unit: "count", first: first.counts[of], second: second.counts[of] };
            })
            .filter(isThere);
    const all = rows.map(([name, unit, of]): Figure => {
        return { name, unit, first: of(a) ?? undefined, second: of(b) ?? undefined };
    });
    const place = all.findIndex(({ name }) => name === "attempts") + 1;
    all.splice(place, 0, ...outcomeRows(a, b));
    return all.filter(isThere);
}

/** The second less the first; nothing where one of them is not known. */
export function differenceOf({ first, second }: Figure): number | undefined {
    if (first === undefined || second === undefined) return undefined;
    return Math.round((second - first) * 1e6) / 1e6;
}
