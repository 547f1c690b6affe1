import fastifyCookie from "@fastify/cookie";
import fastifyRateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { CallerSource } from "./access-guard.ts";
import { ALL_ROUTES } from "./all-routes.ts";
import { answerUnreadable } from "./answer-unreadable.ts";
import type { ApiServices } from "./api-services.ts";
import { answerError, registerErrorAnswers } from "./error-answers.ts";
import { createLiveFeeds } from "./live-feeds.ts";
import { registerLoopbackGuard, setStrictHeaders } from "./loopback-guard.ts";
import { servedDocument } from "./openapi/served-document.ts";
import { registerPages } from "./pages.ts";
import { registerRoutes } from "./register-routes.ts";
import { type AnsweredRequest, reportRequests } from "./report-requests.ts";
import type { MostRequests } from "./request-limits.ts";
import { type WebDoor, webDoor } from "./web-door.ts";

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
  /** How it is reached; unencrypted unless told. */
  readonly door?: WebDoor;
  /** Called with every request that was answered. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
  /** How often anybody may ask; for tests. */
  readonly most?: MostRequests;
  /** How often an idle live feed shows that it is alive; 15 s unless told. */
  readonly heartbeatMs?: number;
}

/**
 * The HTTP face of the bench: JSON under `/api/v1` with the live feed, the pages at `/`.
 * It answers only requests addressed to this computer's own loopback name or to one of the door's. The caller listens
 * and closes;
 * closing ends every live feed. Every refusal has an `ErrorView` as its body.
 */
export function buildServer(options: ServerOptions): FastifyInstance {
  const door = options.door ?? webDoor();
  const app = Fastify({
    serverFactory: (listener) => door.makeServer(listener),
    clientErrorHandler: answerUnreadable,
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "request" }),
    bodyLimit: BODY_LIMIT_BYTES,
    frameworkErrors: (error, request, reply) => {
      setStrictHeaders(request, reply, door);
      answerError(error, request, reply);
    },
    routerOptions: { maxParamLength: PARAMETER_LIMIT },
  });
  app.register(fastifyCookie);
  app.removeContentTypeParser("text/plain");
  registerErrorAnswers(app);
  reportRequests(app, options.onAnswered ?? (() => undefined));
  registerLoopbackGuard(app, door);
  const feeds = createLiveFeeds(options.services.bench, options.heartbeatMs ?? HEARTBEAT_MS);
  app.addHook("preClose", async () => feeds.endAll());
  app.register(fastifyRateLimit, { global: false });
  app.register(async (api) => {
    const services = { ...options.services, feeds, document: servedDocument(ALL_ROUTES) };
    registerRoutes(api, ALL_ROUTES, services, options.callers, options.most);
  });
  registerPages(app, options.webRoot);
  return app;
}
