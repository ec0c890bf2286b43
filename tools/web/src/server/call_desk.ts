// The API console: what is being written, what was answered, and what was sent before.
import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import { headersText, knownCalls, parseHeaders } from "../model/curl.ts";
import { ApiError, type Answered, type Asked, type Server } from "./server.ts";

export interface Call {
    number: number;
    asked: Asked;
    answered?: Answered;
    /** Why there is no answer. */
    problem?: string;
}

const mostKept = 50;

export class CallDesk {
    readonly method = signal("");
    readonly path = signal("");
    readonly headers = signal("");
    readonly body = signal("");
    readonly isSending = signal(false);
    /** The latest first. */
    readonly history = signal<readonly Call[]>([]);
    readonly shown = signal<Call | undefined>(undefined);
    /** The line of the headers that is none. */
    readonly wrongHeader = computed(() => parseHeaders(this.headers.value).wrong);
    /** What would be sent. */
    readonly asked: ReadonlySignal<Asked> = computed(() => ({
        method: this.method.value,
        path: this.path.value.startsWith("/") ? this.path.value : `/${this.path.value}`,
        headers: [
            ...parseHeaders(this.headers.value).headers,
            ...(this.server.key.value
                ? [["API-Key", this.server.key.value] as [string, string]]
                : []),
        ],
        body: this.body.value,
    }));
    private sent = 0;

    constructor(readonly server: Server) {
        this.write(knownCalls[0]!.asked);
    }

    write(asked: Asked): void {
        batch(() => {
            this.method.value = asked.method;
            this.path.value = asked.path;
            this.body.value = asked.body;
            this.headers.value = headersText(
                asked.headers.filter(([name]) => name.toLowerCase() !== "api-key"),
            );
        });
    }

    /** Shows a call that was made, ready to be sent again. */
    recall(call: Call): void {
        this.write(call.asked);
        this.shown.value = call;
    }

    async send(): Promise<void> {
        if (this.isSending.value || this.wrongHeader.value !== undefined) return;
        this.isSending.value = true;
        const call: Call = { number: ++this.sent, asked: this.asked.value };
        try {
            call.answered = await this.server.send(call.asked);
        } catch (why) {
            if (!(why instanceof ApiError)) throw why;
            call.problem = why.message;
        } finally {
            this.isSending.value = false;
        }
        this.shown.value = call;
        this.history.value = [call, ...this.history.value].slice(0, mostKept);
    }
}
