// What every view gets: the store and the clock.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Player } from "../player.ts";
import type { Store } from "../store.ts";

export interface App {
    store: Store;
    player: Player;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
    return useContext(AppContext)!;
}
