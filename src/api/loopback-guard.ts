import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";
import type { WebDoor } from "./web-door.ts";

/** What the guard has to know of the server it stands before. */
export type GuardedDoor = Pick<WebDoor, "isEncrypted" | "names">;

/** This computer's own names: a page of another site that points its own name here is refused. */
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

/** Nothing of this is used; a script that got into the page could not use it either. */
const permissionsPolicy = [
  "camera",
  "display-capture",
  "geolocation",
  "hid",
  "microphone",
  "payment",
  "serial",
  "usb",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** Headers of every answer whatever, also of those that are written without a request. */
export const STRICT_HEADERS = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": permissionsPolicy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

const ONE_YEAR_S = 365 * 24 * 3600;

/** Strict browser headers for every answer, also for addresses that no hook sees because they cannot be read. */
export function setStrictHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  door: GuardedDoor,
): void {
  reply.headers(STRICT_HEADERS);
  // The pages' own files say otherwise for themselves.
  reply.header("cache-control", "no-store");
  // On “localhost” it would keep a browser from every other program of this computer that serves without TLS.
  if (door.isEncrypted && isNamed(request, door) && !isLoopback(request)) {
    reply.header("strict-transport-security", `max-age=${ONE_YEAR_S}`);
  }
}

/**
 * Protects the server from web pages of elsewhere: foreign Host headers
 * (DNS rebinding) are refused, changes need our own Origin and a JSON body (which no foreign form can send),
 * and every answer carries strict browser headers.
 */
export function registerLoopbackGuard(app: FastifyInstance, door: GuardedDoor): void {
  app.addHook("onRequest", async (request, reply) => {
    setStrictHeaders(request, reply, door);
    refuseForeignHost(request, door);
    if (!readingMethods.has(request.method)) refuseForeignChange(request, door);
  });
}

/** Addressed to one of the configured names, with whatever port. */
function isNamed(request: FastifyRequest, { names }: GuardedDoor): boolean {
  const host = (request.headers.host ?? "").replace(/:\d{1,5}$/, "").toLowerCase();
  return names.some((name) => name.toLowerCase() === host);
}

function isLoopback({ headers }: FastifyRequest): boolean {
  return loopbackHost.test(headers.host ?? "");
}

function refuseForeignHost(request: FastifyRequest, door: GuardedDoor): void {
  const host = request.headers.host ?? "";
  if (isLoopback(request) || isNamed(request, door)) return;
  const names = [...door.names, "localhost", "127.0.0.1"].join(", ");
  throw new PlatewardenError(
    "HOST_REFUSED",
    `The request was addressed to ${host === "" ? "no host" : `“${host}”`}; this server answers only as ${names} or [::1].`,
  );
}

function refuseForeignChange(request: FastifyRequest, { isEncrypted }: GuardedDoor): void {
  const { headers } = request;
  const { host, origin } = headers;
  const own = `${isEncrypted ? "https" : "http"}://${host}`;
  const site = headers["sec-fetch-site"];
  const foreignOrigin = origin !== undefined && origin.toLowerCase() !== own.toLowerCase();
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
