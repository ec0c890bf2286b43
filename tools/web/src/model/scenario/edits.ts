// What a user changes in front of an endpoint: an outage that is drawn, an answer that is flipped,
// a latency that is chosen. The same edit goes to a served world or into a scenario file.
import { ruleAnswer, type Front, type Json, type JsonObject } from "./fronts.ts";

export interface OutageEdit {
    kind: "outage";
    endpoint: string;
    from: number;
    until: number;
    as: Json;
}

/** Of one attempt of one delivery. */
export interface AnswerEdit {
    kind: "answer";
    endpoint: string;
    event: string;
    subject: string;
    attempt: number;
    /** When it starts. */
    at: number;
    /** For how long that is meant, if not for this instant alone. */
    lasts?: number;
    as: Json;
}

export interface LatencyEdit {
    kind: "latency";
    endpoint: string;
    /** "250ms" */
    after: string;
}

export type Edit = OutageEdit | AnswerEdit | LatencyEdit;

const conditions = ["event", "subject", "status", "attempt", "times", "chance"];

export function editFront(front: Front, edit: Edit): Front {
    switch (edit.kind) {
        case "outage":
            return {
                ...front,
                outages: [{ from: edit.from, until: edit.until, as: edit.as }, ...front.outages],
            };
        case "answer":
            return answerOne(front, edit);
        case "latency":
            return slow(front, edit.after);
    }
}

// An outage is asked before any rule: it leaves out that instant, and a rule says the same to all
// others that come then.
function answerOne(front: Front, edit: AnswerEdit): Front {
    const { event, subject, attempt, at, lasts = 1, as } = edit;
    const window = { from: at, until: at + lasts };
    const met = front.outages.find((outage) => outage.from <= at && at < outage.until);
    const outages = front.outages.flatMap((outage) =>
        outage.from <= at && at < outage.until
            ? [
                  { ...outage, until: at },
                  { ...outage, from: at + lasts },
              ].filter((part) => part.from < part.until)
            : [outage],
    );
    const own = { ...window, rest: { event, subject, attempt, ...ruleAnswer(as) } };
    const others = met ? [{ ...window, rest: ruleAnswer(met.as) }] : [];
    return { ...front, outages, rules: [own, ...others, ...front.rules] };
}

const isForAll = ({ rest }: { rest: JsonObject }) => !conditions.some((name) => name in rest);

// Whoever is answered by no other rule is answered by the last one.
function slow(front: Front, after: string): Front {
    const last = front.rules.findIndex(
        (rule) => isForAll(rule) && rule.from === undefined && rule.until === undefined,
    );
    if (last < 0) return { ...front, rules: [...front.rules, { rest: { respond: 200, after } }] };
    const rules = front.rules.map((rule, i) =>
        i === last ? { ...rule, rest: { ...rule.rest, after } } : rule,
    );
    return { ...front, rules };
}
