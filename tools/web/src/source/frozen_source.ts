// A run that is over, compressed: zlib streams in base64. A page keeps one in script elements that
// no browser runs; a server answers with one.
import { parseJournal } from "../model/event.ts";
import type { RunSource, Facts, Receiver } from "./run_source.ts";

export async function unpack(base64: string): Promise<string> {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(unpacked).text();
}

export interface PackedRun {
    facts: Facts;
    /** JSON lines. */
    journal: string;
    /** One JSON string a line. */
    bodies: string;
}

export class PackedSource implements RunSource {
    /** Line 1 of the journal as it is written, once it has been read. */
    header = "";
    private bodies: Promise<string[]> | undefined;

    constructor(private readonly run: PackedRun) {}

    async start(to: Receiver): Promise<void> {
        to.onFacts(this.run.facts);
        to.onState("reading");
        const text = await unpack(this.run.journal);
        this.header = text.slice(0, text.indexOf("\n"));
        to.onEvents(parseJournal(text).events);
        to.onState("complete");
    }

    async body(delivery: number): Promise<string | undefined> {
        this.bodies ??= unpack(this.run.bodies).then((text) =>
            text.split("\n").filter((line) => line.length > 0),
        );
        const line = (await this.bodies)[delivery - 1];
        return line === undefined ? undefined : (JSON.parse(line) as string);
    }
}

function textOf(page: Document, id: string): string {
    return page.getElementById(id)?.textContent ?? "";
}

/** The run that the page itself holds. */
export class FrozenSource extends PackedSource {
    constructor(page: Document) {
        super({
            facts: JSON.parse(textOf(page, "drydock-facts")) as Facts,
            journal: textOf(page, "drydock-journal"),
            bodies: textOf(page, "drydock-bodies"),
        });
    }

    /** Whether the page holds a run at all. */
    static isIn(page: Document): boolean {
        return page.getElementById("drydock-journal") !== null;
    }
}
