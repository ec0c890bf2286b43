// Walking a timeline by keyboard: along a lane in time, and from lane to lane.
import type { Lane } from "../model/run.ts";
import type { Row } from "./rows.ts";

interface Place {
    seq: number;
    at: number;
}

/** What can be stood on in a lane, no later than `until`, in order of time. */
export function placesIn(lane: Lane, until = Infinity): Place[] {
    const own =
        lane.kind === "endpoint" ? lane.attempts : lane.deliveries.flatMap((d) => d.attempts);
    const places = [
        ...lane.marks.map(({ seq, at }) => ({ seq, at })),
        ...own.map((a) => ({ seq: a.seq, at: a.startedAt })),
    ];
    return places.filter(({ at }) => at <= until).sort((a, b) => a.seq - b.seq);
}

export interface Standing {
    lane: Lane;
    seq: number;
}

/** One to the left or right in the lane that one stands in. */
export function along(at: Standing, forward: boolean, until?: number): Standing {
    const places = placesIn(at.lane, until);
    const here = places.findIndex((place) => place.seq === at.seq);
    const next = places[here + (forward ? 1 : -1)];
    return next ? { lane: at.lane, seq: next.seq } : at;
}

/** To the lane above or below, as near in time as there is something. */
export function across(
    rows: readonly Row[],
    at: Standing,
    time: number,
    down: boolean,
    until?: number,
): Standing {
    const lanes = rows.flatMap((row) => (row.lane ? [row.lane] : []));
    let here = lanes.indexOf(at.lane);
    for (here += down ? 1 : -1; lanes[here]; here += down ? 1 : -1) {
        const found = nearest(lanes[here]!, time, until);
        if (found) return found;
    }
    return at;
}

export function nearest(lane: Lane, time: number, until?: number): Standing | undefined {
    let best: Place | undefined;
    for (const place of placesIn(lane, until))
        if (!best || Math.abs(place.at - time) < Math.abs(best.at - time)) best = place;
    return best && { lane, seq: best.seq };
}
