import type { FastifyInstance, FastifyRequest } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";
import { type CallerSource, requirePermission, subjectOf } from "./access-guard.ts";
import type { ApiServices } from "./api-services.ts";
import type { Caller } from "./caller.ts";
import { type MostRequests, type RequestLimits, requestLimits } from "./request-limits.ts";
import { readRequest } from "./request-schemas.ts";
import { type AnyRoute, API_ROOT } from "./route.ts";

/**
 * Puts the routes behind the server: who asks is found out before what is asked is read. Needs `@fastify/rate-limit` on
 * the server.
 */
export function registerRoutes(
  app: FastifyInstance,
  routes: readonly AnyRoute[],
  services: ApiServices,
  callers: CallerSource,
  most?: MostRequests,
): void {
  const limits = requestLimits(app, most);
  const places = routes.flatMap((route) => [
    { route, url: `${API_ROOT}${route.path}` },
    ...(route.alsoAt === undefined ? [] : [{ route, url: route.alsoAt }]),
  ]);
  for (const { route, url } of places) {
    app.route({
      method: route.method,
      url,
      ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
      handler: async (request, reply) => {
        const caller = await callerWithin(limits, callers, request, route, services);
        const parts = readRequest(route.request, request);
        await limits.guess(request, caller, route, parts);
        callers.spend(caller, request, route);
        reply.status(route.status ?? 200);
        const stands = (): boolean => callers.stands(caller);
        return route.handle({ services, parts, caller, stands, reply });
      },
    });
  }
}

/** Who asks and may: somebody who asks too often, let in or refused, is told that in its place. */
async function callerWithin(
  limits: RequestLimits,
  callers: CallerSource,
  request: FastifyRequest,
  route: AnyRoute,
  services: ApiServices,
): Promise<Caller> {
  let caller: Caller;
  try {
    caller = await callers.callerOf(request, route);
    const isOpen = route.openTo?.(request, services) ?? false;
    if (!isOpen) requirePermission(caller, route, subjectOf(request));
  } catch (error) {
    // A locked page knows what to do, and nobody can lock a session that is not theirs.
    if (!isLocked(error)) await limits.refused(request);
    throw error;
  }
  await limits.admit(request, caller);
  return caller;
}

function isLocked(error: unknown): boolean {
  return error instanceof PlatewardenError && error.code === "SESSION_LOCKED";
}
