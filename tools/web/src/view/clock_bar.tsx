// The clock: where in the run one is, and how one moves through it.
import { HOUR, MINUTE, DAY, SECOND, instantText, offsetText } from "../model/time.ts";
import { speeds } from "../player.ts";
import { useApp } from "./app_context.ts";

export function speedText(speed: number): string {
    const units: [number, string][] = [
        [DAY, "day"],
        [HOUR, "hour"],
        [MINUTE, "minute"],
        [SECOND, "second"],
    ];
    const [size, name] = units.find(([unit]) => speed >= unit)!;
    const count = speed / size;
    return `${count} ${name}${count === 1 ? "" : "s"} a second`;
}

// Drawn here, for not every font has them.
const icons = {
    start: "M3 3h2v10H3zM13 3v10L6 8z",
    back: "M11 3v10L4 8z",
    play: "M4 2.5v11L13 8z",
    pause: "M4 3h3v10H4zM9 3h3v10H9z",
    on: "M5 3v10l7-5z",
    end: "M11 3h2v10h-2zM3 3v10l7-5z",
};

function Icon({ name }: { name: keyof typeof icons }) {
    return (
        <svg class="icon" viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
            <path d={icons[name]} />
        </svg>
    );
}

export function ClockBar() {
    const { store, player } = useApp();
    const { from, to } = store.whole.value;
    const now = store.now.value ?? to;
    const playing = player.playing.value;
    void store.version.value;
    const counts = store.log.countsAt(now);
    const open = counts.requested - counts.delivered - counts.discarded - counts.cancelled;
    return (
        <footer class="clock" aria-label="Clock">
            <div class="buttons">
                <button
                    type="button"
                    onClick={() => player.rewind()}
                    title="To the start (0)"
                    aria-label="To the start"
                >
                    <Icon name="start" />
                </button>
                <button
                    type="button"
                    onClick={() => player.step(false)}
                    title="One step back (,)"
                    aria-label="One step back"
                >
                    <Icon name="back" />
                </button>
                <button
                    type="button"
                    class="play"
                    onClick={() => player.toggle()}
                    title="Play or pause (space)"
                    aria-label={playing ? "Pause" : "Play"}
                >
                    <Icon name={playing ? "pause" : "play"} />
                </button>
                <button
                    type="button"
                    onClick={() => player.step(true)}
                    title="One step on (.)"
                    aria-label="One step on"
                >
                    <Icon name="on" />
                </button>
                <button
                    type="button"
                    onClick={() => player.toEnd()}
                    title="To the end (E)"
                    aria-label="To the end"
                >
                    <Icon name="end" />
                </button>
                <button
                    type="button"
                    onClick={() => player.moveBy(2 * HOUR)}
                    title="Two hours on (H)"
                >
                    +2 h
                </button>
            </div>
            <p class="reading">
                <strong>
                    {offsetText(Math.round(now / 1000) * 1000 - from).replace(/\.\d+$/, "")}
                </strong>
                <span class="faint date"> {instantText(Math.floor(now / SECOND) * SECOND)}</span>
            </p>
            <input
                class="scrub"
                type="range"
                min={0}
                max={10000}
                aria-label="Point in time"
                aria-valuetext={offsetText(now - from)}
                value={Math.round(((now - from) / (to - from)) * 10000)}
                onInput={(event) => {
                    player.pause();
                    player.moveTo(from + (Number(event.currentTarget.value) / 10000) * (to - from));
                }}
            />
            <label class="speed">
                <span class="unseen">Speed</span>
                <select
                    value={player.speed.value}
                    onChange={(event) => (player.speed.value = Number(event.currentTarget.value))}
                >
                    {speeds.map((speed) => (
                        <option key={speed} value={speed}>
                            {speedText(speed)}
                        </option>
                    ))}
                </select>
            </label>
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
        </footer>
    );
}
