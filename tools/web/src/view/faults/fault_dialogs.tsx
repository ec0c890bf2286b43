// What asks for the rest of a fault, over whatever page is open; and what says what was done.
import { useFaults } from "../app_context.ts";
import { OutageDialog } from "./outage_dialog.tsx";
import { SaveDialog } from "./save_dialog.tsx";

export function FaultDialogs() {
    const faults = useFaults();
    return (
        <>
            <OutageDialog />
            <SaveDialog />
            <p class="unseen" aria-live="polite">
                {faults.said.value}
            </p>
        </>
    );
}
