import { useEffect, useRef } from "preact/hooks";

/** A scanner types far faster than a person. */
const GAP_MS = 60;
const SHORTEST = 3;
/** A scanner holds them for capitals. */
const MODIFIERS: ReadonlySet<string> = new Set(["Shift", "CapsLock", "AltGraph"]);

/**
 * Calls back with a barcode that a scanner typed, wherever the keyboard was: characters in quick succession, then
 * Enter. Returns true from `onScan` when it was one that is known; then the Enter does nothing else.
 */
export function useScanner(onScan: (barcode: string) => boolean): void {
  const present = useRef(onScan);
  present.current = onScan;
  useEffect(() => {
    let typed = "";
    let lastMs = 0;
    const take = (event: KeyboardEvent): void => {
      const nowMs = event.timeStamp;
      const quick = nowMs - lastMs <= GAP_MS;
      lastMs = nowMs;
      if (event.key === "Enter") {
        const scanned = quick && typed.length >= SHORTEST;
        if (scanned && present.current(typed)) {
          event.preventDefault();
          event.stopPropagation();
        }
        typed = "";
        return;
      }
      if (MODIFIERS.has(event.key)) return;
      // A scanner types characters alone: with Tab or an arrow between them it is a person.
      if (event.key.length !== 1) {
        typed = "";
        return;
      }
      typed = quick ? typed + event.key : event.key;
    };
    document.addEventListener("keydown", take, true);
    return () => document.removeEventListener("keydown", take, true);
  }, []);
}
