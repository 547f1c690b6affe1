import type { AccessService } from "./access-service.ts";
import type { CohortSource } from "./cohort-views.ts";
import type { HealthService, IncidentService, MetricsSource } from "./health-views.ts";
import type { LayoutWorkshop } from "./layout-workshop.ts";
import type { LiveFeeds } from "./live-feeds.ts";
import type { NoticeService } from "./notice-service.ts";
import type { PlanService } from "./plan-service.ts";
import type { RawSource } from "./plate-raw.ts";
import type { ReportSource } from "./report-routes.ts";
import type { ReviewService } from "./review-service.ts";
import type { TrailService } from "./trail-service.ts";
import type { BenchService } from "./views.ts";

/** Everything behind the API, by area; each is made where the daemon is wired together. */
export interface ApiServices {
  readonly access: AccessService;
  readonly bench: BenchService;
  readonly plans: PlanService;
  readonly cohort: CohortSource;
  readonly health: HealthService;
  readonly incidents: IncidentService;
  readonly metrics: MetricsSource;
  readonly layouts: LayoutWorkshop;
  readonly notices: NoticeService;
  readonly raw: RawSource;
  readonly reports: ReportSource;
  readonly review: ReviewService;
  readonly trail: TrailService;
  readonly feeds: LiveFeeds;
  /** The OpenAPI document of the routes. */
  document(): unknown;
}
