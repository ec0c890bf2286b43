// Another answer for an attempt: for one that was, in the scenario; for one that will be, in the
// world itself.
import { useSignal } from "@preact/signals";
import type { Attempt } from "../../model/run.ts";
import type { Edit } from "../../model/scenario/edits.ts";
import { answerName } from "../../model/scenario/fronts.ts";
import { offsetText } from "../../model/time.ts";
import { useApp, useFaults } from "../app_context.ts";
import { AnswerSelect, answers, lostAnswer, success, valueOf } from "./answers.tsx";

const choices = [success, ...answers, lostAnswer];

export function Flip({ attempt }: { attempt: Attempt }) {
    const faults = useFaults();
    const { delivery } = attempt;
    const isLast = attempt === delivery.attempts[delivery.attempts.length - 1];
    const isOpen = isLast && delivery.outcome === "pending" && attempt.retryAt !== undefined;
    return (
        <>
            <Answer attempt={attempt} number={attempt.number} at={attempt.startedAt} />
            {faults.isLive && isOpen && (
                <Answer
                    attempt={attempt}
                    number={attempt.number + 1}
                    at={attempt.retryAt!}
                    isNext
                />
            )}
        </>
    );
}

interface Props {
    attempt: Attempt;
    number: number;
    at: number;
    isNext?: boolean;
}

function Answer({ attempt, number, at, isNext = false }: Props) {
    const { store } = useApp();
    const faults = useFaults();
    const failed = useSignal(attempt.delivered || isNext ? "500" : "200");
    const { event, subject, webhook } = attempt.delivery;
    const endpoint = store.log.run.endpointOf(isNext ? webhook.url : attempt.url);
    const isOwn = (edit: Edit) =>
        edit.kind === "answer" &&
        edit.subject === subject &&
        edit.event === event &&
        edit.attempt === number &&
        edit.at === at;
    const own = store.edits.value.filter(isOwn).at(-1);
    const rule = faults
        .frontOf(endpoint)
        .rules.find(
            ({ from, rest }) =>
                from === at &&
                rest.subject === subject &&
                rest.event === event &&
                rest.attempt === number,
        );
    const said = rule && answerName(rule.rest.fail ?? rule.rest.respond ?? 200);
    const apply = (submitted: Event) => {
        submitted.preventDefault();
        const as = valueOf(failed.value);
        const edit = { kind: "answer", endpoint, event, subject, attempt: number, at, as } as const;
        // What has happened is another thing in the scenario only.
        if (isNext) void faults.apply(edit);
        else faults.change(edit);
    };
    const name = isNext
        ? `Answer the next one, at ${offsetText(at - store.start)}, with`
        : "In the scenario, answer this one with";
    return (
        <form class="flip" onSubmit={apply}>
            <label>
                {name}
                <AnswerSelect
                    value={failed.value}
                    choices={choices}
                    onChange={(as) => (failed.value = as)}
                />
            </label>
            <button type="submit">Answer</button>
            {said !== undefined && <Said said={said} isNext={isNext} own={own} />}
        </form>
    );
}

/** What it will be answered, or would be in the scenario. */
function Said({ said, isNext, own }: { said: string; isNext: boolean; own: Edit | undefined }) {
    const faults = useFaults();
    return (
        <p class="edited">
            {isNext ? `It will be answered ${said}. ` : `Edited: ${said}. `}
            {own && (
                <>
                    <button type="button" class="link" onClick={() => faults.remove(own)}>
                        Take it back
                    </button>{" "}
                    <button
                        type="button"
                        class="link"
                        onClick={() => (faults.isSaving.value = true)}
                    >
                        Save as a scenario
                    </button>
                </>
            )}
        </p>
    );
}
