// Drawing an outage onto a timeline: with Shift held, or with the tool that is chosen.
import { roundStep } from "../model/time.ts";
import type { Row } from "./rows.ts";

/** What lies under a pointer. */
export interface PointedAt {
    at: number;
    row: Row | undefined;
    /** How long a pixel is. */
    pixel: number;
    /** Where times are counted from: what is drawn is round from there. */
    start: number;
}

export interface DrawingParts {
    canvas: HTMLCanvasElement;
    place(event: MouseEvent): PointedAt;
    /** Whether the next gesture draws, without any key. */
    isChosen(): boolean;
    onDraw(endpoint: string, from: number, until: number): void;
    onEnd(isWhole: boolean): void;
}

const shortest = 4; // pixels; less is a click

/** Of a lane that is no endpoint: the one that it is sent to. */
function endpointOf(row: Row | undefined): string | undefined {
    const lane = row?.lane;
    if (!lane) return undefined;
    return lane.kind === "endpoint" ? lane.id : [...lane.endpoints][0]?.id;
}

/** Listens until the function that it gives is called. */
export function listenForBands({ canvas, place, isChosen, onDraw, onEnd }: DrawingParts) {
    let begun: { endpoint: string; at: number; x: number } | undefined;

    const down = (event: PointerEvent) => {
        if (event.button !== 0 || !(event.shiftKey || isChosen())) return;
        const pointed = place(event);
        const endpoint = endpointOf(pointed.row);
        if (!endpoint) return;
        begun = { endpoint, at: rounded(pointed), x: event.clientX };
        canvas.setPointerCapture(event.pointerId);
        event.preventDefault();
    };
    const move = (event: PointerEvent) => {
        if (!begun) return;
        const other = rounded(place(event));
        onDraw(begun.endpoint, Math.min(begun.at, other), Math.max(begun.at, other));
    };
    const up = (event: PointerEvent) => {
        if (!begun) return;
        onEnd(Math.abs(event.clientX - begun.x) >= shortest);
        begun = undefined;
    };
    const cancel = () => {
        if (begun) onEnd(false);
        begun = undefined;
    };
    const listeners = {
        pointerdown: down,
        pointermove: move,
        pointerup: up,
        pointercancel: cancel,
    };
    for (const [type, act] of Object.entries(listeners))
        canvas.addEventListener(type, act as EventListener);
    return () => {
        for (const [type, act] of Object.entries(listeners))
            canvas.removeEventListener(type, act as EventListener);
    };
}

function rounded({ at, pixel, start }: PointedAt): number {
    const step = roundStep(pixel * 3);
    return start + Math.round((at - start) / step) * step;
}
