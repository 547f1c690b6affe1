import type { SessionView } from "../../api/people-views.ts";
import type { BenchState } from "../live/bench-store.ts";
import { ConnectionStrip } from "../parts/connection-strip.tsx";
import { WaitingCounts } from "../parts/waiting-counts.tsx";
import { type PageName, pageAddress } from "../route.ts";
import type { ListedPage } from "./page-list.ts";
import { PersonMenu } from "./person-menu.tsx";

/** The head of every page: where one is, where one can go, whether it is live, what waits, and who is signed in. */
export function PageHead(props: {
  state: BenchState;
  session: SessionView;
  page: PageName;
  pages: readonly ListedPage[];
  onShowShortcuts: () => void;
}) {
  const { bench } = props.state;
  return (
    <header class="top">
      <button type="button" class="skip" onClick={skip}>
        Skip to the content
      </button>
      <a class="brand" href="#/" aria-label="Platewarden, to the bench">
        <img src="/plate.svg" alt="" width="36" height="36" />
        <span class="brand-word">Platewarden</span>
      </a>
      <nav class="pages" aria-label="Pages">
        {props.pages.map(({ page, title }) => (
          <a
            key={page}
            href={pageAddress(page)}
            {...(page === props.page ? { "aria-current": "page" } : {})}
          >
            {title}
          </a>
        ))}
      </nav>
      <ConnectionStrip state={props.state} />
      {bench === null ? null : <WaitingCounts bench={bench} />}
      <PersonMenu
        session={props.session}
        version={bench?.program.version ?? null}
        onShowShortcuts={props.onShowShortcuts}
      />
    </header>
  );
}

/** No link: the address after `#` names pages. */
function skip(): void {
  const main = document.querySelector("main");
  if (main === null) return;
  main.tabIndex = -1;
  main.focus();
}
