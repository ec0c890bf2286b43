// A page of the program's pages: the list of them is data, and each entry point has its own.
import type { ComponentType } from "preact";
import type { Store } from "../store.ts";

export interface Page {
    /** What the address has after "#". */
    id: string;
    title: string;
    /** Opens it, from wherever one is. */
    key: string;
    view: ComponentType;
    /** Pages of one area are one entry of the navigation, with tabs below it. */
    area?: string;
    /** Whether there is anything to show; undefined: there always is. */
    isThere?: (store: Store) => boolean;
    /** The clock stands below a page, unless time has no meaning there. */
    hasNoClock?: boolean;
}

/** The pages that have anything to show. */
export function shownPages(pages: readonly Page[], store: Store): Page[] {
    return pages.filter((page) => page.isThere?.(store) ?? true);
}
