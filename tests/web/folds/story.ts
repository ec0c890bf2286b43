// The journal of the contract's outage story, and what else the tests of folds share.
import { parseJournal } from "../../../tools/web/src/model/event.ts";
import { EventLog } from "../../../tools/web/src/model/log.ts";
import outage from "./outage.jsonl";
import { parseInstant } from "../../../tools/web/src/model/time.ts";

export { outage };

export const start = parseInstant("2019-09-07T00:00:00Z");

export function logOf(text: string, endpoints: string[] = []): EventLog {
    const log = new EventLog(endpoints);
    log.append(parseJournal(text).events);
    return log;
}

/** A journal from members of its events; seq, and at if it is missing, are filled in. */
export function journalOf(...events: Record<string, unknown>[]): string {
    let at = "2019-09-07T00:00:00Z";
    const lines = events.map((members, i) => {
        at = (members.at as string) ?? at;
        return JSON.stringify({ seq: i + 1, at, cause: 0, ...members });
    });
    return `${['{"drydock_journal":1}', ...lines].join("\n")}\n`;
}
