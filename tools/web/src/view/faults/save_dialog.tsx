// The run as a scenario file: what stands in it, and where it goes.
import { useComputed } from "@preact/signals";
import { editText } from "../../model/scenario/edit_words.ts";
import { useApp, useFaults } from "../app_context.ts";
import { CopyButton } from "../copy.tsx";
import { Dialog } from "../dialog.tsx";
import { download } from "../download.ts";

export function SaveDialog() {
    const faults = useFaults();
    return faults.isSaving.value ? <SaveForm /> : null;
}

const liveWords =
    "What came into this world, what stood in front of its endpoints, and what they answered: " +
    "a run of the file goes the same way.";
const overWords =
    "The scenario of this run, with your edits. " +
    "The page replays and cannot run it again; this does:";

function SaveForm() {
    const { store, pages } = useApp();
    const faults = useFaults();
    const saved = useComputed(() => faults.saved()); // as it was when it was asked for
    const close = () => (faults.isSaving.value = false);
    const file = saved.value;
    if (!file)
        return (
            <Dialog title="Save as a scenario" class="fault" onClose={close}>
                <p>This journal does not say what scenario it is of: it cannot be saved as one.</p>
                <CloseButton />
            </Dialog>
        );
    const hasEditor = pages.some(({ id }) => id === "scenario");
    const openInEditor = () => {
        store.draft.value = file.text;
        close();
        store.open("scenario");
    };
    const command = `drydock run ${file.name}`;
    return (
        <Dialog title="Save as a scenario" class="fault wide" onClose={close}>
            <p>{faults.isLive ? liveWords : overWords}</p>
            <Edits />
            {file.notes.map((note) => (
                <p class="faint" key={note}>
                    {note}
                </p>
            ))}
            <Expecting />
            <div class="repeat">
                <code>{command}</code>
                <CopyButton text={command} name="Copy the command" />
            </div>
            <pre tabIndex={0} aria-label="The file">
                {file.text}
            </pre>
            <p class="actions">
                <CloseButton />
                {hasEditor && (
                    <button type="button" onClick={openInEditor}>
                        Open in the editor
                    </button>
                )}
                <button
                    type="button"
                    class="primary"
                    autofocus
                    onClick={() => download(file.name, file.text)}
                >
                    Download {file.name}
                </button>
            </p>
        </Dialog>
    );
}

function Expecting() {
    const faults = useFaults();
    return faults.mayExpect ? (
        <label class="check">
            <input
                type="checkbox"
                checked={faults.expects.value}
                onChange={(event) => (faults.expects.value = event.currentTarget.checked)}
            />{" "}
            Expect that all goes as it went, up to now: a test for drydock test
        </label>
    ) : null;
}

const CloseButton = () => (
    <form method="dialog">
        <button type="submit">Close</button>
    </form>
);

function Edits() {
    const { store } = useApp();
    const faults = useFaults();
    const edits = store.edits.value;
    if (edits.length === 0)
        return faults.isLive ? null : <p class="faint">There are no edits yet.</p>;
    return (
        <ul class="edits" aria-label="Edits">
            {edits.map((edit, i) => (
                <li key={i}>
                    <span>{editText(edit, store.start)}</span>
                    <button type="button" onClick={() => faults.remove(edit)}>
                        Remove
                    </button>
                </li>
            ))}
        </ul>
    );
}
