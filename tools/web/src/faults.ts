// What the user changes in front of endpoints. What still lies ahead of a world that goes on is put
// in force there; all else is an edit of its scenario, for what has happened stays in the journal.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { Following } from "./following.ts";
import { Bins } from "./model/captures.ts";
import { editText } from "./model/scenario/edit_words.ts";
import { editFront, type Edit, type OutageEdit } from "./model/scenario/edits.ts";
import { parseExact } from "./model/scenario/exact.ts";
import { noFront, type Front, type JsonObject } from "./model/scenario/fronts.ts";
import { orderFor, orderOf, type Order } from "./model/scenario/orders.ts";
import { printScenario } from "./model/scenario/print.ts";
import { scenarioOf } from "./model/scenario/scenario_of.ts";
import { HOUR, parseInstant } from "./model/time.ts";
import { ApiError, type Server } from "./server/server.ts";
import { worldOf } from "./source/run_source.ts";
import type { Store } from "./store.ts";

export interface SavedFile {
    name: string;
    text: string;
    notes: string[];
}

export class Faults {
    /** The file is being looked at before it is saved. */
    readonly isSaving = signal(false);
    /** The file shall expect that all goes as it went. */
    readonly expects = signal(false);
    readonly problem = signal("");
    /** What was done last, for those who listen. */
    readonly said = signal("");
    /** The URL of the endpoint that is looked at. */
    readonly chosen = signal<string | undefined>(undefined);
    readonly bins: Following<Bins>;

    constructor(
        readonly store: Store,
        private readonly server?: Server,
    ) {
        this.bins = new Following(store, () => new Bins());
    }

    get isLive(): boolean {
        return this.server !== undefined;
    }

    /** Endpoints that can be given faults: those that are known, then those that were sent to. */
    readonly endpoints: ReadonlySignal<string[]> = computed(() => {
        void this.store.version.value;
        const known = [...this.store.fronts.value.current().keys()];
        const lanes = this.store.log.run.lanes.filter(({ kind }) => kind === "endpoint");
        return [...new Set([...known, ...lanes.map(({ id }) => id)])];
    });

    /** What is in force before an endpoint, with the edits of it. */
    frontOf(endpoint: string): Front {
        return this.store.edits.value
            .filter((edit) => edit.endpoint === endpoint)
            .reduce(editFront, this.store.fronts.value.current().get(endpoint) ?? noFront);
    }

    /** Begins to draw an outage, where the clock stands unless it is told. */
    draw(endpoint = this.endpointInSight()): void {
        if (endpoint === undefined) return;
        const from =
            this.store.now.value ?? (this.isLive ? this.store.reached.value : this.store.start);
        this.problem.value = "";
        this.store.drawing.value = { endpoint, from, until: from + 2 * HOUR, isOpen: true };
    }

    private endpointInSight(): string | undefined {
        const { selection, log } = this.store;
        const attempt = selection.value && log.run.attemptOf(selection.value.fields);
        return attempt ? log.run.endpointOf(attempt.url) : this.endpoints.value[0];
    }

    /** Puts an edit in force as far as it lies ahead. Whether it was taken. */
    async apply(edit: Edit): Promise<boolean> {
        if (!this.server) {
            this.change(edit);
            return true;
        }
        return this.attempt(async () => {
            const now = await this.now();
            const { ahead, behind } = split(edit, now);
            if (ahead) await this.send(orderFor(this.store.fronts.value, ahead, now));
            if (behind) this.change(behind);
            if (ahead) this.said.value = `In force: ${editText(edit, this.store.start)}`;
        });
    }

    /** Puts an edit among those of the scenario. */
    change(edit: Edit): void {
        this.store.edits.value = [...this.store.edits.value, edit];
        this.said.value = `Edited in the scenario: ${editText(edit, this.store.start)}`;
    }

    /** Takes an edit of the scenario back. */
    remove(edit: Edit): void {
        this.store.edits.value = this.store.edits.value.filter((each) => each !== edit);
        this.said.value = "The edit is gone.";
    }

    /** Puts something else in front of an endpoint of a world that goes on. */
    async replace(endpoint: string, front: Front): Promise<boolean> {
        return this.attempt(async () => {
            const now = await this.now();
            await this.send(orderOf(this.store.fronts.value, endpoint, front, now));
            this.said.value = "It is in force.";
        });
    }

    /** The run as a scenario file; nothing when its beginning is not known. */
    saved(): SavedFile | undefined {
        const facts = this.store.facts.value;
        const world = worldOf(facts);
        if (!facts || !world?.scenario) return undefined;
        const beginning = {
            scenario: parseExact(world.scenario) as JsonObject,
            start: parseInstant(world.start),
            seed: world.seed,
            profile: world.profile,
            policy: world.policy as JsonObject,
            base_url: world.base_url,
        };
        const { edits, log, reached } = this.store;
        const upTo = this.mayExpect && this.expects.value ? reached.peek() : undefined;
        const made = scenarioOf(beginning, log.events, edits.value, upTo);
        const name = this.isLive ? "world.json" : `${fileName(facts.name)}-edited.json`;
        return { name, text: printScenario(made.document), notes: made.notes };
    }

    /** Makes a bin, or chooses the one that has the name. Whether there is one. */
    async makeBin(bin: string): Promise<boolean> {
        const { fronts } = this.store;
        const isKnown = this.bins.value.all.has(bin);
        const path = `bin/${encodeURIComponent(bin)}/rules`;
        const isThere =
            isKnown || (await this.attempt(() => this.send({ method: "PUT", path, body: {} })));
        if (isThere) this.chosen.value = fronts.value.binUrl(bin);
        return isThere;
    }

    /** An edit of the past asks for another course. */
    get mayExpect(): boolean {
        return this.isLive && this.store.edits.value.length === 0;
    }

    private async now(): Promise<number> {
        const { now } = await this.server!.control<{ now: string }>("GET", "clock");
        return parseInstant(now);
    }

    private async send({ method, path, body }: Order): Promise<void> {
        await this.server!.control(method, path, body);
    }

    private async attempt(act: () => Promise<void>): Promise<boolean> {
        this.problem.value = "";
        try {
            await act();
            return true;
        } catch (why) {
            if (!(why instanceof ApiError)) throw why;
            this.problem.value = why.message;
            return false;
        }
    }
}

/** The parts of an edit before and after now. */
function split(edit: Edit, now: number): { ahead?: Edit; behind?: Edit } {
    if (edit.kind !== "outage") return { ahead: edit };
    const behind: OutageEdit = { ...edit, until: Math.min(edit.until, now) };
    const ahead: OutageEdit = { ...edit, from: Math.max(edit.from, now) };
    return {
        ...(behind.from < behind.until ? { behind } : {}),
        ...(ahead.from < ahead.until ? { ahead } : {}),
    };
}

const fileName = (name: string) =>
    name
        .replace(/^.*[/@]/, "")
        .replace(/\.[a-z]+$/, "")
        .replace(/[^\w.-]+/g, "-") || "run";
