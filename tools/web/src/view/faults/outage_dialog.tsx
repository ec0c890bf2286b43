// An outage, as a form: what was drawn onto the timeline is asked for its answer here, and whoever
// does not draw writes its times.
import { useSignal, type Signal } from "@preact/signals";
import { parsePoint, writeLength } from "../../model/scenario/points.ts";
import { offsetText } from "../../model/time.ts";
import type { Drawing } from "../../store.ts";
import { useApp, useFaults } from "../app_context.ts";
import { Dialog } from "../dialog.tsx";
import { AnswerSelect, answers, valueOf } from "./answers.tsx";

export function OutageDialog() {
    const { store } = useApp();
    const drawing = store.drawing.value;
    return drawing?.isOpen ? <OutageForm drawing={drawing} /> : null;
}

function OutageForm({ drawing }: { drawing: Drawing }) {
    const { store } = useApp();
    const faults = useFaults();
    const from = useSignal(offsetText(drawing.from - store.start));
    const until = useSignal(offsetText(drawing.until - store.start));
    const as = useSignal("503");
    const read = (text: string) => parsePoint(text.trim(), store.start);
    const begin = read(from.value);
    const end = until.value.trim() === "" ? Infinity : read(until.value);
    const wrong = problemWith(begin, end);

    const close = () => (store.drawing.value = undefined);
    // The band follows what is written.
    const show = () => {
        const [at, to] = [read(from.value), read(until.value)];
        if (at !== undefined && to !== undefined && at < to)
            store.drawing.value = { ...drawing, from: at, until: to };
    };
    const apply = async (event: Event) => {
        event.preventDefault();
        if (wrong || begin === undefined || end === undefined) return;
        const { endpoint } = store.drawing.value ?? drawing;
        const edit = { kind: "outage" as const, endpoint, from: begin, until: end };
        if (!(await faults.apply({ ...edit, as: valueOf(as.value) }))) return;
        store.showSpan(begin, end === Infinity ? begin : end);
        close();
    };
    return (
        <Dialog title="An outage" class="fault" onClose={close}>
            <form onSubmit={(event) => void apply(event)}>
                <label>
                    Endpoint
                    <EndpointSelect drawing={drawing} />
                </label>
                <div class="pair">
                    <TimeField name="From" text={from} onWritten={show} />
                    <TimeField name="Until" text={until} onWritten={show} empty="for ever" />
                </div>
                <label>
                    Whoever calls gets
                    <AnswerSelect
                        value={as.value}
                        choices={answers}
                        onChange={(v) => (as.value = v)}
                    />
                </label>
                <Where from={begin} until={end} />
                <p class="bad" role="alert">
                    {wrong || faults.problem.value}
                </p>
                <Acts onCancel={close} />
            </form>
        </Dialog>
    );
}

function Acts({ onCancel }: { onCancel: () => void }) {
    const faults = useFaults();
    return (
        <p class="actions">
            <button type="button" onClick={onCancel}>
                Cancel
            </button>
            <button type="submit" class="primary">
                {faults.isLive ? "Put in force" : "Edit the scenario"}
            </button>
        </p>
    );
}

interface TimeFieldProps {
    name: string;
    text: Signal<string>;
    onWritten: () => void;
    /** What it means when nothing is written. */
    empty?: string;
}

function TimeField({ name, text, onWritten, empty }: TimeFieldProps) {
    return (
        <label>
            {name}
            <input
                value={text.value}
                spellcheck={false}
                autocomplete="off"
                placeholder={empty}
                onInput={(event) => {
                    text.value = event.currentTarget.value;
                    onWritten();
                }}
            />
        </label>
    );
}

function problemWith(from: number | undefined, until: number | undefined): string {
    if (from === undefined || until === undefined)
        return "Expected a time such as 02:30, 2h30m or 2019-09-07T02:30:00Z.";
    return from < until ? "" : "Expected an end after the beginning.";
}

function EndpointSelect({ drawing }: { drawing: Drawing }) {
    const { store } = useApp();
    const faults = useFaults();
    const known = faults.endpoints.value;
    const all = known.includes(drawing.endpoint) ? known : [drawing.endpoint, ...known];
    return (
        <select
            value={drawing.endpoint}
            onChange={(event) =>
                (store.drawing.value = { ...drawing, endpoint: event.currentTarget.value })
            }
        >
            {all.map((endpoint) => (
                <option key={endpoint}>{endpoint}</option>
            ))}
        </select>
    );
}

/** Whether it goes into the world or into the file. */
function Where({ from, until }: { from: number | undefined; until: number | undefined }) {
    const { store } = useApp();
    const faults = useFaults();
    if (from === undefined || until === undefined) return null;
    const now = faults.isLive ? store.reached.value : Infinity;
    const length = until === Infinity ? "for ever" : `${writeLength(until - from)}`;
    if (!faults.isLive)
        return <p class="faint">It lasts {length}. The run is over: this edits its scenario.</p>;
    if (until <= now)
        return (
            <p class="faint">
                It lasts {length}, in the past. What has happened stays in the journal: this edits
                the scenario.
            </p>
        );
    return (
        <p class="faint">
            It lasts {length}; now is {offsetText(now - store.start)}.
            {from < now && " The part before now edits the scenario only."}
        </p>
    );
}
