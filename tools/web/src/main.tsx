import { render } from "preact";
import { Player } from "./player.ts";
import { FrozenSource } from "./source/frozen_source.ts";
import { Store, views } from "./store.ts";
import "./style/base.css";
import "./style/timeline.css";
import "./style/details.css";
import "./style/pages.css";
import "./style/narrow_and_print.css";
import { effect } from "@preact/signals";
import { App } from "./view/app.tsx";
import { followTheme } from "./view/theme.ts";

// What the address says after "#" is the page that is open, so that it can be linked to.
function followAddress(store: Store): void {
    const read = () => {
        const view = views.find((each) => `#${each}` === location.hash);
        if (view) store.view.value = view;
    };
    addEventListener("hashchange", read);
    read();
    effect(() => history.replaceState(null, "", `#${store.view.value}`));
}

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
    if (!location.hash && store.facts.value?.run?.lesson.length) store.view.value = "lesson";
    followAddress(store);
    root.textContent = "";
    render(<App store={store} player={player} />, root);
    await loaded;
    player.chooseSpeed();
    performance.mark("drydock-ready");
}

begin().catch((why: unknown) => {
    document.getElementById("app")!.textContent = `This page cannot show its run: ${String(why)}`;
});
