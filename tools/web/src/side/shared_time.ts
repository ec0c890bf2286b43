// Two timelines that show the same part of time, counted from where each of them begins.
import { effect, untracked, type Signal } from "@preact/signals";
import type { Span, Store } from "../store.ts";

const near = (a: number, b: number) => Math.abs(a - b) < 1;

function move(signal: Signal<Span>, { from, to }: Span, by: number): void {
    const old = signal.peek();
    if (!near(old.from, from + by) || !near(old.to, to + by))
        signal.value = { from: from + by, to: to + by };
}

/** Shows all of both, and keeps them together until the function that it gives is called. */
export function shareTime(first: Store, second: Store): () => void {
    const by = second.whole.peek().from - first.whole.peek().from;
    const [one, other] = [first.whole.peek(), second.whole.peek()];
    const to = Math.max(one.to, other.to - by);
    const room = (to - one.from) * 0.03;
    first.span.value = { from: one.from - room, to: to + room };
    const stops = [
        effect(() => {
            const span = first.span.value;
            untracked(() => move(second.span, span, by));
        }),
        effect(() => {
            const span = second.span.value;
            untracked(() => move(first.span, span, -by));
        }),
    ];
    return () => stops.forEach((stop) => stop());
}
