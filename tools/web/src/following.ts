// A fold that keeps up with the store's log: whoever reads its value follows the log too.
import type { JournalEvent } from "./model/event.ts";
import type { EventLog } from "./model/log.ts";

export interface Fold {
    apply(event: JournalEvent): void;
}

/** What a fold follows. */
interface Log {
    readonly log: EventLog;
    readonly version: { readonly value: number };
}

export class Following<T extends Fold> {
    private of: EventLog | undefined;
    private fold: T | undefined;
    private done = 0;

    constructor(
        private readonly store: Log,
        private readonly make: () => T,
    ) {}

    get value(): T {
        void this.store.version.value;
        const { log } = this.store;
        if (this.of !== log || !this.fold) {
            this.of = log;
            this.fold = this.make();
            this.done = 0;
        }
        while (this.done < log.events.length) this.fold.apply(log.events[this.done++]!);
        return this.fold;
    }
}
