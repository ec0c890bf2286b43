// What the head of the dashboard says: whether it still hears from its server.
import { useApp } from "./app_context.ts";

export function LiveBadges() {
    const { store } = useApp();
    const isLost = store.state.value === "lost";
    const facts = store.facts.value;
    const isKept = facts?.kind === "live" && facts.kept;
    return (
        <span
            class={`pill ${isLost ? "failed" : "held"}`}
            role="status"
            title={
                isKept
                    ? "The journal is kept: a restart goes on with it"
                    : "Nothing is kept: a restart begins anew"
            }
        >
            {isLost ? "connection lost, trying again" : "live"}
        </span>
    );
}
