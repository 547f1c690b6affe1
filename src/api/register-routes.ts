import type { FastifyInstance } from "fastify";
import { type CallerSource, requirePermission, subjectOf } from "./access-guard.ts";
import type { ApiServices } from "./api-services.ts";
import { readRequest } from "./request-schemas.ts";
import { type AnyRoute, API_ROOT } from "./route.ts";

/** Puts the routes behind the server: who asks is found out before what is asked is read. */
export function registerRoutes(
  app: FastifyInstance,
  routes: readonly AnyRoute[],
  services: ApiServices,
  callers: CallerSource,
): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `${API_ROOT}${route.path}`,
      ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
      handler: async (request, reply) => {
        const caller = await callers.callerOf(request, route);
        requirePermission(caller, route, subjectOf(request));
        const parts = readRequest(route.request, request);
        reply.status(route.status ?? 200);
        const stands = (): boolean => callers.stands(caller);
        return route.handle({ services, parts, caller, stands, reply });
      },
    });
  }
}
