// An editor for scenarios: JSON as the loader takes it, with comments and commas at ends. What is
// wrong with the text is told to it; it judges nothing itself.
import {
    autocompletion,
    closeBrackets,
    closeBracketsKeymap,
    completionKeymap,
    type CompletionContext,
    type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
    bracketMatching,
    HighlightStyle,
    indentUnit,
    StreamLanguage,
    syntaxHighlighting,
} from "@codemirror/language";
import { json } from "@codemirror/legacy-modes/mode/javascript";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import {
    drawSelection,
    EditorView,
    highlightActiveLine,
    highlightActiveLineGutter,
    keymap,
    lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { offsetOf, tokenAt, type Place } from "./places.ts";
import { offersAt, type Schema } from "./schema.ts";
import { spotAt, type Spot } from "./spot.ts";

/** Something to say about a place of the text. */
export interface Remark extends Place {
    severity: "error" | "warning";
    message: string;
}

export interface EditorWishes {
    text: string;
    onChange(text: string): void;
    onRun(): void;
    schema(): Promise<Schema | undefined>;
}

const colours = HighlightStyle.define([
    { tag: tags.string, color: "var(--ink)" },
    { tag: tags.propertyName, color: "var(--accent)" },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--effect)" },
    { tag: tags.keyword, color: "var(--effect)" },
    { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
]);

function offer(name: string, spot: Spot, next: string) {
    return (view: EditorView, _: unknown, from: number, to: number): void => {
        const insert = spot.isName && !/^"?\s*:/.test(next) ? `${name}: ` : name;
        const end = next.startsWith('"') && spot.typed.startsWith('"') ? to + 1 : to;
        view.dispatch({
            changes: { from, to: end, insert },
            selection: { anchor: from + insert.length },
            userEvent: "input.complete",
        });
    };
}

async function complete(
    context: CompletionContext,
    schema: EditorWishes["schema"],
): Promise<CompletionResult | null> {
    const text = context.state.doc.toString();
    const spot = spotAt(text, context.pos);
    if (!spot || (!context.explicit && spot.typed === "")) return null;
    const known = await schema();
    if (!known || context.aborted) return null;
    const next = text.slice(context.pos, context.pos + 20);
    const options = offersAt(known, spot).map(({ text: label, description }) => ({
        label,
        ...(description ? { info: description } : {}),
        type: spot.isName ? "property" : "constant",
        apply: offer(label, spot, next),
    }));
    return { from: spot.from, options, validFor: /^"?[\w.-]*$/ };
}

function extensions(wishes: EditorWishes): Extension[] {
    const run = () => {
        wishes.onRun();
        return true;
    };
    return [
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        drawSelection(),
        history(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("  "),
        StreamLanguage.define(json),
        syntaxHighlighting(colours),
        autocompletion({
            icons: false,
            override: [(context) => complete(context, wishes.schema)],
        }),
        EditorView.contentAttributes.of({ "aria-label": "Scenario", tabindex: "0" }),
        keymap.of([
            { key: "Mod-Enter", run },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
            if (update.docChanged) wishes.onChange(update.state.doc.toString());
        }),
    ];
}

export class CodeEditor {
    private readonly view: EditorView;

    constructor(wishes: EditorWishes) {
        const state = EditorState.create({ doc: wishes.text, extensions: extensions(wishes) });
        this.view = new EditorView({ state });
    }

    /** It can be shown again: what was written can still be undone then. */
    showIn(box: HTMLElement): void {
        box.append(this.view.dom);
        this.view.requestMeasure();
    }

    hide(): void {
        this.view.dom.remove();
    }

    /** Another text in place of this one; it can be undone. */
    replace(text: string): void {
        const { doc } = this.view.state;
        if (doc.toString() === text) return;
        this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    }

    remark(all: readonly Remark[]): void {
        const text = this.view.state.doc.toString();
        const shown = all.map(({ severity, message, ...place }): Diagnostic => {
            return { ...tokenAt(text, offsetOf(text, place)), severity, message };
        });
        this.view.dispatch(setDiagnostics(this.view.state, shown));
    }

    goTo(place: Place): void {
        const at = offsetOf(this.view.state.doc.toString(), place);
        this.view.dispatch({
            selection: { anchor: at },
            effects: EditorView.scrollIntoView(at, { y: "center" }),
        });
        this.view.focus();
    }
}
