/** What stands behind the API, area by area. */
import type { Access } from "../access/access.ts";
import { accessSource } from "../api/access-source.ts";
import { ALL_ROUTES } from "../api/all-routes.ts";
import type { ServerOptions } from "../api/build-server.ts";
import { cohortSource } from "../api/cohort-view.ts";
import { layoutWorkshop } from "../api/layout-workshop.ts";
import { createNoticeService } from "../api/notice-service.ts";
import { createPlanService } from "../api/plan-service.ts";
import { rawSource } from "../api/plate-raw.ts";
import { createReviewService } from "../api/review-service.ts";
import { createTrailService } from "../api/trail-service.ts";
import type { BenchService } from "../api/views.ts";
import type { Worklist } from "../api/worklist.ts";
import type { ClockWatch } from "../clock/clock-watch.ts";
import type { GrowingCatalogue } from "../layout/layout-catalogue.ts";
import type { NoticeWay } from "../notices/notice-ways.ts";
import { sendAgain } from "../notices/outbox.ts";
import { settingsInUse } from "../pipeline/settings-in-use.ts";
import { reportSource } from "../report/report-source.ts";
import type { Store } from "../store/open-store.ts";
import { type Config, SHIPPED_LAYOUTS } from "./config.ts";
import type { Observed } from "./observe-daemon.ts";

/** An upgrade replaces that folder with everything in it. */
const SHIPPED_ARE_CLOSED =
  "These are the layouts that come with the program. Copy them into a folder of your own and name it with `layouts` in the configuration.";

export interface ServiceParts {
  readonly store: Store;
  readonly config: Config;
  readonly layouts: GrowingCatalogue;
  readonly bench: BenchService;
  readonly access: Access;
  readonly ways: readonly NoticeWay[];
  readonly clock: ClockWatch;
  readonly worklist: Worklist;
  readonly observed: Observed;
}

export function makeServices(parts: ServiceParts): ServerOptions["services"] {
  const { store, config, layouts, access, clock, worklist } = parts;
  const settings = () => settingsInUse(store).settings;
  return {
    access: accessSource(access, ALL_ROUTES),
    bench: parts.bench,
    ...parts.observed.services,
    plans: createPlanService({
      store,
      layouts,
      settings,
      readerIds: config.readers.map(({ id }) => id),
    }),
    raw: rawSource(store),
    reports: reportSource(store),
    cohort: cohortSource(store),
    layouts: layoutWorkshop({
      store,
      folder: config.layoutsFolder,
      closedBecause: config.layoutsFolder === SHIPPED_LAYOUTS ? SHIPPED_ARE_CLOSED : null,
      layouts,
    }),
    review: createReviewService({
      store,
      settings,
      verifyPassword: access.signIn.verifyPassword,
      clock,
      worklist,
    }),
    trail: createTrailService(store),
    notices: createNoticeService({
      store,
      ways: parts.ways.map(({ way, target }) => ({ way, to: target })),
      sendAgain: (id, by) => sendAgain(store, id, by),
    }),
  };
}
