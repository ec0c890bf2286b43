// The pages of the dashboard where scenarios are written and played, and lessons taken.
import type { Workshop } from "../../side/workshop.ts";
import { LessonsView } from "../lessons.tsx";
import type { Page } from "../page.ts";
import { ScenarioView } from "./scenario_page.tsx";

type Listed = Omit<Page, "key">;

// What they show has a clock of its own.
export function scenarioPage(workshop: Workshop): Listed {
    const view = () => <ScenarioView workshop={workshop} />;
    return { id: "scenario", title: "Scenario", view, hasNoClock: true };
}

export function lessonsPage(workshop: Workshop): Listed {
    const view = () => <LessonsView workshop={workshop} />;
    return { id: "lessons", title: "Lessons", view, hasNoClock: true };
}
