// The dashboard of a server: a run that goes on, and what one can do to it.
import { render } from "preact";
import { LiveClock } from "./live_clock.ts";
import { LiveSource } from "./server/live_source.ts";
import { Scenarios } from "./server/scenarios.ts";
import { Server } from "./server/server.ts";
import { Workshop } from "./side/workshop.ts";
import { Store } from "./store.ts";
import "./style/all.css";
import "./style/live.css";
import "./style/api.css";
import "./style/scenario.css";
import { App } from "./view/app.tsx";
import { consolePage, webhooksPage } from "./view/api/api_pages.tsx";
import { EndpointsView } from "./view/endpoints/endpoints.tsx";
import { viewBindings } from "./view/keys.ts";
import { LiveBadges } from "./view/live_badges.tsx";
import { LiveClockBar, liveBindings } from "./view/live_clock_bar.tsx";
import type { Page } from "./view/page.ts";
import { deliveriesPage, followAddress, journalPage, timelinePage } from "./view/pages.tsx";
import { lessonsPage, scenarioPage } from "./view/scenario/scenario_pages.tsx";
import { followTheme } from "./view/theme.ts";

function pagesOf(server: Server, store: Store): Page[] {
    const workshop = new Workshop(new Scenarios(server), store.draft);
    return [
        { ...timelinePage, key: "1" },
        { ...deliveriesPage, key: "2" },
        { ...journalPage, key: "3" },
        { ...webhooksPage(), key: "4" },
        { ...consolePage(server), key: "5" },
        { id: "endpoints", title: "Endpoints", key: "6", view: EndpointsView },
        { ...scenarioPage(workshop), key: "7" },
        { ...lessonsPage(workshop), key: "8" },
    ];
}

async function begin(): Promise<void> {
    const root = document.getElementById("app")!;
    followTheme();
    const server = new Server();
    const source = new LiveSource(server);
    const store = new Store(source);
    const clock = new LiveClock(store, server, source);
    const pages = pagesOf(server, store);
    followAddress(store, pages, "timeline");
    await store.load();
    root.textContent = "";
    render(
        <App
            store={store}
            player={clock.past}
            pages={pages}
            Clock={LiveClockBar}
            Badges={LiveBadges}
            bindings={[...liveBindings(clock), ...viewBindings]}
            server={server}
            live={clock}
        />,
        root,
    );
    clock.past.chooseSpeed();
    performance.mark("drydock-ready");
}

begin().catch((why: unknown) => {
    const said = why instanceof Error ? why.message : String(why);
    document.getElementById("app")!.textContent = `The dashboard cannot begin: ${said}`;
});
