// What every view gets: the run, its clock, and the frame that it is shown in.
import { createContext, type ComponentType } from "preact";
import { useContext } from "preact/hooks";
import { Faults } from "../faults.ts";
import type { LiveClock } from "../live_clock.ts";
import type { Player } from "../player.ts";
import type { Server } from "../server/server.ts";
import type { Store } from "../store.ts";
import type { Binding } from "./keys.ts";
import type { Page } from "./page.ts";

export interface App {
    /** Another store can be shown beside this one, in a provider of its own. */
    store: Store;
    player: Player;
    pages: readonly Page[];
    /** What is below the pages. */
    Clock: ComponentType;
    /** What is beside the name at the top. */
    Badges: ComponentType;
    bindings: readonly Binding[];
    /** Where the run goes on, and its clock; none when it is over. */
    server?: Server;
    live?: LiveClock;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
    return useContext(AppContext)!;
}

/** For views that are of the dashboard only. */
export function useServer(): Server {
    return useApp().server!;
}
export function useLive(): LiveClock {
    return useApp().live!;
}

const faults = new WeakMap<Store, Faults>();

/** What the user changes in front of endpoints, of the run that is shown. */
export function faultsOf({ store, server }: App): Faults {
    const known = faults.get(store) ?? new Faults(store, server);
    faults.set(store, known);
    return known;
}
export function useFaults(): Faults {
    return faultsOf(useApp());
}
