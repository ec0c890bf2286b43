// The server that a dashboard belongs to: its control API, and the API of the service that it
// stands in for.
import { signal } from "@preact/signals";

/** One thing that was wrong, and where, as far as the server says. */
export interface Problem {
    message: string;
    line?: number;
    column?: number;
    pointer?: string;
    expected?: string;
    field?: string;
    code?: string;
}

/** The server refused, or was not there (status 0). */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly problems: readonly Problem[] = [],
    ) {
        super(message);
    }
}

/** A request as a person writes it. */
export interface Asked {
    method: string;
    path: string;
    headers: [name: string, value: string][];
    body: string;
}

/** Whatever was answered, good or bad. */
export interface Answered {
    status: number;
    statusText: string;
    headers: [name: string, value: string][];
    body: string;
    milliseconds: number;
}

interface Refusal {
    error?: string;
    errors?: (Problem & { field_name?: string; error_code?: string })[];
}

function errorOf(status: number, text: string): ApiError {
    let refusal: Refusal = {};
    try {
        refusal = JSON.parse(text) as Refusal;
    } catch {
        // It is no JSON: the text itself is what was said.
    }
    const problems = (refusal.errors ?? []).map(({ field_name, error_code, ...problem }) => ({
        ...problem,
        ...(field_name ? { field: field_name } : {}),
        ...(error_code ? { code: error_code } : {}),
    }));
    const message =
        refusal.error ?? (problems.map((problem) => problem.message).join("\n") || text.trim());
    return new ApiError(status, message || `the server answered ${status}`, problems);
}

export class Server {
    /** What calls of the service's API show; any will do unless the server was told one. */
    readonly key = signal("dashboard");

    /** `base` is where it is; empty: where the page came from. */
    constructor(readonly base = "") {}

    /** A call of the control API: "clock", or with a query. Throws an ApiError. */
    control<T>(method: string, path: string, body?: unknown): Promise<T> {
        return this.call<T>(method, `/_drydock/${path}`, {}, body);
    }

    /** A call of the service's API: "/v1/environment/webhooks". Throws an ApiError. */
    service<T>(method: string, path: string, body?: unknown): Promise<T> {
        return this.call<T>(method, path, { "API-Key": this.key.value }, body);
    }

    /** The answer to any request, whatever its status. Throws only when there is none. */
    async send({ method, path, headers, body }: Asked): Promise<Answered> {
        const begin = performance.now();
        const answer = await this.fetch(path, {
            method,
            headers,
            ...(body && method !== "GET" && method !== "HEAD" ? { body } : {}),
        });
        return {
            status: answer.status,
            statusText: answer.statusText,
            headers: [...answer.headers],
            body: await this.textOf(answer),
            milliseconds: performance.now() - begin,
        };
    }

    /** What is at a path, as it is. Throws an ApiError. */
    async text(path: string): Promise<string> {
        const answer = await this.fetch(path, {});
        const text = await this.textOf(answer);
        if (!answer.ok) throw errorOf(answer.status, text);
        return text;
    }

    /** The same piece by piece, as it comes. */
    async *pieces(path: string): AsyncGenerator<string> {
        const answer = await this.fetch(path, {});
        if (!answer.ok) throw errorOf(answer.status, await this.textOf(answer));
        const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            yield value;
        }
    }

    private async call<T>(
        method: string,
        path: string,
        headers: Record<string, string>,
        body: unknown,
    ): Promise<T> {
        const answer = await this.fetch(path, {
            method,
            headers: body === undefined ? headers : { ...headers, "Content-Type": json },
            // A scenario is sent as its author wrote it.
            ...(body === undefined
                ? {}
                : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        });
        const text = await this.textOf(answer);
        if (!answer.ok) throw errorOf(answer.status, text);
        const isJson = answer.headers.get("Content-Type")?.startsWith(json);
        return (isJson ? JSON.parse(text) : text) as T;
    }

    private async textOf(answer: Response): Promise<string> {
        return answer.text().catch(() => {
            throw new ApiError(0, "the server went away while it answered");
        });
    }

    private async fetch(path: string, how: RequestInit): Promise<Response> {
        try {
            return await fetch(this.base + path, how);
        } catch {
            throw new ApiError(0, "the server cannot be reached");
        }
    }
}

const json = "application/json";
