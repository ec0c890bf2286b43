// The clock of a server: it is turned here. In the past, which is looked at only, it is that of a
// replay.
import { offsetText, parseInstant } from "../model/time.ts";
import { paces, type LiveClock } from "../live_clock.ts";
import { useApp, useLive } from "./app_context.ts";
import { SpeedOfReplay } from "./clock_bar.tsx";
import { ClockButton, ClockButtons, Reading, Scrub, Tally } from "./clock_parts.tsx";
import type { Binding } from "./keys.ts";

/** The same by keyboard. */
export function liveBindings(clock: LiveClock): Binding[] {
    return [
        {
            key: " ",
            act: () => clock.toggle(),
            help: { shown: "Space", does: "let the server's clock go, or stop it" },
        },
        {
            key: ".",
            act: () => clock.step(true),
            help: { shown: ".", does: "on to what happens next" },
        },
        {
            key: "h",
            act: () => clock.twoHours(),
            help: { shown: "H", does: "two hours on" },
        },
        {
            key: "i",
            act: () => clock.toIdle(),
            help: { shown: "I", does: "on until nothing is pending" },
        },
        {
            key: "[",
            act: () => clock.faster(-1),
            help: { shown: "[ ]", does: "slower, faster" },
        },
        { key: "]", act: () => clock.faster(1) },
        {
            key: ",",
            act: () => clock.step(false),
            help: { shown: ", 0", does: "into the past: one step, all the way" },
        },
        { key: "0", act: () => clock.rewind() },
        {
            key: "e",
            act: () => clock.toLive(),
            help: { shown: "E", does: "back to live" },
        },
        {
            key: "l",
            act: () => (clock.follows.value = !clock.follows.value),
            help: { shown: "L", does: "keep what happens in sight, or not" },
        },
    ];
}

export function LiveClockBar() {
    const { store } = useApp();
    const clock = useLive();
    const now = store.now.value ?? store.whole.value.to;
    return (
        <footer class="clock live" aria-label="Clock">
            <Past />
            <Buttons />
            <Reading now={store.now.value ?? store.reached.value} />
            <Scrub
                now={now}
                onMove={(to) => {
                    clock.past.pause();
                    clock.past.moveTo(to);
                }}
            />
            {clock.isPast.value ? <SpeedOfReplay player={clock.past} /> : <Pace />}
            <label class="follow" title="Keep what happens in sight (L)">
                <input
                    type="checkbox"
                    checked={clock.follows.value}
                    onChange={() => (clock.follows.value = !clock.follows.value)}
                />
                follow
            </label>
            <Tally now={now} />
            {!clock.isPast.value && <Pending />}
        </footer>
    );
}

/** Says that one looks at the past, and leads back; or what the server refused. */
function Past() {
    const { store } = useApp();
    const clock = useLive();
    const reached = offsetText(Math.floor(store.reached.value / 1000) * 1000 - store.start);
    return (
        <>
            {clock.problem.value && (
                <p class="alarm" role="alert">
                    {clock.problem.value}
                </p>
            )}
            {clock.isPast.value && (
                <p class="past" role="status">
                    <strong>Viewing the past.</strong> The server stands at {reached}.
                    <button type="button" title="Back to live (E)" onClick={() => clock.toLive()}>
                        Back to live
                    </button>
                </p>
            )}
        </>
    );
}

function Buttons() {
    const clock = useLive();
    const past = clock.isPast.value;
    const turning = clock.isTurning.value;
    return (
        <ClockButtons clock={clock} goes={clock.isPlaying} isBusy={turning && !past}>
            <ClockButton
                name="Two hours on"
                keys="(H)"
                disabled={turning && !past}
                onClick={() => clock.twoHours()}
            >
                +2 h
            </ClockButton>
            <ClockButton
                name="Until nothing is pending"
                keys="(I)"
                disabled={turning}
                onClick={() => clock.toIdle()}
            >
                to idle
            </ClockButton>
        </ClockButtons>
    );
}

/** How the server's clock goes when it is let go. */
function Pace() {
    const clock = useLive();
    const pace = clock.pace.value;
    const known = paces.some(({ mode }) => mode === pace);
    return (
        <label class="speed">
            <span class="unseen">Speed</span>
            <select value={pace} onChange={(event) => clock.setPace(event.currentTarget.value)}>
                {!known && <option value={pace}>{pace}</option>}
                {paces.map(({ mode, text }) => (
                    <option key={mode} value={mode}>
                        {text}
                    </option>
                ))}
            </select>
        </label>
    );
}

/** What the server waits for. */
function Pending() {
    const { store } = useApp();
    const given = useLive().server.value;
    if (!given) return null;
    const next = given.next === null ? undefined : parseInstant(given.next);
    return (
        <p class="tally pending">
            {given.pending === 0 ? (
                <span>nothing pending</span>
            ) : (
                <span>
                    <b>{given.pending.toLocaleString("en")}</b> pending
                    {next !== undefined && `, next ${offsetText(next - store.start)}`}
                </span>
            )}
        </p>
    );
}
