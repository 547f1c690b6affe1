import { benchRoutes } from "./bench-routes.ts";
import { cohortRoutes } from "./cohort-routes.ts";
import { healthRoutes } from "./health-routes.ts";
import { lampRoutes } from "./lamp-routes.ts";
import { layoutRoutes } from "./layout-routes.ts";
import { noticeRoutes } from "./notice-routes.ts";
import { openApiRoutes } from "./openapi/openapi-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { planRoutes } from "./plan-routes.ts";
import { plateRoutes } from "./plate-routes.ts";
import { reportRoutes } from "./report-routes.ts";
import { reviewRoutes } from "./review-routes.ts";
import type { AnyRoute } from "./route.ts";
import { sessionRoutes } from "./session-routes.ts";
import { trailRoutes } from "./trail-routes.ts";

/** Everything that answers below `/api/v1`. */
export const ALL_ROUTES: readonly AnyRoute[] = [
  ...sessionRoutes,
  ...peopleRoutes,
  ...benchRoutes,
  ...healthRoutes,
  ...lampRoutes,
  ...cohortRoutes,
  ...layoutRoutes,
  ...planRoutes,
  ...plateRoutes,
  ...reportRoutes,
  ...reviewRoutes,
  ...trailRoutes,
  ...noticeRoutes,
  ...openApiRoutes,
];
