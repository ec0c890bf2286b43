// An edit as a served world takes it: what stands in front of endpoints is told as a whole, with
// points in time that do not depend on when it arrives.
import type { EndpointBook } from "./book.ts";
import { editFront, type Edit } from "./edits.ts";
import { noFront, writeFront, type Front, type JsonObject } from "./fronts.ts";
import { writeInstant } from "./points.ts";

/** A call of the control API. */
export interface Order {
    method: "PUT";
    /** Below /_drydock/ */
    path: string;
    body: JsonObject;
}

export function orderFor(book: EndpointBook, edit: Edit, now: number): Order {
    const current = book.current();
    const edited = editFront(current.get(edit.endpoint) ?? noFront, edit);
    return orderOf(book, edit.endpoint, edited, now);
}

/** Puts `front` in front of an endpoint, and leaves all others as they are. */
export function orderOf(book: EndpointBook, endpoint: string, front: Front, now: number): Order {
    const write = (each: Front) => writeFront(each, now, writeInstant);
    const bin = book.binAt(endpoint);
    if (bin !== undefined)
        return {
            method: "PUT",
            path: `bin/${encodeURIComponent(bin)}/rules`,
            body: write(front),
        };
    const all = new Map(book.current()).set(endpoint, front);
    const others = [...all].filter(([prefix]) => book.binAt(prefix) === undefined);
    return {
        method: "PUT",
        path: "endpoints",
        body: Object.fromEntries(others.map(([prefix, each]) => [prefix, write(each)])),
    };
}
