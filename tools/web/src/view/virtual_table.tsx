// A table of any length: only the rows in sight are in the page. One row at a time is chosen, and
// the keys move the choice.
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { printing } from "./printing.ts";

export interface Column<T> {
    name: string;
    /** A CSS width of the grid. */
    width: string;
    cell: (item: T) => ComponentChildren;
}

export interface TableProps<T> {
    label: string;
    items: readonly T[];
    columns: Column<T>[];
    rowHeight: number;
    keyOf: (item: T) => number;
    chosen: number | undefined;
    onChoose: (item: T) => void;
    classOf?: (item: T) => string;
    empty: string;
    /** What the items are of: when that is another, the chosen one is brought into sight. */
    of?: unknown;
    /** Whether one who looks at the end stays there while there are more and more. */
    follows?: boolean;
}

/** Stays at the end of a table that grows, until its reader looks elsewhere or chooses a row. */
function useEnd<T>(box: RefObject<HTMLDivElement | null>, props: TableProps<T>) {
    const { items, follows, chosen } = props;
    const left = useSignal<number | undefined>(undefined); // how many there were when one left
    const go = () => {
        left.value = undefined;
        box.current!.scrollTop = box.current!.scrollHeight;
    };
    useLayoutEffect(() => {
        if (follows && left.value === undefined) go();
    }, [items.length, follows]);
    return {
        isAway: follows === true && left.value !== undefined,
        fresh: items.length - (left.value ?? items.length),
        go,
        leave: () => (left.value ??= items.length),
        look: () => {
            const { scrollTop, clientHeight, scrollHeight } = box.current!;
            if (scrollTop + clientHeight < scrollHeight - 4) left.value ??= items.length;
            else if (chosen === undefined) left.value = undefined;
        },
    };
}

const beyond = 8; // rows above and below what is seen
export const mostPrinted = 500;

export function VirtualTable<T>(props: TableProps<T>) {
    const { items, columns, rowHeight, keyOf, chosen } = props;
    const box = useRef<HTMLDivElement>(null);
    const top = useSignal(0);
    const height = useSignal(600);
    const id = useId();
    const place = items.findIndex((item) => keyOf(item) === chosen);
    const end = useEnd(box, props);

    useEffect(() => {
        const watch = new ResizeObserver(() => (height.value = box.current?.clientHeight ?? 600));
        watch.observe(box.current!);
        return () => watch.disconnect();
    }, []);
    useEffect(() => {
        const seen = box.current;
        if (place < 0 || !seen) return;
        const y = place * rowHeight;
        if (y < seen.scrollTop || y + rowHeight > seen.scrollTop + seen.clientHeight)
            seen.scrollTop = y - seen.clientHeight / 3;
    }, [chosen, props.of, place >= 0]);

    const onKeyDown = (event: KeyboardEvent) => {
        const page = Math.max(1, Math.floor(height.value / rowHeight) - 1);
        const by: Record<string, number> = {
            ArrowDown: 1,
            ArrowUp: -1,
            PageDown: page,
            PageUp: -page,
            Home: -items.length,
            End: items.length,
        };
        const step = by[event.key];
        if (step === undefined || items.length === 0) return;
        event.preventDefault();
        const next = Math.min(items.length - 1, Math.max(0, place < 0 ? 0 : place + step));
        choose(items[next]!);
    };
    const choose = (item: T) => {
        end.leave();
        props.onChoose(item);
    };

    const first = printing.value ? 0 : Math.max(0, Math.floor(top.value / rowHeight) - beyond);
    const last = printing.value
        ? Math.min(items.length, mostPrinted)
        : Math.min(items.length, Math.ceil((top.value + height.value) / rowHeight) + beyond);
    const template = { gridTemplateColumns: columns.map((c) => c.width).join(" ") };
    return (
        <div class="vtable-frame">
            <div
                class="vtable"
                role="grid"
                aria-label={props.label}
                aria-rowcount={items.length + 1}
                tabIndex={0}
                onKeyDown={onKeyDown}
                aria-activedescendant={
                    place >= first && place < last ? `${id}-${chosen}` : undefined
                }
            >
                <div class="vhead" role="row" aria-rowindex={1} style={template}>
                    {columns.map((column) => (
                        <div role="columnheader" key={column.name}>
                            {column.name}
                        </div>
                    ))}
                </div>
                <div
                    class="vbody"
                    role="rowgroup"
                    tabIndex={items.length * rowHeight > height.value ? 0 : undefined}
                    ref={box}
                    onScroll={(event) => {
                        top.value = event.currentTarget.scrollTop;
                        end.look();
                    }}
                >
                    <div
                        role="presentation"
                        class="vspace"
                        style={{
                            height: `${items.length * rowHeight}px`,
                            paddingTop: `${first * rowHeight}px`,
                        }}
                    >
                        {items.slice(first, last).map((item, i) => (
                            <div
                                role="row"
                                key={keyOf(item)}
                                id={`${id}-${keyOf(item)}`}
                                class={`vrow ${props.classOf?.(item) ?? ""}`}
                                aria-rowindex={first + i + 2}
                                aria-selected={keyOf(item) === chosen}
                                style={{ ...template, height: `${rowHeight}px` }}
                                onClick={() => choose(item)}
                            >
                                {columns.map((column) => (
                                    <div role="gridcell" key={column.name}>
                                        {column.cell(item)}
                                    </div>
                                ))}
                            </div>
                        ))}
                    </div>
                    {items.length === 0 && <p class="faint nothing">{props.empty}</p>}
                </div>
                {printing.value && items.length > mostPrinted && (
                    <p>{items.length - mostPrinted} more are not printed.</p>
                )}
            </div>
            {end.isAway && (
                <button type="button" class="to-end" onClick={end.go}>
                    ↓ {end.fresh > 0 ? `${end.fresh.toLocaleString("en")} more` : "To the end"}
                </button>
            )}
        </div>
    );
}
