// The lessons that are part of the program: each is played by the server, and taken here.
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Shipped } from "../server/scenarios.ts";
import type { Workshop } from "../side/workshop.ts";
import { RunFrame } from "./scenario/run_frame.tsx";

/** One leads to the next; what is not named here comes after. */
const order = [
    "polling",
    "outage_survived",
    "outage_lost",
    "lost_acknowledgement",
    "out_of_order",
    "one_webhook_per_event",
];
const placeOf = ({ name }: Shipped) => {
    const place = order.indexOf(name.replace("lessons/", ""));
    return place < 0 ? order.length : place;
};
const isLesson = ({ lesson_steps }: Shipped) => lesson_steps > 0;
const byOrder = (a: Shipped, b: Shipped) => placeOf(a) - placeOf(b);

export function LessonsView({ workshop }: { workshop: Workshop }) {
    const lessons = useSignal<readonly Shipped[] | undefined>(undefined);
    const taken = workshop.lesson;
    const problem = useSignal("");
    const told = (why: unknown) =>
        (problem.value = why instanceof Error ? why.message : String(why));
    useEffect(() => {
        workshop.scenarios
            .shipped()
            .then((all) => (lessons.value = all.filter(isLesson).sort(byOrder)))
            .catch(told);
    }, []);
    const begin = async ({ name }: Shipped) => {
        problem.value = "";
        try {
            const run = await workshop.play(await workshop.scenarios.text(name), `@${name}`);
            run.store.view.value = "lesson";
            taken.value = run;
        } catch (why) {
            told(why);
        }
    };
    if (taken.value)
        return (
            <div class="workshop">
                <RunFrame run={taken.value}>
                    <button type="button" onClick={() => (taken.value = undefined)}>
                        All lessons
                    </button>
                </RunFrame>
            </div>
        );
    return (
        <div class="page">
            <h2>Lessons</h2>
            <p class="faint">
                Each says something, asks for a number, plays, and tells. The world that is served
                does not notice.
            </p>
            {problem.value && (
                <p class="alarm" role="alert">
                    {problem.value}
                </p>
            )}
            <ol class="lesson-list">
                {lessons.value?.map((lesson) => (
                    <Lesson key={lesson.name} lesson={lesson} onBegin={() => void begin(lesson)} />
                ))}
            </ol>
        </div>
    );
}

const titleOf = (name: string) => {
    const words = name.split("/").pop()!.replaceAll("_", " ");
    return words[0]!.toUpperCase() + words.slice(1);
};

function Lesson({ lesson, onBegin }: { lesson: Shipped; onBegin: () => void }) {
    const title = titleOf(lesson.name);
    return (
        <li>
            <h3>{title}</h3>
            <p>{lesson.about.replace(/^Lesson: (.)/, (_, first: string) => first.toUpperCase())}</p>
            <p class="moves">
                <span class="faint">{lesson.lesson_steps} steps</span>
                <button type="button" aria-label={`Begin: ${title}`} onClick={onBegin}>
                    Begin
                </button>
            </p>
        </li>
    );
}
