// Draws the part of a timeline that is in sight, and finds what lies under a pointer. Nothing else
// of the run is looked at, however long it is.
import { after } from "../model/log.ts";
import type { Attempt, Delivery, Lane, Mark } from "../model/run.ts";
import { shapeOf } from "../model/words.ts";
import { laneGroups } from "../model/words.ts";
import type { Band, Span } from "../store.ts";
import { drawEffect, drawEnd, drawMark, drawOutcome, colourOf } from "./glyphs.ts";
import type { Palette } from "./palette.ts";
import {
    deliveriesBetween,
    marksBetween,
    marksMiddle,
    rowsBetween,
    trackMiddle,
    type Row,
} from "./rows.ts";

export interface Scene {
    rows: readonly Row[];
    span: Span;
    bands: readonly Band[];
    scrollTop: number;
    width: number;
    height: number;
    labelWidth: number;
    colours: Palette;
    /** Later than this is faint, or not drawn at all; undefined: nothing is. */
    now: number | undefined;
    hidesFuture: boolean;
    /** The seq of what is selected: an attempt's start, or a mark. */
    selected: number | undefined;
    ticks: readonly number[];
}

type Context = CanvasRenderingContext2D;
const farthest = 10; // pixels from a pointer
const mostGlyphs = 600; // of one endpoint; beyond, its attempts are counted instead

export function xOf(scene: Pick<Scene, "span" | "width" | "labelWidth">, at: number): number {
    const { span, width, labelWidth } = scene;
    return labelWidth + ((at - span.from) / (span.to - span.from)) * (width - labelWidth);
}

/** The time that is drawn there. */
export function atX(scene: Pick<Scene, "span" | "width" | "labelWidth">, x: number): number {
    const { span, width, labelWidth } = scene;
    const share = (x - labelWidth) / Math.max(1, width - labelWidth);
    return Math.round(span.from + share * (span.to - span.from));
}

function alphaAt(scene: Scene, at: number): number {
    if (scene.now === undefined || at <= scene.now) return 1;
    return scene.hidesFuture ? 0 : 0.22;
}

export function draw(c: Context, scene: Scene): void {
    const { colours, width, height, scrollTop, labelWidth } = scene;
    c.clearRect(0, 0, width, height);
    c.save();
    c.translate(0, -scrollTop);
    c.save();
    c.beginPath();
    c.rect(labelWidth, scrollTop, width - labelWidth, height);
    c.clip();
    drawTicks(c, scene);
    const rows = rowsBetween(scene.rows, scrollTop, scrollTop + height);
    for (const row of rows) drawBands(c, scene, row);
    for (const row of rows) if (row.lane) drawLane(c, scene, row, row.lane);
    drawNow(c, scene);
    c.restore();
    for (const row of rows) drawLabel(c, scene, row);
    c.strokeStyle = colours.line;
    c.lineWidth = 1;
    line(c, labelWidth + 0.5, scrollTop, labelWidth + 0.5, scrollTop + height);
    c.restore();
}

function line(c: Context, x1: number, y1: number, x2: number, y2: number): void {
    c.beginPath();
    c.moveTo(x1, y1);
    c.lineTo(x2, y2);
    c.stroke();
}

function drawTicks(c: Context, scene: Scene): void {
    c.strokeStyle = scene.colours.line;
    c.lineWidth = 1;
    for (const at of scene.ticks) {
        const x = Math.round(xOf(scene, at)) + 0.5;
        line(c, x, scene.scrollTop, x, scene.scrollTop + scene.height);
    }
}

function drawNow(c: Context, scene: Scene): void {
    if (scene.now === undefined) return;
    const x = Math.round(xOf(scene, scene.now)) + 0.5;
    c.strokeStyle = scene.colours.accent;
    c.lineWidth = 1.5;
    line(c, x, scene.scrollTop, x, scene.scrollTop + scene.height);
}

