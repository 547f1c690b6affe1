import { benchRoutes } from "./bench-routes.ts";
import { cohortRoutes } from "./cohort-routes.ts";
import { reportRoutes } from "./report-routes.ts";
import type { AnyRoute } from "./route.ts";

/** Everything that answers below `/api/v1`. */
export const ALL_ROUTES: readonly AnyRoute[] = [...benchRoutes, ...cohortRoutes, ...reportRoutes];
