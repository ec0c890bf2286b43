// The page of a run that is over, which holds it.
import { render } from "preact";
import { Player } from "./player.ts";
import { FrozenSource } from "./source/frozen_source.ts";
import { Store } from "./store.ts";
import "./style/all.css";
import { App } from "./view/app.tsx";
import { ClockBar } from "./view/clock_bar.tsx";
import { clockBindings, viewBindings } from "./view/keys.ts";
import { LessonView } from "./view/lesson.tsx";
import { OverviewView } from "./view/overview.tsx";
import type { Page } from "./view/page.ts";
import { deliveriesPage, followAddress, journalPage, timelinePage } from "./view/pages.tsx";
import { ReportBadges } from "./view/report_badges.tsx";
import { followTheme } from "./view/theme.ts";

const hasLesson = (store: Store) => (store.run?.lesson.length ?? 0) > 0;
const pages: Page[] = [
    { id: "overview", title: "Report", key: "1", view: OverviewView, hasNoClock: true },
    { ...timelinePage, key: "2" },
    { ...deliveriesPage, key: "3" },
    { ...journalPage, key: "4" },
    { id: "lesson", title: "Lesson", key: "5", view: LessonView, isThere: hasLesson },
];

async function begin(): Promise<void> {
    const root = document.getElementById("app")!;
    followTheme();
    if (!FrozenSource.isIn(document)) {
        root.textContent = "This page holds no run.";
        return;
    }
    const store = new Store(new FrozenSource(document));
    const player = new Player(store);
    const loaded = store.load();
    followAddress(store, pages, hasLesson(store) ? "lesson" : "overview");
    root.textContent = "";
    render(
        <App
            store={store}
            player={player}
            pages={pages}
            Clock={ClockBar}
            Badges={ReportBadges}
            bindings={[...clockBindings, ...viewBindings]}
        />,
        root,
    );
    await loaded;
    player.chooseSpeed();
    performance.mark("drydock-ready");
}

begin().catch((why: unknown) => {
    document.getElementById("app")!.textContent = `This page cannot show its run: ${String(why)}`;
});
