// What real receivers answered, as rules: a scenario that is played again has only its own.
import type { Attempt } from "../run.ts";
import { ruleAnswer, type Json, type TimedRule } from "./fronts.ts";
import type { AnswerEdit } from "./edits.ts";

/** What a rule says to have that outcome; undefined for one that no rule can give. */
export function answerOf({ outcome, retryAfter }: Attempt): Json | undefined {
    const code = /^http_(\d+)$/.exec(outcome ?? "")?.[1];
    if (code === undefined)
        return ["interrupted", "blocked", undefined].includes(outcome) ? undefined : outcome!;
    if (retryAfter === undefined) return Number(code);
    return { status: Number(code), headers: { "Retry-After": String(retryAfter) } };
}

interface Stretch {
    from: number;
    until: number;
    said: string;
}

/**
 * Rules for what an endpoint said by itself, and one by one where it said several things at once.
 * Attempts may come as much later as `slack`.
 */
export function pinnedAnswers(endpoint: string, attempts: readonly Attempt[], slack: number) {
    const stretches: Stretch[] = [];
    const single: AnswerEdit[] = [];
    let last: Stretch | undefined;
    for (const [at, together] of groupedByStart(attempts)) {
        const said = JSON.stringify(answerOf(together[0]!));
        const isMixed = together.some((a) => JSON.stringify(answerOf(a)) !== said);
        if (isMixed) {
            single.push(...together.map((a) => pinOne(endpoint, a, slack)));
            last = undefined;
        } else if (last?.said === said) {
            last.until = at + 1 + slack;
        } else {
            last = { from: at, until: at + 1 + slack, said };
            stretches.push(last);
        }
    }
    return { rules: stretches.filter(({ said }) => said !== "200").map(ruleOf), single };
}

function ruleOf({ from, until, said }: Stretch): TimedRule {
    return { from, until, rest: ruleAnswer(JSON.parse(said) as Json) };
}

function pinOne(endpoint: string, attempt: Attempt, slack: number): AnswerEdit {
    const { event, subject } = attempt.delivery;
    const { number, startedAt: at } = attempt;
    const as = answerOf(attempt)!;
    return { kind: "answer", endpoint, event, subject, attempt: number, at, lasts: 1 + slack, as };
}

function groupedByStart(attempts: readonly Attempt[]): Map<number, Attempt[]> {
    const groups = new Map<number, Attempt[]>();
    for (const attempt of attempts) {
        if (answerOf(attempt) === undefined) continue;
        const group = groups.get(attempt.startedAt);
        if (group) group.push(attempt);
        else groups.set(attempt.startedAt, [attempt]);
    }
    return groups;
}
