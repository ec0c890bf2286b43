// Where scenarios are written and played: the text, what the server says of it, and the runs that
// were made of it.
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { CodeEditor, Remark } from "../editor/code_editor.ts";
import type { Scenarios } from "../server/scenarios.ts";
import { ApiError, type Problem } from "../server/server.ts";
import { SideRun } from "./side_run.ts";

/** What is open: the text, a run by its number, or two of them side by side. */
export type Pane = "text" | "compare" | number;

/** How many runs a page holds, and how many events in all. */
export const mostRuns = 8;
const mostEvents = 400_000;
const pause = 250; // milliseconds without typing, then the text is checked

const keptDraft = "drydock-draft";
const keptName = "drydock-draft-name";

/** What one sees before anything was written. */
const beginning = `{
  "format": 1,
  "about": "A parcel is scanned while the shop is down.",
  "webhooks": [ { "event": "track", "url": "https://shop.test/hooks" } ],
  "endpoints": {
    "https://shop.test": { "outages": [ { "from": "0h", "until": "3h", "as": 503 } ] }
  },
  "timeline": [
    { "at": "0s", "ship": { "shipment": "se-1", "scans": [ { "at": "30m", "status": "IT" } ] } }
  ],
  "expect": [ { "deliveries": { "outcome": "discarded" }, "count": 0 } ]
}
`;

const placeOf = ({ line, column }: Problem) => ({ line: line ?? 0, column: column ?? 1 });

// A browser that keeps nothing, or not so much, does not stand in the way.
function keep(key: string, text: string): void {
    try {
        localStorage.setItem(key, text);
    } catch {
        // It is for this visit only.
    }
}

function kept(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

export class Workshop {
    readonly name = signal("scenario.json");
    readonly problems = signal<readonly Problem[]>([]);
    readonly hints = signal<readonly string[]>([]);
    /** Whether `problems` are those of the text as it is. */
    readonly checked = signal<"yes" | "not yet" | "unreachable">("not yet");
    readonly runs = signal<readonly SideRun[]>([]);
    readonly playing = signal(false);
    /** Why the last run could not be made, where that has no place in the text. */
    readonly refusal = signal("");
    readonly pane = signal<Pane>("text");
    readonly latest: ReadonlySignal<SideRun | undefined> = computed(
        () => this.runs.value[this.runs.value.length - 1],
    );
    /** All that there is to say about places of the text as it is. */
    readonly remarks: ReadonlySignal<readonly Remark[]> = computed(() => {
        const errors = this.problems.value.map((problem): Remark => {
            return { ...placeOf(problem), severity: "error", message: problem.message };
        });
        const run = this.latest.value;
        if (!run || run.text !== this.draft.value) return errors;
        const failed = run.failed
            .filter(({ line }) => line > 0)
            .map(({ line, column, message }): Remark => {
                return { line, column, severity: "warning", message };
            });
        return [...errors, ...failed];
    });

    /** Made when it is first seen, and kept: another look at it must not lose its history. */
    editor: CodeEditor | undefined;
    /** The lesson that is being taken. */
    readonly lesson = signal<SideRun | undefined>(undefined);

    private turn = 0; // counts the checks: an answer that is late says nothing
    private made = 0; // counts the runs

    constructor(
        readonly scenarios: Scenarios,
        readonly draft: Signal<string>,
    ) {
        this.draft.value ||= kept(keptDraft) ?? beginning;
        this.name.value = kept(keptName) ?? this.name.value;
        let timer: ReturnType<typeof setTimeout>;
        effect(() => {
            keep(keptDraft, this.draft.value);
            clearTimeout(timer);
            timer = setTimeout(() => void this.check(), pause);
            this.checked.value = "not yet";
            this.pane.value = "text"; // whoever put the text there wants to see it
        });
        effect(() => keep(keptName, this.name.value));
    }

    /** Plays the text as it is. What is wrong with it is told at its places. */
    async run(): Promise<SideRun | undefined> {
        if (this.playing.value) return undefined;
        const text = this.draft.value;
        this.playing.value = true;
        this.refusal.value = "";
        try {
            if ((await this.check()).length > 0) return undefined;
            return this.keep(await this.play(text, this.name.value));
        } catch (why) {
            this.refuse(why, text);
            return undefined;
        } finally {
            this.playing.value = false;
        }
    }

    /** Plays any text; the run is not kept here. */
    async play(text: string, name: string): Promise<SideRun> {
        const packed = await this.scenarios.play(text, name);
        return SideRun.open(++this.made, text, packed);
    }

    drop(run: SideRun): void {
        batch(() => {
            this.runs.value = this.runs.value.filter((each) => each !== run);
            if (this.pane.value === run.number) this.pane.value = "text";
        });
    }

    /** Puts another text in place of the draft. */
    open(name: string, text: string): void {
        batch(() => {
            this.name.value = name;
            this.draft.value = text;
            this.refusal.value = "";
            this.pane.value = "text";
        });
    }

    private keep(run: SideRun): SideRun {
        let kept = [...this.runs.value, run];
        const events = () => kept.reduce((sum, each) => sum + each.store.log.events.length, 0);
        while (kept.length > 1 && (kept.length > mostRuns || events() > mostEvents))
            kept = kept.slice(1);
        this.runs.value = kept;
        return run;
    }

    private refuse(why: unknown, text: string): void {
        const problems = why instanceof ApiError ? why.problems : [];
        if (problems.length > 0 && text === this.draft.value) this.problems.value = problems;
        else this.refusal.value = why instanceof Error ? why.message : String(why);
    }

    /** The errors of the text as it is now. */
    private async check(): Promise<readonly Problem[]> {
        const turn = ++this.turn;
        const text = this.draft.value;
        try {
            const { errors, hints } = await this.scenarios.check(text);
            if (turn === this.turn && text === this.draft.value)
                batch(() => {
                    this.problems.value = errors;
                    this.hints.value = hints;
                    this.checked.value = "yes";
                });
            return errors;
        } catch {
            if (turn === this.turn) this.checked.value = "unreachable";
            return [];
        }
    }
}
