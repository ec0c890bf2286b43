// What is being entered in the grid of webhooks, and what came of saving it.
import { batch, signal } from "@preact/signals";
import {
    changesFor,
    objectionTo,
    webhookEvents,
    type Subscription,
    type Wish,
} from "../../model/webhooks.ts";
import { ApiError, type Server } from "../../server/server.ts";
import { applyAll } from "../../server/webhook_calls.ts";

export class WebhookDraft {
    /** By event; undefined: nothing is edited. */
    readonly wishes = signal<Record<string, Wish> | undefined>(undefined);
    /** What is wrong, by event: said by the page, or by the API. */
    readonly errors = signal<Record<string, string>>({});
    /** What came of saving. */
    readonly said = signal("");
    readonly isSaving = signal(false);
    // What there was when editing began: who changed it meanwhile is not overruled. Of what has
    // been saved since, what there is now counts.
    private had = new Map<string, Subscription>();
    private readonly saved = new Set<string>();

    begin(known: Map<string, Subscription>): void {
        const wishes: Record<string, Wish> = {};
        for (const { event } of webhookEvents) {
            const had = known.get(event);
            wishes[event] = { url: had?.url ?? "", isOn: had?.isOn ?? false };
        }
        this.had = known;
        this.saved.clear();
        this.said.value = "";
        this.wishes.value = wishes;
    }

    cancel(): void {
        this.wishes.value = undefined;
        this.errors.value = {};
    }

    /** What is entered anew is not wrong until one leaves it. */
    set(event: string, wish: Wish): void {
        this.wishes.value = { ...this.wishes.value, [event]: wish };
        const { [event]: _, ...rest } = this.errors.value;
        this.errors.value = rest;
    }

    leave(event: string): void {
        const wish = this.wishes.value?.[event];
        const why = wish && objectionTo({ ...wish, isOn: false });
        if (why) this.errors.value = { ...this.errors.value, [event]: why };
    }

    /** Each event by itself: what the API refuses stays open, with what the API says of it. */
    async save(server: Server, known: Map<string, Subscription>): Promise<void> {
        const wishes = Object.entries(this.wishes.value ?? {});
        if (wishes.length === 0 || this.isSaving.value) return;
        this.errors.value = objections(wishes);
        if (Object.keys(this.errors.value).length > 0) return;
        this.isSaving.value = true;
        const errors: Record<string, string> = {};
        let count = 0;
        for (const [event, wish] of wishes) {
            const had = (this.saved.has(event) ? known : this.had).get(event);
            const changes = changesFor(event, had, wish);
            const why = await refusalOf(applyAll(server, changes));
            if (why) errors[event] = why;
            else this.saved.add(event);
            if (!why && changes.length > 0) ++count;
        }
        batch(() => {
            this.isSaving.value = false;
            this.errors.value = errors;
            this.said.value = resultText(count, Object.keys(errors).length);
            if (Object.keys(errors).length === 0) this.wishes.value = undefined;
        });
    }
}

function objections(wishes: [event: string, wish: Wish][]): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [event, wish] of wishes) {
        const why = objectionTo(wish);
        if (why) found[event] = why;
    }
    return found;
}

async function refusalOf(act: Promise<void>): Promise<string | undefined> {
    try {
        await act;
        return undefined;
    } catch (why) {
        if (!(why instanceof ApiError)) throw why;
        return why.status > 0 ? `${why.status}: ${why.message}` : why.message;
    }
}

function resultText(saved: number, refused: number): string {
    if (refused > 0) return `${saved} saved, ${refused} refused.`;
    if (saved === 0) return "Nothing was to be saved.";
    return `Saved: ${saved} ${saved === 1 ? "webhook" : "webhooks"}.`;
}
