// What the head of the dashboard says: whether it still hears from its server.
import { useApp } from "./app_context.ts";

export function LiveBadges() {
    const { store } = useApp();
    const isLost = store.state.value === "lost";
    return (
        <span class={`pill ${isLost ? "failed" : "held"}`} role="status">
            {isLost ? "connection lost, trying again" : "live"}
        </span>
    );
}
