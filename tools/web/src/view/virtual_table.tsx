// A table of any length: only the rows in sight are in the page. One row at a time is chosen, and
// the keys move the choice.
import { useEffect, useId, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
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
    /** Whether rows that come at the end are kept in sight, if the end was in sight before. */
    follows?: boolean;
}

const beyond = 8; // rows above and below what is seen
export const mostPrinted = 500;

/** Keeps the end of a box in sight while what is in it grows; a height of 0 is not followed. */
function useFollowing(box: { current: HTMLDivElement | null }, height: number, row: number): void {
    const before = useRef(height);
    useEffect(() => {
        const seen = box.current;
        const was = before.current;
        before.current = height;
        if (!seen || height <= was) return;
        if (seen.scrollTop + seen.clientHeight >= was - row) seen.scrollTop = height;
    }, [height]);
}

export function VirtualTable<T>(props: TableProps<T>) {
    const { items, columns, rowHeight, keyOf, chosen } = props;
    const box = useRef<HTMLDivElement>(null);
    const top = useSignal(0);
    const height = useSignal(600);
    const id = useId();
    const place = items.findIndex((item) => keyOf(item) === chosen);

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
    }, [chosen, items]);

    useFollowing(box, props.follows ? items.length * rowHeight : 0, rowHeight);

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
        props.onChoose(items[next]!);
    };

    const first = printing.value ? 0 : Math.max(0, Math.floor(top.value / rowHeight) - beyond);
    const last = printing.value
        ? Math.min(items.length, mostPrinted)
        : Math.min(items.length, Math.ceil((top.value + height.value) / rowHeight) + beyond);
    const template = { gridTemplateColumns: columns.map((c) => c.width).join(" ") };
    return (
        <div
            class="vtable"
            role="grid"
            aria-label={props.label}
            aria-rowcount={items.length + 1}
            tabIndex={0}
            onKeyDown={onKeyDown}
            aria-activedescendant={place >= first && place < last ? `${id}-${chosen}` : undefined}
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
                onScroll={(event) => (top.value = event.currentTarget.scrollTop)}
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
                            onClick={() => props.onChoose(item)}
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
    );
}
