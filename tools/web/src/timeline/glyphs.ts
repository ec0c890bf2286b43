// The shapes of a timeline. Each outcome has a shape of its own: colour only helps.
import type { OutcomeShape } from "../model/words.ts";
import type { Palette } from "./palette.ts";

type Context = CanvasRenderingContext2D;

export function colourOf(shape: OutcomeShape, colours: Palette): string {
    const of: Record<OutcomeShape, string> = {
        ok: colours.ok,
        status: colours.bad,
        timeout: colours.warn,
        unreached: colours.bad,
        open: colours.wait,
    };
    return of[shape];
}

// What is below shines through nothing.
function clear(c: Context, x: number, y: number, r: number, colours: Palette): void {
    c.save();
    c.fillStyle = colours.paper;
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.fill();
    c.restore();
}

/** A filled disc, a cross, an hourglass, a barred ring, an empty ring. */
export function drawOutcome(
    c: Context,
    shape: OutcomeShape,
    x: number,
    y: number,
    colours: Palette,
    r = 5.5,
): void {
    c.strokeStyle = c.fillStyle = colourOf(shape, colours);
    c.lineWidth = 2;
    c.beginPath();
    if (shape === "ok") {
        c.arc(x, y, r, 0, 2 * Math.PI);
        c.fill();
        c.strokeStyle = colours.paper;
        c.lineWidth = 1.6;
        c.beginPath();
        c.moveTo(x - r * 0.45, y);
        c.lineTo(x - r * 0.1, y + r * 0.38);
        c.lineTo(x + r * 0.5, y - r * 0.38);
        c.stroke();
        return;
    }
    if (shape !== "status") clear(c, x, y, r + 1, colours);
    c.beginPath();
    if (shape === "status") {
        const d = r * 0.85;
        c.moveTo(x - d, y - d);
        c.lineTo(x + d, y + d);
        c.moveTo(x + d, y - d);
        c.lineTo(x - d, y + d);
        c.lineWidth = 2.6;
        c.stroke();
    } else if (shape === "timeout") {
        const d = r * 0.8;
        c.moveTo(x - d, y - r);
        c.lineTo(x + d, y - r);
        c.lineTo(x - d, y + r);
        c.lineTo(x + d, y + r);
        c.closePath();
        c.lineWidth = 1.4;
        c.stroke();
        c.fill();
    } else {
        c.arc(x, y, r - 0.5, 0, 2 * Math.PI);
        if (shape === "unreached") {
            const d = r * 0.62;
            c.moveTo(x - d, y - d);
            c.lineTo(x + d, y + d);
        }
        c.stroke();
    }
}

/** What the receiver did: a filled drop, or an empty one when it skipped the payload. */
export function drawEffect(
    c: Context,
    applied: boolean,
    x: number,
    y: number,
    colours: Palette,
): void {
    c.beginPath();
    c.moveTo(x, y - 3.4);
    c.lineTo(x + 3.6, y + 2.6);
    c.lineTo(x - 3.6, y + 2.6);
    c.closePath();
    c.lineWidth = 1.3;
    c.strokeStyle = colours.effect;
    c.fillStyle = applied ? colours.effect : colours.paper;
    c.fill();
    c.stroke();
}

export function drawMark(c: Context, x: number, y: number, colours: Palette): void {
    c.fillStyle = colours.accent;
    c.beginPath();
    c.moveTo(x - 4, y - 4);
    c.lineTo(x + 4, y - 4);
    c.lineTo(x, y + 3.5);
    c.closePath();
    c.fill();
}

/** The end of a delivery that did not arrive: filled when its data was given up. */
export function drawEnd(
    c: Context,
    discarded: boolean,
    x: number,
    y: number,
    colours: Palette,
): void {
    c.lineWidth = 1.5;
    c.strokeStyle = colours.ink;
    c.fillStyle = discarded ? colours.ink : colours.paper;
    c.beginPath();
    c.rect(x + 9, y - 5, 4, 10);
    c.fill();
    c.stroke();
}
