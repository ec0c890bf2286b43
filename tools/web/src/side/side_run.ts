// A run that was made here: apart from the world, with a store and a clock of its own.
import { Player } from "../player.ts";
import { PackedSource, type PackedRun } from "../source/frozen_source.ts";
import type { Expectation } from "../source/run_source.ts";
import { Store } from "../store.ts";

export class SideRun {
    readonly store: Store;
    readonly player: Player;
    private readonly source: PackedSource;

    private constructor(
        readonly number: number,
        /** The text that was played. */
        readonly text: string,
        packed: PackedRun,
    ) {
        this.source = new PackedSource(packed);
        this.store = new Store(this.source);
        this.player = new Player(this.store);
    }

    /** Unpacks what a server answered. */
    static async open(number: number, text: string, packed: PackedRun): Promise<SideRun> {
        const run = new SideRun(number, text, packed);
        await run.store.load();
        run.player.chooseSpeed();
        return run;
    }

    /** The first line of its journal: with it the server can play it again. */
    get header(): string {
        return this.source.header;
    }

    get failed(): Expectation[] {
        return this.store.run?.expectations.filter(({ passed }) => !passed) ?? [];
    }

    /** Why it was ended before its end, or nothing. */
    get failure(): string {
        return this.store.run?.failure ?? "";
    }

    get title(): string {
        return `Run ${this.number}`;
    }
}
