// Lessons: steps through a run, with questions whose answers are counted in its journal.
import type { EventLog } from "./log.ts";
import type { Attempt, Delivery } from "./run.ts";
import { parseInstant } from "./time.ts";

/** What a question counts, as the scenario says it: one of these filters. */
export interface Answer {
    deliveries?: SelectionFilter;
    attempts?: SelectionFilter;
    arrivals?: SelectionFilter;
    effects?: SelectionFilter;
    journal?: Record<string, unknown>;
}

export interface SelectionFilter {
    event?: string;
    subject?: string;
    outcome?: string;
    endpoint?: string;
    attempt?: number;
    attempts?: number | { at_least?: number; at_most?: number };
    by?: string;
}

export interface LessonStep {
    at: string;
    say?: string;
    ask?: string;
    answer?: Answer;
    because?: string;
}

export function stepInstant(step: LessonStep): number {
    return parseInstant(step.at);
}

function holds(bounds: SelectionFilter["attempts"], value: number): boolean {
    if (bounds === undefined) return true;
    if (typeof bounds === "number") return value === bounds;
    return value >= (bounds.at_least ?? -Infinity) && value <= (bounds.at_most ?? Infinity);
}

function takesDelivery(filter: SelectionFilter, delivery: Delivery): boolean {
    return (
        (!filter.event || delivery.event === filter.event) &&
        (!filter.subject || delivery.subject === filter.subject)
    );
}

function takesAttempt(filter: SelectionFilter, attempt: Attempt): boolean {
    return (
        takesDelivery(filter, attempt.delivery) &&
        (!filter.outcome || attempt.outcome === filter.outcome) &&
        (filter.attempt === undefined || attempt.number === filter.attempt) &&
        (!filter.by || attempt.by === filter.by) &&
        (!filter.endpoint || attempt.url.startsWith(filter.endpoint))
    );
}

// A receiver took in what it acknowledged, and what it did something with.
function arrived(attempt: Attempt): boolean {
    return attempt.delivered || attempt.effect !== undefined;
}

function includesFields(fields: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
    return Object.entries(wanted).every(
        ([name, value]) => JSON.stringify(fields[name]) === JSON.stringify(value),
    );
}

/** The number that a question asks for, in the whole run. */
export function answerIn(log: EventLog, answer: Answer): number {
    const deliveries = [...log.run.deliveries.values()];
    if (answer.deliveries) {
        const filter = answer.deliveries;
        return deliveries.filter(
            (d) =>
                takesDelivery(filter, d) &&
                (!filter.outcome || d.outcome === filter.outcome) &&
                holds(filter.attempts, d.attempts.length),
        ).length;
    }
    if (answer.journal) {
        const wanted = answer.journal;
        return log.events.filter((event) => includesFields(event.fields, wanted)).length;
    }
    const filter = answer.attempts ?? answer.arrivals ?? answer.effects ?? {};
    const counts = answer.attempts
        ? () => true
        : answer.arrivals
          ? arrived
          : (a: Attempt) => a.effect?.applied === true;
    return deliveries.flatMap((d) => d.attempts).filter((a) => takesAttempt(filter, a) && counts(a))
        .length;
}
