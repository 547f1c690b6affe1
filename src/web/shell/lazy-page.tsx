import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { BenchState } from "../live/bench-store.ts";
import type { PageName, Route } from "../route.ts";

export interface PageProps {
  readonly state: BenchState;
  readonly route: Route;
}

type Page = ComponentType<PageProps>;

/** Every page but the bench and the plate comes when it is first asked for: the first load stays small. */
const LOADERS: Readonly<Partial<Record<PageName, () => Promise<{ default: Page }>>>> = {
  plan: () => import("../plan/plan-page.tsx"),
  review: () => import("../review/review-page.tsx"),
  cohort: () => import("../cohort/cohort-page.tsx"),
  layouts: () => import("../layouts/layouts-page.tsx"),
  trail: () => import("../trail/trail-page.tsx"),
  notices: () => import("../trail/notices-page.tsx"),
  people: () => import("../people/people-page.tsx"),
  account: () => import("../people/account-page.tsx"),
};

export function LazyPage(props: PageProps) {
  const name = props.route.page;
  const [loaded, setLoaded] = useState<{ name: PageName; Page: Page } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    setProblem(null);
    LOADERS[name]?.().then(
      (module) => wanted && setLoaded({ name, Page: module.default }),
      () => wanted && setProblem("This page could not be loaded. Load the whole page again."),
    );
    return () => {
      wanted = false;
    };
  }, [name]);
  if (problem !== null) return <main class="loading">{problem}</main>;
  if (loaded === null || loaded.name !== name) return <main class="loading" aria-busy="true" />;
  return <loaded.Page {...props} />;
}
