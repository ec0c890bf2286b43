// Whether the page is on its way to paper.
import { signal } from "@preact/signals";

const print = typeof matchMedia === "undefined" ? undefined : matchMedia("print");

export const printing = signal(print?.matches ?? false);

print?.addEventListener("change", () => (printing.value = print.matches));
