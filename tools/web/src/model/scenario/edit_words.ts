// Edits in words for people.
import { offsetText } from "../time.ts";
import type { Edit } from "./edits.ts";
import { answerName } from "./fronts.ts";

export function editText(edit: Edit, start: number): string {
    const at = (time: number) => offsetText(time - start);
    if (edit.kind === "latency") return `${edit.endpoint} takes ${edit.after}`;
    if (edit.kind === "answer")
        return `${edit.subject}, attempt ${edit.attempt} at ${at(edit.at)}: ${answerName(edit.as)}`;
    const until = edit.until === Infinity ? "for ever" : `until ${at(edit.until)}`;
    return `${edit.endpoint}: ${answerName(edit.as)} from ${at(edit.from)} ${until}`;
}
