// All of the run in one strip: how many attempts there were, outages, and a brush that says which
// part the timeline shows.
import { brushX, type BrushBehavior, type D3BrushEvent } from "d3-brush";
import { scaleLinear } from "d3-scale";
import { select } from "d3-selection";
import { useLayoutEffect, useRef } from "preact/hooks";
import { effect, useComputed, useSignal } from "@preact/signals";
import { useApp } from "./app_context.ts";

const height = 38;
const bins = 240;

export function OverviewStrip() {
    const { store } = useApp();
    const svg = useRef<SVGSVGElement>(null);
    const width = useSignal(800);

    useLayoutEffect(() => {
        const measure = () => (width.value = svg.current?.clientWidth || 800);
        measure();
        const watch = new ResizeObserver(measure);
        watch.observe(svg.current!);
        return () => watch.disconnect();
    }, []);
    useLayoutEffect(() => {
        const group = select(svg.current!).select<SVGGElement>(".brush");
        return effect(() => {
            const { from, to } = store.whole.value;
            const scale = scaleLinear([from, to], [0, width.value]).clamp(true);
            const brush = brushX<unknown>()
                .extent([
                    [0, 0],
                    [width.value, height],
                ])
                .on("brush", (event: D3BrushEvent<unknown>) => {
                    if (!event.sourceEvent || !event.selection) return;
                    const [left, right] = event.selection as [number, number];
                    if (right - left < 1) return;
                    store.span.value = { from: scale.invert(left), to: scale.invert(right) };
                });
            group.call(brush);
            const stop = effect(() =>
                showSpan(group, brush, [scale(store.span.value.from), scale(store.span.value.to)]),
            );
            return stop;
        });
    }, []);

    const heights = useComputed(() => {
        void store.version.value;
        return density(store.log.run.deliveries.values(), store.whole.value);
    });
    const whole = store.whole.value;
    const x = (at: number) => ((at - whole.from) / (whole.to - whole.from)) * width.value;
    const now = store.now.value;
    return (
        <svg ref={svg} class="strip" height={height} aria-hidden="true">
            {store.bands.value.map((band, i) => {
                const left = Math.max(0, x(band.from));
                return (
                    <rect
                        key={i}
                        class="band"
                        x={left}
                        y={0}
                        height={height}
                        width={Math.max(
                            0,
                            Math.min(
                                width.value,
                                x(
                                    store.hidesFuture.value && now
                                        ? Math.min(now, band.to)
                                        : band.to,
                                ),
                            ) - left,
                        )}
                    />
                );
            })}
            {!store.hidesFuture.value && <Bars heights={heights.value} width={width.value} />}
            {now !== undefined && <line class="now" x1={x(now)} x2={x(now)} y1={0} y2={height} />}
            <g class="brush" />
        </svg>
    );
}

function Bars({ heights, width }: { heights: { ok: number; bad: number }[]; width: number }) {
    const most = Math.max(1, ...heights.map(({ ok, bad }) => ok + bad));
    const unit = (height - 8) / most;
    const bar = width / bins;
    const path = (of: (bin: { ok: number; bad: number }) => [number, number]) =>
        heights
            .map((bin, i) => {
                const [low, high] = of(bin);
                if (high === low) return "";
                const left = (i * bar).toFixed(1);
                const wide = Math.max(1.5, bar - 0.5).toFixed(1);
                const bottom = height - low * unit;
                return `M${left},${bottom}h${wide}v${-(high - low) * unit}h-${wide}z`;
            })
            .join("");
    return (
        <>
            <path class="ok" d={path(({ ok }) => [0, ok])} />
            <path class="bad" d={path(({ ok, bad }) => [ok, ok + bad])} />
        </>
    );
}

function density(
    deliveries: Iterable<{ attempts: { startedAt: number; delivered: boolean }[] }>,
    { from, to }: { from: number; to: number },
) {
    const all = Array.from({ length: bins }, () => ({ ok: 0, bad: 0 }));
    for (const delivery of deliveries)
        for (const attempt of delivery.attempts) {
            const place = Math.floor(((attempt.startedAt - from) / (to - from)) * bins);
            const bin = all[Math.min(bins - 1, Math.max(0, place))]!;
            if (attempt.delivered) ++bin.ok;
            else ++bin.bad;
        }
    return all;
}

function showSpan(
    group: ReturnType<typeof select<SVGGElement, unknown>> | never,
    brush: BrushBehavior<unknown>,
    span: [number, number],
): void {
    const selection = group as never as { call: (f: unknown, ...args: unknown[]) => void };
    const [left, right] = span;
    selection.call(brush.move, [Math.min(left, right - 2), Math.max(right, left + 2)]);
}
