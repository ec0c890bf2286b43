// What a server does with scenarios of their own, beside its world.
import type { Schema } from "../editor/schema.ts";
import type { PackedRun } from "../source/frozen_source.ts";
import type { Problem, Server } from "./server.ts";

/** A scenario that is part of the program. */
export interface Shipped {
    name: string;
    about: string;
    lesson_steps: number;
}

export interface Checked {
    errors: Problem[];
    /** Likely slips that are no errors, with their places. */
    hints: string[];
}

/** Where two runs part. */
export interface Parting {
    same: boolean;
    /** So many events were compared, and there are more. */
    compared?: number;
    /** The seq of the first event that differs, and its line in either; null: it had ended. */
    at?: number;
    first?: string | null;
    second?: string | null;
    /** What is said differently of the two before their first event. */
    headers: string[];
}

export class Scenarios {
    private known: Promise<Schema> | undefined;

    constructor(private readonly server: Server) {}

    async shipped(): Promise<Shipped[]> {
        const { scenarios } = await this.server.control<{ scenarios: Shipped[] }>(
            "GET",
            "scenarios",
        );
        return scenarios;
    }

    text(name: string): Promise<string> {
        return this.server.control<string>("GET", `scenarios/${encodeURIComponent(name)}`);
    }

    /** Nothing while the server cannot be reached. */
    async schema(): Promise<Schema | undefined> {
        this.known ??= this.server.control<Schema>("GET", "schema");
        return this.known.catch(() => (this.known = undefined));
    }

    check(text: string): Promise<Checked> {
        return this.server.control<Checked>("POST", "check", text);
    }

    /** Plays it to its end. Throws an ApiError, with what is wrong and where. */
    play(text: string, name: string): Promise<PackedRun> {
        return this.server.control<PackedRun>(
            "POST",
            `run?as=page&name=${encodeURIComponent(name)}`,
            text,
        );
    }

    /** Each is the first line of a journal; none: the world of the server. */
    diff(first: string | undefined, second: string | undefined): Promise<Parting> {
        return this.server.control<Parting>(
            "POST",
            "diff",
            `{"first":${first ?? "null"},"second":${second ?? "null"}}`,
        );
    }
}
