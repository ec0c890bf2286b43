// Points in time are microseconds since 1970, exact in a number; lengths are microseconds.

export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let lastText = "";
let lastInstant = 0;

/** RFC 3339 in UTC with at most six fractional digits, as a journal writes it. */
export function parseInstant(text: string): number {
    if (text === lastText) return lastInstant; // many events share one instant
    const dot = text.indexOf(".", 19);
    let at: number;
    if (dot < 0) {
        at = Date.parse(text) * 1000;
    } else {
        const fraction = text.slice(dot + 1, -1);
        at = Date.parse(`${text.slice(0, dot)}Z`) * 1000 + Number(fraction.padEnd(6, "0"));
    }
    lastText = text;
    lastInstant = at;
    return at;
}

/** "2019-09-07 02:30:00" with as many fractional digits as there are. */
export function instantText(at: number): string {
    const whole = Math.floor(at / SECOND);
    const date = new Date(whole * 1000).toISOString();
    return `${date.slice(0, 10)} ${date.slice(11, 19)}${fractionText(at - whole * SECOND)}`;
}

function fractionText(micros: number): string {
    return micros === 0 ? "" : `.${String(micros).padStart(6, "0").replace(/0+$/, "")}`;
}

const two = (n: number) => String(n).padStart(2, "0");

/** "02:30:00", "26:00:00.25": how far from the start. */
export function offsetText(length: number): string {
    const sign = length < 0 ? "-" : "";
    const micros = Math.abs(Math.round(length));
    const seconds = Math.floor(micros / SECOND);
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const rest = fractionText(micros % SECOND);
    return `${sign}${two(hours)}:${two(minutes)}:${two(seconds % 60)}${rest}`;
}

const units: [number, string][] = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "m"],
    [SECOND, "s"],
    [1000, "ms"],
    [1, "µs"],
];

/** "2h", "4h 30m", "50ms": the two largest units that there are. */
export function lengthText(length: number): string {
    let rest = Math.abs(Math.round(length));
    if (rest === 0) return "0s";
    const words: string[] = [];
    for (const [size, name] of units) {
        const count = Math.floor(rest / size);
        if (count > 0) words.push(`${count}${name}`);
        else if (words.length > 0) break;
        rest -= count * size;
        if (words.length === 2) break;
    }
    return (length < 0 ? "-" : "") + words.join(" ");
}

const steps = [
    ...[1, 10, 100, 1000, 5000, 10_000, 50_000, 100_000, 500_000],
    ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
    ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
    ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
    ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * DAY),
];

/** The smallest round length that is not shorter. */
export function roundStep(wanted: number): number {
    return steps.find((step) => step >= wanted) ?? steps[steps.length - 1]!;
}

/** Round places between two offsets, about `count` of them. */
export function tickOffsets(from: number, to: number, count: number): number[] {
    const step = roundStep((to - from) / Math.max(1, count));
    const ticks: number[] = [];
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
    return ticks;
}

/** A tick's label: as short as the step between ticks allows. */
export function tickText(offset: number, step: number): string {
    if (step >= DAY) return `day ${Math.round(offset / DAY)}`;
    const text = offsetText(offset);
    if (step >= MINUTE) return text.slice(0, -3);
    return text;
}
