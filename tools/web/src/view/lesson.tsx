// A lesson: it says something, asks for a number, plays the run, and tells the number.
import { useEffect } from "preact/hooks";
import { signal, useSignal, type Signal } from "@preact/signals";
import { answerIn, stepInstant, type LessonStep } from "../model/lesson.ts";
import { offsetText } from "../model/time.ts";
import { speeds } from "../player.ts";
import type { Store } from "../store.ts";
import { useApp, type App } from "./app_context.ts";
import { Inspector } from "./inspector.tsx";
import { Timeline } from "./timeline.tsx";

const secondsToPlay = 4;

interface Progress {
    step: Signal<number>;
    /** What the learner said of each question, by step. */
    guesses: Signal<Record<number, number>>;
    /** The questions whose answer has been told. */
    told: Signal<ReadonlySet<number>>;
}

// Of each run: who looks elsewhere and comes back goes on where it was.
const known = new WeakMap<Store, Progress>();

export function LessonView() {
    const app = useApp();
    const { store, player } = app;
    const steps = store.run?.lesson ?? [];
    const before = known.get(store);
    const progress: Progress = before ?? {
        step: signal(0),
        guesses: signal<Record<number, number>>({}),
        told: signal<ReadonlySet<number>>(new Set()),
    };
    known.set(store, progress);
    const done = progress.step.value >= steps.length;

    useEffect(() => {
        if (!before) begin(app, steps, progress);
        return () => {
            player.pause();
            player.stopAt.value = undefined;
            store.hidesFuture.value = false;
        };
    }, []);
    useEffect(() => {
        store.hidesFuture.value = !done;
    }, [done]);

    return (
        <div class="split">
            <div class="main lesson">
                <section class="teacher" aria-label="Lesson">
                    <p class="faint">{store.run?.about}</p>
                    <ol class="said">
                        {steps.slice(0, progress.step.value + 1).map((step, i) => (
                            <Step key={i} step={step} place={i} steps={steps} progress={progress} />
                        ))}
                    </ol>
                    {done && <Done steps={steps} progress={progress} />}
                </section>
                <Timeline />
            </div>
            <Inspector />
        </div>
    );
}

function begin(
    { store, player }: App,
    steps: LessonStep[],
    { step, guesses, told }: Progress,
): void {
    step.value = 0;
    guesses.value = {};
    told.value = new Set();
    store.hidesFuture.value = true;
    player.pause();
    store.showAll();
    player.moveTo(steps[0] ? stepInstant(steps[0]) : store.start);
}

// Plays as far as the learner has come; for those who want no motion, it is there at once.
function playTo({ store, player }: App, at: number): void {
    const from = store.now.value ?? at;
    if (at <= from) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return player.moveTo(at);
    player.speed.value =
        speeds.find((speed) => speed * secondsToPlay >= at - from) ?? speeds[speeds.length - 1]!;
    player.stopAt.value = at;
    player.playing.value = true;
}

function endOf(app: App, steps: LessonStep[], place: number): number {
    const next = steps[place + 1];
    return next ? stepInstant(next) : app.store.whole.value.to;
}

interface StepProps {
    step: LessonStep;
    place: number;
    steps: LessonStep[];
    progress: Progress;
}

function Step(props: StepProps) {
    const { step, place, progress } = props;
    const { store } = useApp();
    const isCurrent = progress.step.value === place;
    return (
        <li class={isCurrent ? "current" : "past"}>
            <time>{offsetText(stepInstant(step) - store.start)}</time>
            {step.say !== undefined ? (
                <Words {...props} isCurrent={isCurrent} />
            ) : (
                <Question {...props} isCurrent={isCurrent} />
            )}
        </li>
    );
}

function useNext({ place, steps, progress }: StepProps): () => void {
    const app = useApp();
    return () => {
        progress.step.value = place + 1;
        playTo(app, endOf(app, steps, place));
    };
}

function Words(props: StepProps & { isCurrent: boolean }) {
    const next = useNext(props);
    return (
        <div>
            <p>{props.step.say}</p>
            {props.isCurrent && (
                <button type="button" class="primary" autofocus onClick={next}>
                    Next
                </button>
            )}
        </div>
    );
}

function Question(props: StepProps & { isCurrent: boolean }) {
    const app = useApp();
    const { step, place, steps, progress } = props;
    const text = useSignal("");
    const guess = progress.guesses.value[place];
    const told = progress.told.value.has(place);
    const next = useNext(props);

    const tell = () => {
        app.player.pause();
        app.player.moveTo(endOf(app, steps, place));
        progress.told.value = new Set([...progress.told.value, place]);
    };
    // The answer is told when the run has been played.
    useEffect(() => {
        if (guess !== undefined && !told && !app.player.playing.value) tell();
    }, [guess, app.player.playing.value]);

    const onSubmit = (event: Event) => {
        event.preventDefault();
        if (!/^\d+$/.test(text.value.trim())) return;
        playTo(app, endOf(app, steps, place));
        progress.guesses.value = { ...progress.guesses.value, [place]: Number(text.value) };
    };
    return (
        <div>
            <p class="question">{step.ask}</p>
            {guess === undefined && (
                <form onSubmit={onSubmit}>
                    <label>
                        Your number{" "}
                        <input
                            inputMode="numeric"
                            pattern="[0-9]+"
                            required
                            size={6}
                            autocomplete="off"
                            autofocus
                            value={text.value}
                            onInput={(event) => (text.value = event.currentTarget.value)}
                        />
                    </label>
                    <button type="submit" class="primary">
                        Predict and play
                    </button>
                </form>
            )}
            {guess !== undefined && !told && (
                <p>
                    You said {guess}.{" "}
                    <button type="button" onClick={tell}>
                        Skip to the answer
                    </button>
                </p>
            )}
            {told && <Told step={step} guess={guess ?? 0} />}
            {told && props.isCurrent && (
                <button type="button" class="primary" onClick={next}>
                    Next
                </button>
            )}
        </div>
    );
}

function Told({ step, guess }: { step: LessonStep; guess: number }) {
    const { store } = useApp();
    const answer = answerIn(store.log, step.answer ?? {});
    return (
        <div role="status" class={`told ${answer === guess ? "right" : "wrong"}`}>
            <p>
                <b class="answer">{answer.toLocaleString("en")}</b>{" "}
                {answer === guess ? "– as you said." : `– you said ${guess}.`}
            </p>
            {step.because && <p>{step.because}</p>}
        </div>
    );
}

function Done({ steps, progress }: { steps: LessonStep[]; progress: Progress }) {
    const app = useApp();
    const questions = steps.flatMap((step, place) =>
        step.ask === undefined ? [] : [{ step, place }],
    );
    const right = questions.filter(
        ({ step, place }) =>
            answerIn(app.store.log, step.answer ?? {}) === progress.guesses.value[place],
    ).length;
    return (
        <div class="done" role="status">
            <p>
                That was all: {right} of {questions.length} right. The whole run is yours to look
                at.
            </p>
            <button type="button" onClick={() => app.store.open("timeline")}>
                Look around
            </button>
            <button type="button" onClick={() => begin(app, steps, progress)}>
                Once more
            </button>
        </div>
    );
}
