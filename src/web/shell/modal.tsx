import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

/**
 * A dialog over everything else. While it is there nothing behind it can be used; focus goes back to where it was.
 * Escape closes it, unless it may not be closed (`onClose` is null).
 */
export function Modal(props: {
  title: string;
  class?: string;
  onClose: (() => void) | null;
  children: ComponentChildren;
}) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const { onClose } = props;

  // Before the effects of what is in it: they put the keyboard where it belongs.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class={`modal ${props.class ?? ""}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      // A browser closes at the second Escape whatever the page says.
      onClose={() => {
        if (onClose === null && dialog.current?.isConnected) dialog.current.showModal();
        else onClose?.();
      }}
    >
      <h2 id={titleId} class="modal-title">
        {props.title}
      </h2>
      {props.children}
    </dialog>
  );
}
