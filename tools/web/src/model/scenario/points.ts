// Points in time as a scenario file writes them: durations and clock times count from its start,
// RFC 3339 stands for itself.
import { DAY, HOUR, MINUTE, parseInstant, SECOND } from "../time.ts";

const unitLengths: Record<string, number> = {
    d: DAY,
    h: HOUR,
    m: MINUTE,
    s: SECOND,
    ms: 1000,
    us: 1,
};

function amountsLength(text: string, units: Record<string, number>): number | undefined {
    let sum = 0;
    let rest = text;
    while (rest !== "") {
        const found = /^(\d+)(?:\.(\d+))?([a-zA-Z]+)/.exec(rest);
        const unit = found && units[found[3]!];
        if (!found || !unit) return undefined;
        sum += Number(found[1]) * unit;
        if (found[2]) sum += Math.round((Number(found[2]) * unit) / 10 ** found[2].length);
        rest = rest.slice(found[0].length);
    }
    return sum;
}

/** "1h30m", "250ms", "PT2H", "P1DT2H"; undefined when it is none. */
export function parseLength(text: string): number | undefined {
    if (!text.startsWith("P")) return text === "" ? undefined : amountsLength(text, unitLengths);
    const [, days = "", time = ""] = /^P([^T]*)(?:T(.*))?$/.exec(text) ?? [];
    if (days + time === "") return undefined;
    const ofDays = amountsLength(days, { W: 7 * DAY, D: DAY });
    const ofTime = amountsLength(time, { H: HOUR, M: MINUTE, S: SECOND });
    return ofDays === undefined || ofTime === undefined ? undefined : ofDays + ofTime;
}

/** A point in time; offsets count from `base`. Undefined when it is none. */
export function parsePoint(text: string, base: number): number | undefined {
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return instantOf(text);
    const clock = /^(\d+):(\d\d)(?::(\d\d))?$/.exec(text);
    if (clock)
        return (
            base +
            Number(clock[1]) * HOUR +
            Number(clock[2]) * MINUTE +
            Number(clock[3] ?? 0) * SECOND
        );
    const length = parseLength(text);
    return length === undefined ? undefined : base + length;
}

function instantOf(text: string): number | undefined {
    if (text.endsWith("Z")) return parseInstant(text);
    const [, time = "", zone = ""] = /^(.*?)([+-]\d\d:\d\d)$/.exec(text) ?? [];
    const ahead = parsePoint(zone.slice(1), 0);
    if (ahead === undefined) return undefined;
    return parseInstant(`${time}Z`) - (zone.startsWith("-") ? -ahead : ahead);
}

/** "1h30m", "250ms", "0s": exact, and read back by `parseLength`. */
export function writeLength(length: number): string {
    if (length === 0) return "0s";
    let text = "";
    let rest = length;
    for (const [name, size] of Object.entries(unitLengths)) {
        const count = Math.floor(rest / size);
        if (count > 0) text += `${count}${name}`;
        rest -= count * size;
    }
    return text;
}

/** RFC 3339 in UTC, as a journal has it. */
export function writeInstant(at: number): string {
    const seconds = Math.floor(at / SECOND);
    const micros = at - seconds * SECOND;
    const fraction = micros === 0 ? "" : `.${String(micros).padStart(6, "0").replace(/0+$/, "")}`;
    return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
