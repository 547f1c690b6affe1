import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

/**
 * Keeps the scan field focused while nothing else is being used, so that a scanner's text never goes astray:
 * at once whenever `wanted` becomes true, when focus falls on the empty page, and when somebody types there.
 */
export function useScanFocus(field: RefObject<HTMLInputElement | null>, wanted: boolean): void {
  useLayoutEffect(() => {
    if (wanted) field.current?.focus({ preventScroll: true });
  }, [field, wanted]);

  useEffect(() => {
    // A scanner types, whatever was pressed last: a button or a link has no use for characters.
    const catchTyping = (event: KeyboardEvent): void => {
      const types = event.key.length === 1 && event.key !== " ";
      if (!types || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.activeElement?.closest("input, textarea, select") === null) {
        field.current?.focus({ preventScroll: true });
      }
    };
    const focusIfIdle = (): void => {
      if (document.activeElement === document.body) field.current?.focus({ preventScroll: true });
    };
    // Focus that moves between two fields passes over the empty page; only where it ends counts.
    const afterwards = (): void => {
      setTimeout(focusIfIdle);
    };
    // A finger on a tablet must not open the keyboard at each touch.
    const afterMouse = (event: PointerEvent): void => {
      if (event.pointerType === "mouse" && document.getSelection()?.isCollapsed) focusIfIdle();
    };
    document.addEventListener("keydown", focusIfIdle);
    document.addEventListener("keydown", catchTyping);
    document.addEventListener("focusout", afterwards);
    document.addEventListener("click", afterMouse);
    return () => {
      document.removeEventListener("keydown", focusIfIdle);
      document.removeEventListener("keydown", catchTyping);
      document.removeEventListener("focusout", afterwards);
      document.removeEventListener("click", afterMouse);
    };
  }, [field]);
}
