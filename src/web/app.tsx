import { useEffect, useState } from "preact/hooks";
import { BenchPage } from "./bench/bench-page.tsx";
import { formatUtcOffset } from "./format.ts";
import type { BenchState, BenchStore } from "./live/bench-store.ts";
import { useBench } from "./live/use-bench.ts";
import { ConnectionStrip } from "./parts/connection-strip.tsx";
import { WaitingCounts } from "./parts/waiting-counts.tsx";
import { PlatePage } from "./plate/plate-page.tsx";
import { parseRoute, type Route, wellOf } from "./route.ts";
import { LazyPage } from "./shell/lazy-page.tsx";

export function App(props: { store: BenchStore }) {
  const state = useBench(props.store);
  const route = useRoute();
  return (
    <>
      <header class="top">
        <a class="brand" href="#/">
          <img src="/plate.svg" alt="" width="36" height="36" /> Platewarden
        </a>
        <ConnectionStrip state={state} />
        {state.bench === null ? null : <WaitingCounts bench={state.bench} />}
        <span class="version">
          {state.bench === null ? "" : `version ${state.bench.program.version}`}
        </span>
      </header>
      <PageOf state={state} route={route} />
      <footer class="page-foot">
        Times are this computer’s local time ({formatUtcOffset(new Date())}); a reader’s clock is
        shown as the reader prints it.
      </footer>
    </>
  );
}

function PageOf({ state, route }: { state: BenchState; route: Route }) {
  if (route.page === "bench") return <BenchPage state={state} />;
  if (route.page !== "plates") return <LazyPage state={state} route={route} />;
  const plateId = route.parts[0] ?? "";
  return <PlatePage key={plateId} state={state} plateId={plateId} firstWell={wellOf(route)} />;
}

function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
      // The browser itself goes to a place that is on the page already.
      if (document.getElementById(location.hash.slice(1)) === null) scrollTo(0, 0);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return parseRoute(hash);
}
