// What both clocks are made of: that of a run that is over, and that of a server.
import type { ComponentChildren } from "preact";
import { instantText, offsetText, SECOND } from "../model/time.ts";
import { useApp } from "./app_context.ts";

// Drawn here, for not every font has them.
const icons = {
    start: "M3 3h2v10H3zM13 3v10L6 8z",
    back: "M11 3v10L4 8z",
    play: "M4 2.5v11L13 8z",
    pause: "M4 3h3v10H4zM9 3h3v10H9z",
    on: "M5 3v10l7-5z",
    end: "M11 3h2v10h-2zM3 3v10l7-5z",
};

export interface ClockButtonProps {
    /** What it does, for those who listen. */
    name: string;
    /** "(space)": its key. */
    keys: string;
    onClick: () => void;
    icon?: keyof typeof icons;
    children?: ComponentChildren;
    disabled?: boolean;
    class?: string;
}

export interface Turned {
    rewind(): void;
    step(on: boolean): void;
    toggle(): void;
}

/** What every clock has first; those of one kind follow. */
export function ClockButtons(given: {
    clock: Turned;
    goes: boolean;
    /** It is being turned, and does not step on. */
    isBusy?: boolean;
    children: ComponentChildren;
}) {
    const { clock, goes, isBusy = false, children } = given;
    return (
        <div class="buttons" aria-busy={isBusy}>
            <ClockButton
                name="To the start"
                keys="(0)"
                icon="start"
                onClick={() => clock.rewind()}
            />
            <ClockButton
                name="One step back"
                keys="(,)"
                icon="back"
                onClick={() => clock.step(false)}
            />
            <ClockButton
                name={goes ? "Pause" : "Play"}
                keys="(space)"
                icon={goes ? "pause" : "play"}
                class="play"
                onClick={() => clock.toggle()}
            />
            <ClockButton
                name="One step on"
                keys="(.)"
                icon="on"
                disabled={isBusy}
                onClick={() => clock.step(true)}
            />
            {children}
        </div>
    );
}

export function ClockButton({ name, keys, icon, children, ...rest }: ClockButtonProps) {
    return (
        <button
            type="button"
            title={`${name} ${keys}`}
            aria-label={icon ? name : undefined}
            {...rest}
        >
            {icon && (
                <svg class="icon" viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
                    <path d={icons[icon]} />
                </svg>
            )}
            {children}
        </button>
    );
}

/** How far from the start, and when that is. */
export function Reading({ now }: { now: number }) {
    const { from } = useApp().store.whole.value;
    return (
        <p class="reading">
            <strong>
                {offsetText(Math.round(now / 1000) * 1000 - from).replace(/\.\d+$/, "")}
            </strong>
            <span class="faint date"> {instantText(Math.floor(now / SECOND) * SECOND)}</span>
        </p>
    );
}

const steps = 10000;

/** All of the run, and where one is in it. */
export function Scrub({ now, onMove }: { now: number; onMove: (to: number) => void }) {
    const { from, to } = useApp().store.whole.value;
    return (
        <input
            class="scrub"
            type="range"
            min={0}
            max={steps}
            aria-label="Point in time"
            aria-valuetext={offsetText(now - from)}
            value={Math.round(((now - from) / (to - from)) * steps)}
            onInput={(event) =>
                onMove(from + (Number(event.currentTarget.value) / steps) * (to - from))
            }
        />
    );
}

export function Tally({ now }: { now: number }) {
    const { store } = useApp();
    void store.version.value;
    const counts = store.log.countsAt(now);
    const open = counts.requested - counts.delivered - counts.discarded - counts.cancelled;
    return (
        <p class="tally">
            <span>
                <b>{counts.delivered.toLocaleString("en")}</b> delivered
            </span>
            <span>
                <b>{open.toLocaleString("en")}</b> open
            </span>
            <span class={counts.discarded > 0 ? "bad" : ""}>
                <b>{counts.discarded.toLocaleString("en")}</b> lost
            </span>
        </p>
    );
}
