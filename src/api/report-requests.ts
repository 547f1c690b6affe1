import type { FastifyInstance } from "fastify";

export interface AnsweredRequest {
  /** The pattern of the route, never the address itself: `/api/v1/plates/:id`; `none` where nothing is. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** Null for live feeds, which last as long as somebody looks. */
  readonly seconds: number | null;
}

/**
 * Tells of every request that was answered, and writes it into the log under its id: what changes something at level
 * info, questions at level debug. Addresses are left out, because they may hold what was typed.
 */
export function reportRequests(
  app: FastifyInstance,
  onAnswered: (request: AnsweredRequest) => void,
): void {
  app.addHook("onResponse", async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? "none";
    const status = reply.statusCode;
    const type = String(reply.getHeader("content-type") ?? "");
    const seconds = type.startsWith("text/event-stream") ? null : reply.elapsedTime / 1000;
    onAnswered({ route, method, status, seconds });
    const level = method === "GET" || method === "HEAD" ? "debug" : "info";
    const tookMs = Math.round(reply.elapsedTime);
    request.log[level]({ method, route, status, tookMs }, "a request was answered");
  });
}