function drawLabel(c: Context, scene: Scene, row: Row): void {
    const { colours, labelWidth, width } = scene;
    c.textBaseline = "middle";
    c.strokeStyle = colours.line;
    c.lineWidth = 1;
    if (!row.lane) {
        c.fillStyle = colours.raised;
        c.fillRect(0, row.top, width, row.height);
        c.fillStyle = colours.ink;
        c.font = "600 12px system-ui, sans-serif";
        c.fillText(`${laneGroups[row.group]}  ${row.count}`, 10, row.top + row.height / 2);
        return;
    }
    c.fillStyle = colours.ink;
    c.font = "12px ui-monospace, monospace";
    const text = fitted(c, laneName(row.lane), labelWidth - 18);
    c.fillText(
        text,
        10,
        row.lane.kind === "endpoint" ? row.top + row.height / 2 : marksMiddle(row) + 1,
    );
    line(c, 0, row.top + row.height - 0.5, width, row.top + row.height - 0.5);
}

// Of a bin its name matters, not where its server is.
function laneName({ id }: Lane): string {
    return id.replace(/^https?:\/\/[^/]+\/bin\/([^/]+)$/, "bin $1").replace(/^https?:\/\//, "");
}

function fitted(c: Context, text: string, width: number): string {
    if (c.measureText(text).width <= width) return text;
    let cut = text;
    while (cut.length > 1 && c.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
    return `${cut}…`;
}

// Outages are told of at their endpoint, and shade what is sent there.
function drawBands(c: Context, scene: Scene, row: Row): void {
    const { lane } = row;
    if (!lane) return;
    for (const band of scene.bands) {
        const isOwn = lane.kind === "endpoint" && lane.id === band.endpoint;
        const touches =
            isOwn || [...lane.endpoints].some((endpoint) => endpoint.id === band.endpoint);
        if (!touches || band.to <= scene.span.from || band.from >= scene.span.to) continue;
        const until =
            scene.hidesFuture && scene.now !== undefined ? Math.min(band.to, scene.now) : band.to;
        const from = Math.max(scene.labelWidth, xOf(scene, band.from));
        const to = Math.min(scene.width, xOf(scene, until));
        if (to <= from) continue;
        c.globalAlpha = isOwn ? 1 : 0.45;
        c.fillStyle = scene.colours.band;
        c.fillRect(from, row.top, to - from, row.height);
        c.globalAlpha = 1;
        if (isOwn) drawHatch(c, scene, row, band, from, to);
    }
}

function drawHatch(c: Context, scene: Scene, row: Row, band: Band, from: number, to: number): void {
    c.save();
    c.beginPath();
    c.rect(from, row.top, to - from, row.height - 1);
    c.clip();
    c.strokeStyle = scene.colours.bad;
    if (band.isEdit) drawEdges(c, row, from, to);
    c.globalAlpha = 0.35;
    c.lineWidth = 1;
    c.beginPath();
    for (let x = from - row.height; x < to; x += 8) {
        c.moveTo(x, row.top + row.height);
        c.lineTo(x + row.height, row.top);
    }
    c.stroke();
    c.globalAlpha = 1;
    c.fillStyle = scene.colours.bad;
    c.font = "11px system-ui, sans-serif";
    c.textBaseline = "top";
    const name = band.isEdit ? "edited outage" : "outage";
    const what = /^\d+$/.test(band.as) ? `answers ${band.as}` : band.as;
    const words = what ? `${name}: ${what}` : name;
    if (c.measureText(words).width < to - from - 8) c.fillText(words, from + 4, row.top + 3);
    c.restore();
}

function drawEdges(c: Context, row: Row, from: number, to: number): void {
    c.lineWidth = 2;
    c.setLineDash([5, 4]);
    c.strokeRect(from + 1, row.top + 1, to - from - 2, row.height - 3);
    c.setLineDash([]);
}

function drawLane(c: Context, scene: Scene, row: Row, lane: Lane): void {
    if (lane.kind === "endpoint") return drawEndpoint(c, scene, row, lane);
    const { from, to } = padded(scene);
    const marks = marksBetween(lane, from, to);
    marks.forEach((_, i) => drawLaneMark(c, scene, row, marks, i));
    c.globalAlpha = 1;
    for (const delivery of deliveriesBetween(lane, from, to)) drawDelivery(c, scene, row, delivery);
    c.globalAlpha = 1;
}

// Half a glyph of what is just outside is inside.
function padded(scene: Scene): Span {
    const pixel = (scene.span.to - scene.span.from) / Math.max(1, scene.width - scene.labelWidth);
    return { from: scene.span.from - 60 * pixel, to: scene.span.to + 12 * pixel };
}

// Its label is there if its neighbours leave room for it.
function drawLaneMark(c: Context, scene: Scene, row: Row, marks: Mark[], place: number): void {
    const mark = marks[place]!;
    const alpha = alphaAt(scene, mark.at);
    if (alpha === 0) return;
    c.globalAlpha = alpha;
    const x = xOf(scene, mark.at);
    const y = marksMiddle(row);
    drawMark(c, x, y, scene.colours);
    if (mark.seq === scene.selected) drawSelection(c, scene, x, y);
    c.font = "11px system-ui, sans-serif";
    const width = c.measureText(mark.label).width;
    const isBeyond = x + 7 + width > scene.width;
    const neighbour = marks[isBeyond ? place - 1 : place + 1];
    const isSeen = neighbour && alphaAt(scene, neighbour.at) > 0;
    if (isSeen && Math.abs(xOf(scene, neighbour.at) - x) < width + 14) return;
    c.fillStyle = scene.colours.ink;
    c.textBaseline = "middle";
    c.fillText(mark.label, isBeyond ? x - 7 - width : x + 7, y);
}

function drawDelivery(c: Context, scene: Scene, row: Row, delivery: Delivery): void {
    const y = trackMiddle(row, delivery.track);
    for (const attempt of delivery.attempts) drawGap(c, scene, attempt, y);
    for (const attempt of delivery.attempts) drawAttempt(c, scene, attempt, y);
    if (delivery.endedAt === undefined || delivery.outcome === "delivered") return;
    const alpha = alphaAt(scene, delivery.endedAt);
    if (alpha === 0) return;
    c.globalAlpha = alpha;
    const x = xOf(scene, delivery.endedAt);
    drawEnd(c, delivery.outcome === "discarded", x, y, scene.colours);
    c.fillStyle = scene.colours.ink;
    c.font = "11px system-ui, sans-serif";
    c.textBaseline = "middle";
    c.fillText(delivery.outcome, x + 18, y);
}

// The time an attempt takes, and the wait for the next one.
function drawGap(c: Context, scene: Scene, attempt: Attempt, y: number): void {
    const alpha = alphaAt(scene, attempt.startedAt);
    if (alpha === 0) return;
    const clip = scene.hidesFuture && scene.now !== undefined ? scene.now : Infinity;
    const started = xOf(scene, attempt.startedAt);
    const ended = xOf(scene, Math.min(attempt.endedAt ?? attempt.startedAt, clip));
    c.globalAlpha = alpha;
    if (ended - started > 2) {
        c.strokeStyle = colourOf(shapeOf(attempt), scene.colours);
        c.lineWidth = 3;
        line(c, started, y, ended, y);
    }
    if (attempt.retryAt === undefined) return;
    const due = xOf(scene, Math.min(attempt.retryAt, clip));
    const from = Math.max(drawWhy(c, scene, attempt, ended, due, y), scene.labelWidth - 8);
    if (due - from < 3) return;
    c.strokeStyle = scene.colours.wait;
    c.lineWidth = 1.5;
    c.setLineDash([2, 4]);
    line(c, from, y, Math.min(due, scene.width + 8), y);
    c.setLineDash([]);
}

// Why an attempt failed, if there is room for it. Gives where the wait may be drawn from.
function drawWhy(c: Context, scene: Scene, attempt: Attempt, x: number, due: number, y: number) {
    const words = (attempt.outcome ?? "").replace("http_", "");
    c.font = "11px system-ui, sans-serif";
    const width = c.measureText(words).width;
    if (due - x < width + 40) return x;
    c.fillStyle = scene.colours.ink;
    c.textBaseline = "middle";
    c.fillText(words, x + 12, y);
    return x + width + 17;
}

function drawAttempt(c: Context, scene: Scene, attempt: Attempt, y: number): void {
    const alpha = alphaAt(scene, attempt.startedAt);
    const x = xOf(scene, attempt.startedAt);
    if (alpha === 0 || x < scene.labelWidth - 10 || x > scene.width + 10) return;
    c.globalAlpha = alpha;
    const known =
        !scene.hidesFuture || scene.now === undefined || (attempt.endedAt ?? 0) <= scene.now;
    drawOutcome(c, known ? shapeOf(attempt) : "open", x, y, scene.colours);
    if (attempt.seq === scene.selected) drawSelection(c, scene, x, y);
    if (attempt.effect && alphaAt(scene, attempt.effect.at) === 1) {
        const apart = xOf(scene, attempt.effect.at);
        drawEffect(c, attempt.effect.applied, apart, y + 10.5, scene.colours);
    }
}

function drawSelection(c: Context, scene: Scene, x: number, y: number): void {
    c.strokeStyle = scene.colours.accent;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(x, y, 10, 0, 2 * Math.PI);
    c.stroke();
}

function drawEndpoint(c: Context, scene: Scene, row: Row, lane: Lane): void {
    const { from, to } = padded(scene);
    const first = after(lane.attempts, from - 1, (a) => a.startedAt);
    const last = after(lane.attempts, to, (a) => a.startedAt);
    if (last - first > mostGlyphs) return drawLoad(c, scene, row, lane, first, last);
    const y = row.top + row.height / 2 + 4;
    for (let i = first; i < last; ++i) {
        const attempt = lane.attempts[i]!;
        const alpha = alphaAt(scene, attempt.startedAt);
        if (alpha === 0) continue;
        c.globalAlpha = alpha;
        drawOutcome(c, shapeOf(attempt), xOf(scene, attempt.startedAt), y, scene.colours, 4);
    }
    c.globalAlpha = 1;
}

// Too many to tell apart: how many there are in each few pixels, those that failed on top.
function drawLoad(
    c: Context,
    scene: Scene,
    row: Row,
    lane: Lane,
    first: number,
    last: number,
): void {
    const bar = 3;
    const columns = new Map<number, { ok: number; bad: number; at: number }>();
    let most = 1;
    for (let i = first; i < last; ++i) {
        const attempt = lane.attempts[i]!;
        const key = Math.floor(xOf(scene, attempt.startedAt) / bar);
        const column = columns.get(key) ?? { ok: 0, bad: 0, at: attempt.startedAt };
        if (attempt.delivered) ++column.ok;
        else ++column.bad;
        columns.set(key, column);
        most = Math.max(most, column.ok + column.bad);
    }
    const unit = (row.height - 6) / most;
    for (const [key, { ok, bad, at }] of columns) {
        c.globalAlpha = alphaAt(scene, at);
        const bottom = row.top + row.height - 2;
        c.fillStyle = scene.colours.ok;
        c.fillRect(key * bar, bottom - ok * unit, bar - 0.5, ok * unit);
        c.fillStyle = scene.colours.bad;
        c.fillRect(key * bar, bottom - (ok + bad) * unit, bar - 0.5, bad * unit);
    }
    c.globalAlpha = 1;
}

/** The event under a pointer: the start of an attempt, or what a mark stands for. */
export function hit(scene: Scene, x: number, y: number): number | undefined {
    const height = y + scene.scrollTop;
    const row = rowsBetween(scene.rows, height, height + 1)[0];
    if (!row?.lane || x < scene.labelWidth) return undefined;
    const pixel = (scene.span.to - scene.span.from) / Math.max(1, scene.width - scene.labelWidth);
    const at = scene.span.from + (x - scene.labelWidth) * pixel;
    const near: { seq: number; distance: number }[] = [];
    const offer = (seq: number, instant: number, middle: number) => {
        if (alphaAt(scene, instant) === 0) return;
        const distance = Math.hypot(xOf(scene, instant) - x, middle - height);
        if (distance <= farthest) near.push({ seq, distance });
    };
    const from = at - farthest * pixel;
    const to = at + farthest * pixel;
    for (const mark of marksBetween(row.lane, from, to)) offer(mark.seq, mark.at, marksMiddle(row));
    for (const delivery of deliveriesBetween(row.lane, from, to))
        for (const a of delivery.attempts)
            offer(a.seq, a.startedAt, trackMiddle(row, delivery.track));
    const { attempts } = row.lane;
    const last = after(attempts, to, (a) => a.startedAt);
    for (let i = after(attempts, from, (a) => a.startedAt); i < last; ++i)
        offer(attempts[i]!.seq, attempts[i]!.startedAt, row.top + row.height / 2 + 4);
    near.sort((a, b) => a.distance - b.distance);
    return near[0]?.seq;
}
