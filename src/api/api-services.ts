import type { CohortSource } from "./cohort-views.ts";
import type { LiveFeeds } from "./live-feeds.ts";
import type { ReportSource } from "./report-routes.ts";
import type { BenchService } from "./views.ts";

/** Everything behind the API, by area; each is made where the daemon is wired together. */
export interface ApiServices {
  readonly bench: BenchService;
  readonly cohort: CohortSource;
  readonly reports: ReportSource;
  readonly feeds: LiveFeeds;
}
