// What the head of a report says: whether the run held, and that it is over.
import { useApp } from "./app_context.ts";

export function ReportBadges() {
    const { store } = useApp();
    const all = store.run?.expectations ?? [];
    const failed = all.filter((each) => !each.passed).length;
    return (
        <>
            {all.length > 0 && (
                <span class={`pill ${failed > 0 ? "failed" : "held"}`}>
                    {failed > 0 ? `✕ ${failed} failed` : "✓ held"}
                </span>
            )}
            <span
                class="pill recorded"
                title="A recorded run: it is replayed, and cannot be run again from here"
            >
                replay
            </span>
        </>
    );
}
