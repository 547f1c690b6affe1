import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";

/** The only names under which this server is reachable; a page of another site that points its own name here is refused. */
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

const readingMethods = new Set(["GET", "HEAD"]);

/** No inline script or style, nothing from elsewhere, no framing. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Strict browser headers for every answer, also for addresses that no hook sees because they cannot be read. */
export function setStrictHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    "content-security-policy": contentSecurityPolicy,
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
}

/**
 * Protects the server from web pages of elsewhere: foreign Host headers
 * (DNS rebinding) are refused, changes need our own Origin and a JSON body (which no foreign form can send),
 * and every answer carries strict browser headers.
 */
export function registerLoopbackGuard(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    setStrictHeaders(request, reply);
    refuseForeignHost(request);
    if (!readingMethods.has(request.method)) refuseForeignChange(request);
  });
}

function refuseForeignHost(request: FastifyRequest): void {
  const host = request.headers.host ?? "";
  if (loopbackHost.test(host)) return;
  throw new PlatewardenError(
    "HOST_REFUSED",
    `The request was addressed to ${host === "" ? "no host" : `“${host}”`}; this server answers only as localhost, 127.0.0.1 or [::1].`,
  );
}

function refuseForeignChange(request: FastifyRequest): void {
  const { headers } = request;
  const { host, origin } = headers;
  const site = headers["sec-fetch-site"];
  const foreignOrigin =
    origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase();
  const foreignSite = site !== undefined && site !== "same-origin" && site !== "none";
  // Whoever sends a cookie is a browser, and every browser says where a change comes from.
  const hidesOrigin = headers.cookie !== undefined && origin === undefined && site === undefined;
  if (foreignOrigin || foreignSite || hidesOrigin) {
    throw new PlatewardenError(
      "ORIGIN_REFUSED",
      `The request came from a page of ${origin ?? "another site"}, not from Platewarden's own.`,
    );
  }
  const contentType = headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new PlatewardenError(
      "CONTENT_TYPE_REFUSED",
      `The body is ${contentType === "" ? "of no stated type" : `“${contentType}”`}; only application/json is taken.`,
    );
  }
}
