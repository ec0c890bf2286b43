// Which lanes a timeline shows, from top to bottom, and where in them things are.
import { after } from "../model/log.ts";
import type { Delivery, Lane, LaneKind, Mark, Run } from "../model/run.ts";

export const groupOrder: LaneKind[] = [
    "endpoint",
    "shipment",
    "batch",
    "order_source",
    "carrier",
    "report",
    "api",
];

export const headHeight = 26;
const marksHeight = 17;
const trackHeight = 23;
const endpointHeight = 34;

export interface Row {
    top: number;
    height: number;
    group: LaneKind;
    /** None for the heading of a group. */
    lane?: Lane;
    /** Of a heading. */
    count: number;
}

export interface RowChoice {
    hidden: ReadonlySet<LaneKind>;
    /** Part of the ids of lanes; endpoints stay. */
    find: string;
}

function heightOf(lane: Lane): number {
    if (lane.kind === "endpoint") return endpointHeight;
    return marksHeight + trackHeight * lane.tracks.length + 5;
}

export function layOut(run: Run, choice: RowChoice): Row[] {
    const rows: Row[] = [];
    let top = 0;
    const add = (row: Omit<Row, "top">) => {
        rows.push({ ...row, top });
        top += row.height;
    };
    for (const group of groupOrder) {
        const lanes = run.lanes.filter(
            (lane) =>
                lane.kind === group && (group === "endpoint" || lane.id.includes(choice.find)),
        );
        if (lanes.length === 0) continue;
        add({ height: headHeight, group, count: lanes.length });
        if (choice.hidden.has(group)) continue;
        for (const lane of lanes) add({ height: heightOf(lane), group, lane, count: 0 });
    }
    return rows;
}

export function totalHeight(rows: readonly Row[]): number {
    const last = rows[rows.length - 1];
    return last ? last.top + last.height : 0;
}

/** The rows between two heights. */
export function rowsBetween(rows: readonly Row[], from: number, to: number): Row[] {
    const first = Math.max(0, after(rows, from, (row) => row.top) - 1);
    const found: Row[] = [];
    for (let i = first; i < rows.length && rows[i]!.top < to; ++i) found.push(rows[i]!);
    return found;
}

/** The middle of the line on which a delivery is drawn. */
export function trackMiddle(row: Row, track: number): number {
    return row.top + marksHeight + trackHeight * track + trackHeight / 2 - 2;
}

export function marksMiddle(row: Row): number {
    return row.lane && row.lane.tracks.length === 0 ? row.top + row.height / 2 : row.top + 10;
}

/** Deliveries that may have something between two times. */
export function deliveriesBetween(lane: Lane, from: number, to: number): Delivery[] {
    // What is pending goes on: it may have begun at any time.
    const pending = lane.tracks.some((taken) => taken !== undefined);
    const first = pending
        ? 0
        : after(lane.deliveries, from - lane.longest - 1, (d) => d.requestedAt);
    return lane.deliveries.slice(
        first,
        after(lane.deliveries, to, (d) => d.requestedAt),
    );
}

export function marksBetween(lane: Lane, from: number, to: number): Mark[] {
    return lane.marks.slice(
        after(lane.marks, from - 1, (m) => m.at),
        after(lane.marks, to, (m) => m.at),
    );
}
