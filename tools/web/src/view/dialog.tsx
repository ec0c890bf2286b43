// A dialog over the page: it takes the focus, and gives it back when it is closed.
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";

export interface DialogProps {
    title: string;
    class?: string;
    onClose: () => void;
    children: ComponentChildren;
}

export function Dialog({ title, class: kind, onClose, children }: DialogProps) {
    const dialog = useRef<HTMLDialogElement>(null);
    const heading = useId();
    // As soon as it is there: the next key is for the dialog already.
    useLayoutEffect(() => {
        const before = document.activeElement as HTMLElement | null;
        dialog.current?.showModal();
        return () => before?.focus();
    }, []);
    return (
        <dialog ref={dialog} class={kind} onClose={onClose} aria-labelledby={heading}>
            <h2 id={heading}>{title}</h2>
            {children}
        </dialog>
    );
}
