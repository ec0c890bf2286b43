// What was sent to an endpoint that is no bin: its attempts, and all about the one that is chosen.
import { offsetText } from "../../model/time.ts";
import type { Attempt } from "../../model/run.ts";
import { outcomeText, shapeOf } from "../../model/words.ts";
import { useApp } from "../app_context.ts";
import { Inspector } from "../inspector.tsx";
import { VirtualTable, type Column } from "../virtual_table.tsx";

export function EndpointAttempts({ url }: { url: string }) {
    const { store } = useApp();
    void store.version.value;
    const { run } = store.log;
    const attempts = [...(run.laneOf("endpoint", url)?.attempts ?? [])];
    const selected = store.selection.value;
    const columns: Column<Attempt>[] = [
        {
            name: "At",
            width: "96px",
            cell: (a) => <span class="num">{offsetText(a.startedAt - store.start)}</span>,
        },
        {
            name: "Subject",
            width: "minmax(90px, 1fr)",
            cell: ({ delivery }) => `${delivery.subject} ${delivery.tells}`,
        },
        { name: "Attempt", width: "72px", cell: (a) => <span class="num">{a.number}</span> },
        {
            name: "Answer",
            width: "minmax(110px, 1.4fr)",
            cell: (a) => <span class={`outcome ${shapeOf(a)}`}>{outcomeText(a.outcome)}</span>,
        },
    ];
    return (
        <div class="requests">
            <div class="list">
                <VirtualTable
                    label={`Attempts to ${url}`}
                    items={attempts}
                    columns={columns}
                    rowHeight={30}
                    keyOf={(a) => a.seq}
                    chosen={selected && run.attemptOf(selected.fields)?.seq}
                    onChoose={(a) => store.select(a.seq)}
                    empty="Nothing was sent there yet."
                />
            </div>
            <Inspector />
        </div>
    );
}
