import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { registerBenchRoutes } from "./bench-routes.ts";
import { registerCohortRoutes } from "./cohort-routes.ts";
import type { CohortSource } from "./cohort-views.ts";
import { answerError, registerErrorAnswers } from "./error-answers.ts";
import { registerEventStream } from "./event-stream.ts";
import { registerLoopbackGuard, setStrictHeaders } from "./loopback-guard.ts";
import { registerPages } from "./pages.ts";
import { type ReportSource, registerReportRoutes } from "./report-routes.ts";
import type { BenchService } from "./views.ts";

/** Every body of the API is a short form; anything longer is a mistake. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** A barcode of 64 characters, each percent-encoded. */
const PARAMETER_LIMIT = 200;
const HEARTBEAT_MS = 15_000;

export interface ServerOptions {
  readonly service: BenchService;
  /** Questions on the cohort; without it there are none. */
  readonly cohort?: CohortSource;
  /** Printable reports; without it there are none. */
  readonly reports?: ReportSource;
  /** Folder of the built pages (`src/web/dist`); when it is missing a page says how to build them. */
  readonly webRoot: string;
  readonly logger: FastifyBaseLogger;
  /** How often an idle live feed shows that it is alive; 15 s unless told. */
  readonly heartbeatMs?: number;
}

/**
 * The HTTP face of the bench: JSON under `/api`, the live feed at `/api/events`, the pages at `/`.
 * It answers only requests addressed to this computer's own loopback name. The caller listens and closes;
 * closing ends every live feed. Every refusal has an `ErrorView` as its body.
 */
export function buildServer(options: ServerOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    frameworkErrors: (error, request, reply) => {
      setStrictHeaders(request, reply);
      answerError(error, request, reply);
    },
    routerOptions: { maxParamLength: PARAMETER_LIMIT },
  });
  app.removeContentTypeParser("text/plain");
  registerErrorAnswers(app);
  registerLoopbackGuard(app);
  registerBenchRoutes(app, options.service);
  if (options.cohort !== undefined) registerCohortRoutes(app, options.cohort);
  if (options.reports !== undefined) registerReportRoutes(app, options.reports);
  registerEventStream(app, options.service, options.heartbeatMs ?? HEARTBEAT_MS);
  registerPages(app, options.webRoot);
  return app;
}
