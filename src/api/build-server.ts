import fastifyCookie from "@fastify/cookie";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { CallerSource } from "./access-guard.ts";
import { ALL_ROUTES } from "./all-routes.ts";
import type { ApiServices } from "./api-services.ts";
import { answerError, registerErrorAnswers } from "./error-answers.ts";
import { createLiveFeeds } from "./live-feeds.ts";
import { registerLoopbackGuard, setStrictHeaders } from "./loopback-guard.ts";
import { servedDocument } from "./openapi/served-document.ts";
import { registerPages } from "./pages.ts";
import { registerRoutes } from "./register-routes.ts";

/** Every body of the API is a short form; anything longer is a mistake. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** A barcode of 64 characters, each percent-encoded. */
const PARAMETER_LIMIT = 200;
const HEARTBEAT_MS = 15_000;

export interface ServerOptions {
  readonly services: Omit<ApiServices, "feeds" | "document">;
  /** Finds out who sends a request. */
  readonly callers: CallerSource;
  /** Folder of the built pages (`src/web/dist`); when it is missing a page says how to build them. */
  readonly webRoot: string;
  readonly logger: FastifyBaseLogger;
  /** How often an idle live feed shows that it is alive; 15 s unless told. */
  readonly heartbeatMs?: number;
}

/**
 * The HTTP face of the bench: JSON under `/api/v1` with the live feed, the pages at `/`.
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
  app.register(fastifyCookie);
  app.removeContentTypeParser("text/plain");
  registerErrorAnswers(app);
  registerLoopbackGuard(app);
  const feeds = createLiveFeeds(options.services.bench, options.heartbeatMs ?? HEARTBEAT_MS);
  app.addHook("preClose", async () => feeds.endAll());
  registerRoutes(
    app,
    ALL_ROUTES,
    { ...options.services, feeds, document: servedDocument(ALL_ROUTES) },
    options.callers,
  );
  registerPages(app, options.webRoot);
  return app;
}
