// Dark or light: as the system says, until somebody chooses.
import { effect, signal } from "@preact/signals";
import { printing } from "./printing.ts";

const dark =
    typeof matchMedia === "undefined" ? undefined : matchMedia("(prefers-color-scheme: dark)");
const chosen = signal<"dark" | "light" | undefined>(undefined);
const system = signal(dark?.matches ?? false);

export function isDark(): boolean {
    if (printing.value) return false; // paper is white
    return chosen.value ? chosen.value === "dark" : system.value;
}

export function toggleTheme(): void {
    chosen.value = isDark() ? "light" : "dark";
}

export function followTheme(): void {
    dark?.addEventListener("change", () => (system.value = dark.matches));
    effect(() => {
        document.documentElement.dataset.theme = isDark() ? "dark" : "light";
        dispatchEvent(new Event("drydock-theme"));
    });
}
