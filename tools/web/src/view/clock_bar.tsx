// The clock of a run that is over: where in it one is, and how one moves through it.
import { HOUR, MINUTE, DAY, SECOND } from "../model/time.ts";
import { speeds, type Player } from "../player.ts";
import { useApp } from "./app_context.ts";
import { ClockButton, ClockButtons, Reading, Scrub, Tally } from "./clock_parts.tsx";

function speedText(speed: number): string {
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

export function ClockBar() {
    const { store, player } = useApp();
    const now = store.now.value ?? store.whole.value.to;
    const playing = player.playing.value;
    return (
        <footer class="clock" aria-label="Clock">
            <ClockButtons clock={player} goes={playing}>
                <ClockButton
                    name="To the end"
                    keys="(E)"
                    icon="end"
                    onClick={() => player.toEnd()}
                />
                <ClockButton name="Two hours on" keys="(H)" onClick={() => player.moveBy(2 * HOUR)}>
                    +2 h
                </ClockButton>
            </ClockButtons>
            <Reading now={now} />
            <Scrub
                now={now}
                onMove={(to) => {
                    player.pause();
                    player.moveTo(to);
                }}
            />
            <SpeedOfReplay player={player} />
            <Tally now={now} />
        </footer>
    );
}

/** How fast a run is played again. */
export function SpeedOfReplay({ player }: { player: Player }) {
    return (
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
    );
}
