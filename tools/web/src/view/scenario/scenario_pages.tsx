// The pages of the dashboard where scenarios are written and played.
import type { Workshop } from "../../side/workshop.ts";
import type { Page } from "../page.ts";
import { ScenarioView } from "./scenario_page.tsx";

type Listed = Omit<Page, "key">;

// What it shows has a clock of its own.
export function scenarioPage(workshop: Workshop): Listed {
    const view = () => <ScenarioView workshop={workshop} />;
    return { id: "scenario", title: "Scenario", view, hasNoClock: true };
}
