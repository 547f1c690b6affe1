import { useEffect, useState } from "preact/hooks";
import type { BenchState, BenchStore } from "./bench-store.ts";

/** The store's present state; the component is drawn again at each change. */
export function useBench(store: BenchStore): BenchState {
  const [state, setState] = useState(store.current);
  useEffect(() => {
    setState(store.current());
    return store.subscribe(() => setState(store.current()));
  }, [store]);
  return state;
}
