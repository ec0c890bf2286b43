// The clock of a page: it moves `now` through a run, at some speed, or from event to event.
import { effect, signal } from "@preact/signals";
import { DAY, HOUR, MINUTE, SECOND } from "./model/time.ts";
import type { Store } from "./store.ts";

/** Virtual time for one second of real time. */
export const speeds = [
    SECOND,
    10 * SECOND,
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    3 * DAY,
    7 * DAY,
];
const wantedSeconds = 15;
const secondsAStep = 0.7;

export class Player {
    readonly playing = signal(false);
    readonly speed = signal(HOUR);
    /** Where playing stops by itself; undefined: at the end. */
    readonly stopAt = signal<number | undefined>(undefined);
    private last = 0;
    private frame = 0;

    constructor(
        private readonly store: Store,
        private readonly still: () => boolean = () =>
            matchMedia("(prefers-reduced-motion: reduce)").matches,
    ) {
        effect(() => {
            if (this.playing.value) this.begin();
            else cancelAnimationFrame(this.frame);
        });
    }

    /** A speed that plays the whole run while one looks on. */
    chooseSpeed(): void {
        const { from, to } = this.store.whole.value;
        const wanted = (to - from) / wantedSeconds;
        this.speed.value = speeds.find((speed) => speed >= wanted) ?? speeds[speeds.length - 1]!;
    }

    toggle(): void {
        if (this.playing.value) this.pause();
        else this.play();
    }

    play(): void {
        const now = this.store.now.value;
        if (now === undefined || now >= this.end()) this.rewind();
        this.playing.value = true;
    }

    pause(): void {
        this.playing.value = false;
    }

    rewind(): void {
        this.moveTo(this.store.whole.value.from);
    }

    /** Shows all that is known, and follows what comes. */
    toEnd(): void {
        this.pause();
        this.store.now.value = undefined;
    }

    step(forward: boolean): void {
        this.pause();
        const now = this.store.now.value ?? this.end();
        const next = this.store.log.stepFrom(now, forward);
        if (next !== undefined) this.moveTo(next);
        else if (forward) this.toEnd();
        else this.rewind();
    }

    moveBy(length: number): void {
        this.moveTo((this.store.now.value ?? this.end()) + length);
    }

    moveTo(at: number): void {
        const { from, to } = this.store.whole.value;
        const now = Math.min(Math.max(at, from), to);
        this.store.now.value = now;
        this.follow(now);
    }

    faster(): void {
        this.speed.value = speeds.find((speed) => speed > this.speed.value) ?? this.speed.value;
    }

    slower(): void {
        this.speed.value =
            [...speeds].reverse().find((speed) => speed < this.speed.value) ?? this.speed.value;
    }

    private end(): number {
        return this.stopAt.value ?? this.store.whole.value.to;
    }

    // Keeps `now` in sight.
    private follow(now: number): void {
        const { from, to } = this.store.span.value;
        const length = to - from;
        if (now > to) this.store.span.value = { from: now - length * 0.2, to: now + length * 0.8 };
        else if (now < from)
            this.store.span.value = { from: now - length * 0.1, to: now + length * 0.9 };
    }

    private begin(): void {
        this.last = performance.now();
        cancelAnimationFrame(this.frame);
        this.frame = requestAnimationFrame((time) => this.tick(time));
    }

    private tick(time: number): void {
        if (!this.playing.peek()) return;
        const seconds = Math.max(0, time - this.last) / 1000;
        if (!this.still()) this.advance(seconds * this.speed.peek(), time);
        else if (seconds >= secondsAStep) this.jump(time);
        if (this.playing.peek()) this.frame = requestAnimationFrame((next) => this.tick(next));
    }

    private advance(length: number, time: number): void {
        this.last = time;
        this.arriveAt((this.store.now.peek() ?? this.end()) + length);
    }

    // Without motion: from event to event.
    private jump(time: number): void {
        this.last = time;
        this.arriveAt(this.store.log.stepFrom(this.store.now.peek() ?? 0, true) ?? this.end());
    }

    private arriveAt(at: number): void {
        const end = this.end();
        this.moveTo(Math.min(at, end));
        if (at >= end) this.pause();
    }
}
