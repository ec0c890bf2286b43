// The journal: every event, filtered, with its details beside it.
import { useComputed } from "@preact/signals";
import type { JournalEvent } from "../model/event.ts";
import { noFilter } from "../model/filter.ts";
import { offsetText } from "../model/time.ts";
import { aboutText, eventText } from "../model/words.ts";
import { useApp } from "./app_context.ts";
import { Inspector } from "./inspector.tsx";
import { VirtualTable, type Column } from "./virtual_table.tsx";

const groups = [
    "webhook_",
    "shipment_",
    "batch_",
    "order_source_",
    "delivery_",
    "attempt_",
    "effect_",
    "request_",
];

function toneOf(event: JournalEvent): string {
    if (event.type === "attempt_failed" || event.type === "delivery_discarded") return "bad";
    if (event.type === "delivery_succeeded") return "ok";
    return event.type.startsWith("effect_") ? "effect" : "";
}

export function JournalView() {
    const { store, live } = useApp();
    const { log, start } = store;
    void store.version.value; // the events of a log that grows are always the same list
    const columns: Column<JournalEvent>[] = [
        { name: "Event", width: "56px", cell: (e) => <span class="num">{e.seq}</span> },
        {
            name: "Offset",
            width: "100px",
            cell: (e) => <span class="num">{offsetText(e.at - start)}</span>,
        },
        { name: "About", width: "minmax(80px, 1fr)", cell: (e) => aboutText(e, log) },
        { name: "Type", width: "minmax(150px, 1fr)", cell: (e) => <code>{e.type}</code> },
        { name: "What happened", width: "minmax(190px, 2.4fr)", cell: (e) => eventText(e, start) },
    ];
    return (
        <div class="split">
            <div class="main">
                <Filters />
                <VirtualTable
                    label="Journal"
                    items={store.filtered.value}
                    of={store.filter.value}
                    follows={live?.follows.value ?? false}
                    columns={columns}
                    rowHeight={26}
                    keyOf={(e) => e.seq}
                    chosen={store.selected.value}
                    onChoose={(e) => store.select(e.seq)}
                    classOf={toneOf}
                    empty="No event is like that."
                />
            </div>
            <Inspector />
        </div>
    );
}

function Filters() {
    const { store } = useApp();
    const { filter } = store;
    const types = useComputed(() => {
        void store.version.value;
        return [...store.log.types].sort();
    });
    const set = (change: Partial<typeof filter.value>) =>
        (filter.value = { ...filter.value, ...change });
    const shown = store.filtered.value.length;
    return (
        <form
            class="tools"
            role="search"
            aria-label="Filter the journal"
            onSubmit={(event) => event.preventDefault()}
        >
            <label>
                Type{" "}
                <select
                    value={filter.value.type}
                    onChange={(event) => set({ type: event.currentTarget.value })}
                >
                    <option value="">all</option>
                    {groups
                        .filter((group) => types.value.some((type) => type.startsWith(group)))
                        .map((group) => (
                            <option key={group} value={group}>
                                {group}*
                            </option>
                        ))}
                    {types.value.map((type) => (
                        <option key={type} value={type}>
                            {type}
                        </option>
                    ))}
                </select>
            </label>
            <label>
                Entity{" "}
                <input
                    type="search"
                    size={14}
                    placeholder="se-1, 5515, #3"
                    value={filter.value.entity}
                    onInput={(event) => set({ entity: event.currentTarget.value })}
                />
            </label>
            <label>
                Text{" "}
                <input
                    id="journal-text"
                    type="search"
                    size={18}
                    placeholder="anywhere in the line"
                    value={filter.value.text}
                    onInput={(event) => set({ text: event.currentTarget.value })}
                />
            </label>
            <button type="button" onClick={() => (filter.value = noFilter)}>
                Clear
            </button>
            <span class="faint" role="status">
                {shown.toLocaleString("en")} of {store.log.events.length.toLocaleString("en")}{" "}
                events
            </span>
        </form>
    );
}
