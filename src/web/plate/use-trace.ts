import { useRef, useState } from "preact/hooks";
import type { OnTrace, Trace } from "./trace.ts";

export interface Tracing {
  readonly trace: Trace | null;
  /** Marks the wells of a number and brings them into view. */
  readonly follow: OnTrace;
  readonly back: () => void;
  readonly clear: () => void;
}

/** Which number somebody follows to its wells, and where to go back to. */
export function useTrace(): Tracing {
  const [trace, setTrace] = useState<Trace | null>(null);
  const origin = useRef<HTMLElement | null>(null);
  return {
    trace,
    follow: (next) => {
      const active = document.activeElement;
      origin.current = active instanceof HTMLElement ? active : null;
      setTrace(next);
      document.querySelector(".wells-picture")?.scrollIntoView({ block: "nearest" });
    },
    back: () => {
      origin.current?.scrollIntoView({ block: "center" });
      origin.current?.focus({ preventScroll: true });
    },
    clear: () => {
      setTrace(null);
      origin.current?.focus({ preventScroll: true });
    },
  };
}
