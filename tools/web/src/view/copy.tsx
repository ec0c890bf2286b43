// A button that copies a text, and says so.
import { useSignal } from "@preact/signals";

export function CopyButton({ text, name }: { text: string; name: string }) {
    const copied = useSignal("");
    const copy = () => void navigator.clipboard?.writeText(text).then(() => (copied.value = text));
    return (
        <button type="button" onClick={copy}>
            {copied.value === text ? "Copied" : name}
        </button>
    );
}
