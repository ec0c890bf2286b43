// The text of a scenario, with what the server says of it beside, and what came of it below.
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CodeEditor } from "../../editor/code_editor.ts";
import type { Place } from "../../editor/places.ts";
import type { Shipped } from "../../server/scenarios.ts";
import type { Workshop } from "../../side/workshop.ts";
import { download } from "../download.ts";
import { Timeline } from "../timeline.tsx";
import { Findings } from "./findings.tsx";
import { RunContext } from "./run_frame.tsx";

export function TextPane({ workshop }: { workshop: Workshop }) {
    const editor = useSignal<CodeEditor | undefined>(undefined);
    const run = workshop.latest.value;
    const goTo = (place: Place) => editor.value?.goTo(place);
    return (
        <div class={`text-pane ${run ? "with-run" : ""}`}>
            <Tools workshop={workshop} />
            <Editor workshop={workshop} onMade={(made) => (editor.value = made)} />
            <Findings workshop={workshop} goTo={goTo} />
            {run && (
                <RunContext run={run} keys key={run.number}>
                    <section class="last-run" aria-label={`${run.title}, in time`}>
                        <Timeline />
                    </section>
                </RunContext>
            )}
        </div>
    );
}

interface EditorProps {
    workshop: Workshop;
    onMade: (editor: CodeEditor | undefined) => void;
}

function Editor({ workshop, onMade }: EditorProps) {
    const box = useRef<HTMLDivElement>(null);
    const { draft, remarks, scenarios } = workshop;
    const made = useSignal<CodeEditor | undefined>(undefined);
    useEffect(() => {
        const editor = (workshop.editor ??= new CodeEditor({
            text: draft.peek(),
            onChange: (text) => (draft.value = text),
            onRun: () => void workshop.run(),
            schema: () => scenarios.schema(),
        }));
        editor.showIn(box.current!);
        made.value = editor;
        onMade(editor);
        return () => {
            onMade(undefined);
            editor.hide();
        };
    }, []);
    // Also when another part of the page puts its own text there.
    useEffect(() => made.value?.replace(draft.value), [draft.value, made.value]);
    useEffect(() => made.value?.remark(remarks.value), [remarks.value, made.value]);
    return <div class="code" ref={box} />;
}

function Tools({ workshop }: { workshop: Workshop }) {
    const { name, playing } = workshop;
    return (
        <div class="tools" role="toolbar" aria-label="Scenario">
            <ShippedChoice workshop={workshop} />
            <FileChoice workshop={workshop} />
            <label>
                Name{" "}
                <input
                    size={22}
                    spellcheck={false}
                    value={name.value}
                    onInput={(event) => (name.value = event.currentTarget.value)}
                />
            </label>
            <button type="button" onClick={() => save(name.value, workshop.draft.value)}>
                Save
            </button>
            <span class="stretch" />
            <button
                type="button"
                class="primary"
                disabled={playing.value}
                title="Run it (Ctrl+Enter)"
                onClick={() => void workshop.run()}
            >
                {playing.value ? "Running…" : "Run"}
            </button>
        </div>
    );
}

function ShippedChoice({ workshop }: { workshop: Workshop }) {
    const all = useSignal<readonly Shipped[]>([]);
    useEffect(() => {
        void workshop.scenarios
            .shipped()
            .then((found) => (all.value = found))
            .catch(() => undefined);
    }, []);
    const open = async (name: string) => {
        try {
            workshop.open(`@${name}`, await workshop.scenarios.text(name));
        } catch (why) {
            workshop.refusal.value = why instanceof Error ? why.message : String(why);
        }
    };
    return (
        <select
            class="shipped"
            aria-label="Open a shipped scenario"
            value=""
            onChange={(event) => {
                const chosen = event.currentTarget.value;
                event.currentTarget.value = "";
                if (chosen) void open(chosen);
            }}
        >
            <option value="">Open a shipped scenario…</option>
            {all.value.map(({ name, about }) => (
                <option key={name} value={name} title={about}>
                    {name}
                </option>
            ))}
        </select>
    );
}

function FileChoice({ workshop }: { workshop: Workshop }) {
    const input = useRef<HTMLInputElement>(null);
    return (
        <>
            <button type="button" onClick={() => input.current!.click()}>
                Open a file…
            </button>
            <input
                ref={input}
                type="file"
                hidden
                accept=".json,.jsonc,application/json"
                aria-label="A scenario file"
                onChange={(event) => {
                    const box = event.currentTarget;
                    const file = box.files?.[0];
                    if (file) void file.text().then((text) => workshop.open(file.name, text));
                    box.value = "";
                }}
            />
        </>
    );
}

function save(name: string, text: string): void {
    const plain = name.replace(/^@/, "").split("/").pop() || "scenario.json";
    download(plain.endsWith(".json") ? plain : `${plain}.json`, text);
}
