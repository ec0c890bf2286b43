// API Management: what is entered stays while one looks at other pages.
import { CallDesk } from "../../server/call_desk.ts";
import type { Server } from "../../server/server.ts";
import { Console } from "./console.tsx";
import { WebhookDraft } from "./webhook_draft.ts";
import { WebhooksView } from "./webhooks.tsx";

const area = "API Management";

export function webhooksPage() {
    const draft = new WebhookDraft();
    return { id: "webhooks", title: "Webhooks", area, view: () => <WebhooksView draft={draft} /> };
}

export function consolePage(server: Server) {
    const desk = new CallDesk(server);
    return {
        id: "console",
        title: "API console",
        area,
        view: () => <Console desk={desk} />,
        hasNoClock: true,
    };
}
