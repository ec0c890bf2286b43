// The figures of two runs, with the difference.
import { differenceOf, figuresOf, type Figure } from "../../side/figures.ts";
import { lengthText, SECOND } from "../../model/time.ts";
import type { Compared } from "./compare_pane.tsx";

function valueText({ unit }: Figure, value: number | undefined): string {
    if (value === undefined) return "–";
    if (unit === "count") return value.toLocaleString("en");
    if (unit === "ratio") return `${value}×`;
    return value === 0 ? "0s" : lengthText(value * SECOND);
}

function differenceText(figure: Figure): string {
    const difference = differenceOf(figure);
    if (difference === undefined) return "–";
    if (difference === 0) return "same";
    const size = valueText(figure, Math.abs(difference));
    return `${difference > 0 ? "+" : "−"}${size}`;
}

function sideOf({ store }: Compared) {
    void store.version.value;
    const summary = store.run?.summary;
    return { counts: store.log.countsAt(Infinity), ...(summary ? { summary } : {}) };
}

export function Figures({ a, b }: { a: Compared; b: Compared }) {
    const all = figuresOf(sideOf(a), sideOf(b));
    return (
        <section aria-label="Figures">
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">Figure</th>
                        <th scope="col">{a.title}</th>
                        <th scope="col">{b.title}</th>
                        <th scope="col">Difference</th>
                    </tr>
                </thead>
                <tbody>
                    {all.map((figure) => (
                        <tr key={figure.name} class={differenceOf(figure) === 0 ? "same" : ""}>
                            <th scope="row">{figure.name}</th>
                            <td>{valueText(figure, figure.first)}</td>
                            <td>{valueText(figure, figure.second)}</td>
                            <td>{differenceText(figure)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </section>
    );
}
