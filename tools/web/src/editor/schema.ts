// What the JSON Schema of a scenario offers at a place. It judges nothing: the server does.
import type { Spot } from "./spot.ts";

export interface Schema {
    $ref?: string;
    $defs?: Record<string, Schema>;
    description?: string;
    type?: string;
    properties?: Record<string, Schema>;
    additionalProperties?: Schema | boolean;
    items?: Schema;
    prefixItems?: Schema[];
    anyOf?: Schema[];
    allOf?: Schema[];
    enum?: unknown[];
    const?: unknown;
}

export interface Offer {
    text: string;
    description: string;
}

/** The schema itself and all that it stands for or may be. */
function* meanings(of: Schema, root: Schema): Generator<Schema> {
    yield of;
    const named = of.$ref && root.$defs?.[of.$ref.replace("#/$defs/", "")];
    for (const each of [...(named ? [named] : []), ...(of.anyOf ?? []), ...(of.allOf ?? [])])
        yield* meanings(each, root);
}

function below(of: Schema, step: string | number): Schema[] {
    if (typeof step === "number") {
        const item = of.prefixItems?.[step] ?? of.items;
        return item ? [item] : [];
    }
    const named = of.properties?.[step];
    if (named) return [named];
    return typeof of.additionalProperties === "object" ? [of.additionalProperties] : [];
}

function schemasAt(root: Schema, path: Spot["path"]): Schema[] {
    let here = [...meanings(root, root)];
    for (const step of path)
        here = here
            .flatMap((schema) => below(schema, step))
            .flatMap((schema) => [...meanings(schema, root)]);
    return here;
}

function described(schema: Schema, root: Schema): string {
    for (const each of meanings(schema, root)) if (each.description) return each.description;
    return "";
}

/** Names or values that may stand at the spot, each once. */
export function offersAt(root: Schema, spot: Spot): Offer[] {
    const found = new Map<string, Offer>();
    const offer = (text: string, description: string) => {
        if (!found.has(text)) found.set(text, { text, description });
    };
    for (const schema of schemasAt(root, spot.path)) {
        if (spot.isName) {
            for (const [name, member] of Object.entries(schema.properties ?? {}))
                if (!spot.taken.has(name)) offer(JSON.stringify(name), described(member, root));
            continue;
        }
        for (const value of schema.enum ?? ("const" in schema ? [schema.const] : []))
            offer(JSON.stringify(value), schema.description ?? "");
        if (schema.type === "boolean") for (const value of ["true", "false"]) offer(value, "");
    }
    return [...found.values()];
}
