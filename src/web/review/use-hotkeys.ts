import { useEffect, useRef } from "preact/hooks";

/** True where keys are text: in fields, and where a dialog has the page. */
function keysAreText(): boolean {
  const place = document.activeElement;
  if (document.querySelector("dialog[open]") !== null) return true;
  return place?.closest("input:not([type=checkbox], [type=radio]), textarea, select") != null;
}

/** Single keys that do something anywhere on the page, by `KeyboardEvent.key`. A key that returns false is left alone. */
export function useHotkeys(keys: Readonly<Record<string, () => unknown>>): void {
  const present = useRef(keys);
  present.current = keys;
  useEffect(() => {
    const take = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (keysAreText()) return;
      const act = present.current[event.key];
      if (act === undefined || act() === false) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", take);
    return () => document.removeEventListener("keydown", take);
  }, []);
}
