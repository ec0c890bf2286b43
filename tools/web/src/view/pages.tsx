// The pages that every run has, whether it is over or goes on.
import { effect } from "@preact/signals";
import type { Store } from "../store.ts";
import { DeliveriesView } from "./deliveries.tsx";
import { Inspector } from "./inspector.tsx";
import { JournalView } from "./journal.tsx";
import type { Page } from "./page.ts";
import { Timeline } from "./timeline.tsx";

function TimelineView() {
    return (
        <div class="split">
            <div class="main">
                <Timeline />
            </div>
            <Inspector />
        </div>
    );
}

export const timelinePage = { id: "timeline", title: "Timeline", view: TimelineView };
export const deliveriesPage = { id: "deliveries", title: "Deliveries", view: DeliveriesView };
export const journalPage = { id: "journal", title: "Journal", view: JournalView };

/** What the address says after "#" is the page that is open, so that it can be linked to. */
export function followAddress(store: Store, pages: readonly Page[], otherwise: string): void {
    const read = () => pages.find(({ id }) => `#${id}` === location.hash)?.id;
    addEventListener("hashchange", () => (store.view.value = read() ?? store.view.value));
    store.view.value = read() ?? otherwise;
    effect(() => history.replaceState(null, "", `#${store.view.value}`));
}
