// A run that is over, kept in the page itself: compressed, in base64, in script elements that no
// browser runs.
import { parseJournal } from "../model/event.ts";
import type { RunSource, Facts, Receiver } from "./run_source.ts";

export async function unpack(base64: string): Promise<string> {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(unpacked).text();
}

function textOf(page: Document, id: string): string | undefined {
    return page.getElementById(id)?.textContent ?? undefined;
}

export class FrozenSource implements RunSource {
    private bodies: Promise<string[]> | undefined;

    constructor(private readonly page: Document) {}

    /** Whether the page holds a run at all. */
    static isIn(page: Document): boolean {
        return page.getElementById("drydock-journal") !== null;
    }

    async start(to: Receiver): Promise<void> {
        to.onFacts(JSON.parse(textOf(this.page, "drydock-facts")!) as Facts);
        to.onState("reading");
        const journal = parseJournal(await unpack(textOf(this.page, "drydock-journal")!));
        to.onEvents(journal.events);
        to.onState("complete");
    }

    stop(): void {}

    async body(delivery: number): Promise<string | undefined> {
        this.bodies ??= unpack(textOf(this.page, "drydock-bodies") ?? "").then((text) =>
            text.split("\n").filter((line) => line.length > 0),
        );
        const line = (await this.bodies)[delivery - 1];
        return line === undefined ? undefined : (JSON.parse(line) as string);
    }
}
