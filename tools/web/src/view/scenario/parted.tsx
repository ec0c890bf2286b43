// Where two runs part: the first event that differs, on both sides, and what led to it.
import type { Parting } from "../../server/scenarios.ts";
import { parseEvent } from "../../model/event.ts";
import { offsetText } from "../../model/time.ts";
import { aboutText, eventText } from "../../model/words.ts";
import type { Compared } from "./compare_pane.tsx";

interface PartedProps {
    a: Compared;
    b: Compared;
    parting: Parting | undefined;
    problem: string;
}

export function Parted({ a, b, parting, problem }: PartedProps) {
    if (problem)
        return (
            <p class="alarm" role="alert">
                They cannot be compared: {problem}
            </p>
        );
    if (!parting) return <p class="faint">Comparing…</p>;
    return (
        <section class="parted" aria-label="Where they part">
            {parting.headers.length > 0 && (
                <p>
                    <span class="faint">Given differently:</span>{" "}
                    <code>{parting.headers.join("; ")}</code>
                </p>
            )}
            {parting.same ? (
                <h2 class="verdict held">
                    ≡ The same{" "}
                    {parting.compared
                        ? `in their first ${parting.compared.toLocaleString("en")} events`
                        : "journal, event for event"}
                </h2>
            ) : (
                <>
                    <h2>They part at event {parting.at}</h2>
                    <div class="partings">
                        <SideEvent side={a} line={parting.first} at={parting.at!} />
                        <SideEvent side={b} line={parting.second} at={parting.at!} />
                    </div>
                </>
            )}
        </section>
    );
}

interface SideEventProps {
    side: Compared;
    line: string | null | undefined;
    at: number;
}

function SideEvent({ side, line, at }: SideEventProps) {
    const { store, title } = side;
    if (!line)
        return (
            <div class="parting">
                <h3>{title}</h3>
                <p class="faint">It had ended.</p>
            </div>
        );
    const known = store.log.bySeq(at);
    const event = known ?? parseEvent(line);
    const because = known ? store.log.causesOf(at).slice(0, -1).reverse() : [];
    return (
        <div class="parting">
            <h3>{title}</h3>
            <p>
                <time>{offsetText(event.at - store.start)}</time> {aboutText(event, store.log)}{" "}
                <strong>{eventText(event, store.start)}</strong>
            </p>
            <ul class="plain faint">
                {because.slice(0, 4).map((cause) => (
                    <li key={cause.seq}>
                        because at {offsetText(cause.at - store.start)}:{" "}
                        {eventText(cause, store.start)}
                    </li>
                ))}
            </ul>
            {known && (
                <button
                    type="button"
                    aria-label={`Show it in the timeline of ${title}`}
                    onClick={() => store.select(at)}
                >
                    Show it
                </button>
            )}
        </div>
    );
}
