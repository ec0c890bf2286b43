// Every delivery in a table: the timeline for those who read rather than look.
import { useComputed, useSignal } from "@preact/signals";
import type { Attempt, Delivery } from "../model/run.ts";
import { lengthText, offsetText } from "../model/time.ts";
import { attemptText, shapeOf } from "../model/words.ts";
import { useApp } from "./app_context.ts";
import { Inspector } from "./inspector.tsx";
import { VirtualTable, type Column } from "./virtual_table.tsx";

const outcomes = ["delivered", "discarded", "cancelled", "pending"];
const signs: Record<string, string> = {
    ok: "✓",
    status: "✕",
    timeout: "⧗",
    unreached: "⊘",
    open: "○",
};

export function DeliveriesView() {
    const { store, live } = useApp();
    const outcome = useSignal("");
    const items = useComputed(() => {
        void store.version.value;
        return [...store.log.run.deliveries.values()].filter(
            (d) => !outcome.value || d.outcome === outcome.value,
        );
    });
    const { selection, log, start } = store;
    const columns: Column<Delivery>[] = [
        { name: "Delivery", width: "64px", cell: (d) => <span class="num">{d.number}</span> },
        {
            name: "Requested",
            width: "100px",
            cell: (d) => <span class="num">{offsetText(d.requestedAt - start)}</span>,
        },
        {
            name: "Subject",
            width: "minmax(90px, 1.2fr)",
            cell: (d) => `${d.subject}${d.tells ? ` ${d.tells}` : ""}`,
        },
        { name: "Event", width: "minmax(60px, 1fr)", cell: (d) => d.event },
        {
            name: "Attempts",
            width: "minmax(96px, 1fr)",
            cell: (d) => <Attempts attempts={d.attempts} />,
        },
        {
            name: "Outcome",
            width: "84px",
            cell: (d) => <span class={`fate ${d.outcome}`}>{d.outcome}</span>,
        },
        {
            name: "Took",
            width: "64px",
            cell: (d) => (d.endedAt === undefined ? "" : lengthText(d.endedAt - d.requestedAt)),
        },
    ];
    return (
        <div class="split">
            <div class="main">
                <div class="tools">
                    <label>
                        Outcome{" "}
                        <select
                            value={outcome.value}
                            onChange={(event) => (outcome.value = event.currentTarget.value)}
                        >
                            <option value="">all</option>
                            {outcomes.map((name) => (
                                <option key={name}>{name}</option>
                            ))}
                        </select>
                    </label>
                    <span class="faint" role="status">
                        {items.value.length.toLocaleString("en")} deliveries
                    </span>
                </div>
                <VirtualTable
                    label="Deliveries"
                    items={items.value}
                    columns={columns}
                    rowHeight={30}
                    keyOf={(d) => d.number}
                    chosen={log.run.deliveries.get(selection.value?.fields.delivery ?? 0)?.number}
                    onChoose={(d) => store.select(d.attempts[0]?.seq ?? d.seq)}
                    empty="There are none."
                    follows={live?.follows.value ?? false}
                />
            </div>
            <Inspector />
        </div>
    );
}

function Attempts({ attempts }: { attempts: Attempt[] }) {
    const { store } = useApp();
    return (
        <span class="attempts">
            {attempts.map((attempt) => (
                <button
                    type="button"
                    key={attempt.seq}
                    class={`dot ${shapeOf(attempt)}`}
                    tabIndex={-1}
                    aria-label={attemptText(attempt, store.start)}
                    title={attemptText(attempt, store.start)}
                    onClick={(event) => {
                        event.stopPropagation();
                        store.select(attempt.seq);
                    }}
                >
                    {signs[shapeOf(attempt)]}
                </button>
            ))}
        </span>
    );
}
