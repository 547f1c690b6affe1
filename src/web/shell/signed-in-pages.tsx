import { useEffect, useMemo, useState } from "preact/hooks";
import type { SessionView } from "../../api/people-views.ts";
import { BenchPage } from "../bench/bench-page.tsx";
import { formatUtcOffset } from "../format.ts";
import type { BenchState, BenchStore } from "../live/bench-store.ts";
import { useBench } from "../live/use-bench.ts";
import { PlatePage } from "../plate/plate-page.tsx";
import { type Route, wellOf } from "../route.ts";
import { AuthoriseDialog } from "./authorise.tsx";
import { LazyPage } from "./lazy-page.tsx";
import { LockWarning } from "./lock-warning.tsx";
import { NotPermitted } from "./not-permitted.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { PageHead } from "./page-head.tsx";
import { LISTED_PAGES, needOf, titleOf } from "./page-list.ts";
import { ShortcutList } from "./shortcut-list.tsx";
import { shortcutsOf, useShortcuts } from "./shortcuts.ts";
import { useRoute } from "./use-route.ts";
import { sessionStore } from "./use-session.ts";

/** Everything that is there while somebody is signed in; `covered` hides it and keeps it as it is. */
export function SignedInPages(props: {
  store: BenchStore;
  session: SessionView;
  covered: boolean;
}) {
  const { session, covered } = props;
  const state = useBench(props.store);
  const route = useRoute();
  const [listed, setListed] = useState(false);
  const permissions = session.permissions.join(" ");
  const pages = useMemo(() => {
    const allowed = permissions.split(" ");
    return LISTED_PAGES.filter(({ needs }) => allowed.includes(needs));
  }, [permissions]);
  const actions = useMemo(
    () => ({ lock: () => void sessionStore.lock(), showList: () => setListed(true) }),
    [],
  );
  useShortcuts(pages, actions);
  useTitle(covered ? null : pageTitle(route, state));
  return (
    <div class={covered ? "covered" : "pages-place"} inert={covered}>
      <PageHead
        state={state}
        session={session}
        page={route.page}
        pages={pages}
        onShowShortcuts={actions.showList}
      />
      <PageBoundary key={route.page === "plates" ? route.parts[0] : route.page}>
        <PageOf state={state} route={route} session={session} />
      </PageBoundary>
      <footer class="page-foot">
        Times are this computer’s local time ({formatUtcOffset(new Date())}); a reader’s clock is
        shown as the reader prints it.
      </footer>
      <LockWarning />
      <AuthoriseDialog />
      {listed ? (
        <ShortcutList shortcuts={shortcutsOf(pages)} onClose={() => setListed(false)} />
      ) : null}
    </div>
  );
}

function PageOf(props: { state: BenchState; route: Route; session: SessionView }) {
  const { state, route, session } = props;
  const needs = needOf(route.page);
  if (needs !== null && !session.permissions.includes(needs)) {
    return <NotPermitted session={session} title={titleOf(route.page)} />;
  }
  if (route.page === "bench") return <BenchPage state={state} />;
  if (route.page !== "plates") return <LazyPage state={state} route={route} />;
  const plateId = route.parts[0] ?? "";
  return <PlatePage key={plateId} state={state} plateId={plateId} firstWell={wellOf(route)} />;
}

/** With the plate's barcode where the address names one. */
function pageTitle(route: Route, { bench }: BenchState): string {
  const title = titleOf(route.page);
  const id = route.parts[0];
  if (id === undefined) return title;
  const plate = bench?.plates.find((one) => one.id === id || one.barcode === id);
  return plate === undefined ? title : `${title} ${plate.barcode}`;
}

function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} – Platewarden`;
  }, [title]);
}
