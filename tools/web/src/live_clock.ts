// The clock of a server, and the past: at the end of what is known the server's clock is turned;
// before it, the run is played again in the page.
import { computed, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import { HOUR, parseInstant } from "./model/time.ts";
import { Player } from "./player.ts";
import type { LiveSource, ServerClock } from "./server/live_source.ts";
import { ApiError, type Server } from "./server/server.ts";
import type { Store } from "./store.ts";

/** How the clock of a server can go by itself: as it is told, and as people say it. */
export const paces: { mode: string; text: string }[] = [
    { mode: "1x", text: "real time" },
    { mode: "60x", text: "1 minute a second" },
    { mode: "600x", text: "10 minutes a second" },
    { mode: "3600x", text: "1 hour a second" },
    { mode: "21600x", text: "6 hours a second" },
    { mode: "86400x", text: "1 day a second" },
    { mode: "auto", text: "from event to event" },
];

const tick = 100; // milliseconds from one reading to the next
const calmTick = 1000; // the same without motion

export class LiveClock {
    readonly server = signal<ServerClock | undefined>(undefined);
    /** How it goes when it is let go. */
    readonly pace = signal("3600x");
    /** While the server is turning it. */
    readonly isTurning: ReadonlySignal<boolean> = computed(() => this.turns.value > 0);
    readonly problem = signal("");
    /** Whether what happens is kept in sight. */
    readonly follows = signal(true);
    /** The past is looked at: nothing is lost, and the server goes on. */
    readonly isPast: ReadonlySignal<boolean> = computed(() => this.store.now.value !== undefined);
    readonly isRunning: ReadonlySignal<boolean> = computed(
        () => (this.server.value?.mode ?? "manual") !== "manual",
    );
    /** Plays the past. */
    readonly past: Player;
    private ticking: ReturnType<typeof setInterval> | undefined;
    private heardAt = 0;
    private readonly turns = signal(0);
    private turned: Promise<void> = Promise.resolve();

    constructor(
        readonly store: Store,
        private readonly api: Server,
        source: LiveSource,
    ) {
        this.past = new Player(store);
        effect(() => this.atEnd());
        effect(() => {
            const given = source.clock.value;
            untracked(() => this.take(given));
        });
        effect(() => this.keepInSight());
        effect(() => {
            // What a server that was away could not do is no problem of the one that is back.
            if (store.state.value === "following") this.problem.value = "";
        });
    }

    /** Whether time is moving, here or there. */
    get isPlaying(): boolean {
        return this.isPast.value ? this.past.playing.value : this.isRunning.value;
    }

    toggle(): void {
        if (this.isPast.value) this.past.toggle();
        else if (this.isRunning.value) this.setMode("manual");
        else this.setMode(this.pace.value);
    }

    step(forward: boolean): void {
        if (this.isPast.value || !forward) this.past.step(forward);
        else this.advance({ until: "next" });
    }

    twoHours(): void {
        if (this.isPast.value) this.past.moveBy(2 * HOUR);
        else this.advance({ by: "2h" });
    }

    toIdle(): void {
        this.toLive();
        this.advance({ until: "idle" });
    }

    toLive(): void {
        this.past.toEnd();
    }

    rewind(): void {
        this.past.rewind();
    }

    setPace(mode: string): void {
        this.pace.value = mode;
        if (this.isRunning.value) this.setMode(mode);
    }

    faster(by: 1 | -1): void {
        if (this.isPast.value) return by > 0 ? this.past.faster() : this.past.slower();
        const at = paces.findIndex(({ mode }) => mode === this.pace.value) + by;
        const next = paces[at];
        if (next) this.setPace(next.mode);
    }

    // What the server said last, and the time since if it goes on by itself.
    private read(): void {
        const given = this.server.value;
        if (!given) return;
        const pace = Number(/^(\d+)x$/.exec(given.mode)?.[1] ?? 0);
        const now = parseInstant(given.now);
        const next = given.next === null ? Infinity : parseInstant(given.next);
        const gone = given.in_flight > 0 ? 0 : (performance.now() - this.heardAt) * 1000 * pace;
        this.store.reached.value = Math.max(now, Math.min(now + Math.round(gone), next));
    }

    private take(given: ServerClock | undefined): void {
        this.heardAt = performance.now();
        this.server.value = given;
        this.read();
        clearInterval(this.ticking);
        if (!given || given.mode === "manual") return;
        this.pace.value = given.mode;
        const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
        this.ticking = setInterval(() => this.read(), isCalm ? calmTick : tick);
    }

    private setMode(mode: string): void {
        void this.ask(async () => this.take(await this.api.control("PUT", "clock", { mode })));
    }

    // One after the other: who asks again while it is turned means it once more.
    private advance(goal: { by: string } | { until: string }): void {
        ++this.turns.value;
        this.turned = this.turned
            .then(() =>
                this.ask(async () => {
                    await this.api.control("POST", "clock/advance", goal);
                }),
            )
            .finally(() => --this.turns.value);
    }

    private async ask(act: () => Promise<void>): Promise<void> {
        this.problem.value = "";
        try {
            await act();
        } catch (why) {
            if (!(why instanceof ApiError)) throw why;
            this.problem.value = why.message;
        }
    }

    // The end of the past is the present.
    private atEnd(): void {
        const now = this.store.now.value;
        if (now !== undefined && now >= this.store.whole.value.to) this.toLive();
    }

    private keepInSight(): void {
        const head = this.store.whole.value.to;
        const { from, to } = this.store.span.peek();
        if (!this.follows.value || this.isPast.peek() || head <= to) return;
        const length = to - from;
        if (from <= this.store.start) this.store.showAll();
        else this.store.span.value = { from: head - length * 0.9, to: head + length * 0.1 };
    }
}
