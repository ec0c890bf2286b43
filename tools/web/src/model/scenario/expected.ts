// What happened, as expectations: a file that has them is a test.
import type { Attempt } from "../run.ts";
import type { JsonObject } from "./fronts.ts";
import { writeLength } from "./points.ts";

/** For each subject its attempts: how they ended, and when they began if `start` is told. */
export function expectedAttempts(
    attempts: readonly Attempt[],
    start: number | undefined,
): JsonObject[] {
    const groups = new Map<string, Attempt[]>();
    for (const attempt of [...attempts].sort((a, b) => a.seq - b.seq)) {
        const { event, subject } = attempt.delivery;
        const key = `${event} ${subject}`;
        groups.set(key, [...(groups.get(key) ?? []), attempt]);
    }
    return [...groups.values()]
        .filter((group) => group.every(({ outcome }) => outcome !== undefined))
        .map((group) => ({
            attempts: { event: group[0]!.delivery.event, subject: group[0]!.delivery.subject },
            ...(start === undefined
                ? {}
                : { at: group.map(({ startedAt }) => writeLength(startedAt - start)) }),
            outcomes: group.map(({ outcome }) => outcome!),
        }));
}
