import type { FastifyReply, FastifyRequest } from "fastify";

/** Where the cookie is sent to; with TLS the browser itself holds it to this server alone (RFC 6265bis, `__Host-`). */
const PATH = "/api";
const ENCRYPTED_PATH = "/";
const LONGEST_S = 12 * 3600;

function isEncrypted(request: FastifyRequest): boolean {
  return request.protocol === "https";
}

function attributes(request: FastifyRequest) {
  const secure = isEncrypted(request);
  return {
    path: secure ? ENCRYPTED_PATH : PATH,
    secure,
    httpOnly: true,
    sameSite: "strict",
  } as const;
}

/** A browser sends the cookies of one port to all of a computer: the name says whose it is. */
function cookieName(request: FastifyRequest): string {
  const port =
    /:(\d{1,5})$/.exec(request.headers.host ?? "")?.[1] ?? (isEncrypted(request) ? "443" : "80");
  return `${isEncrypted(request) ? "__Host-" : ""}platewarden_${port}`;
}

/** The secret of the session in the browser's cookie; null without one. */
export function sessionSecret(request: FastifyRequest): string | null {
  const value = request.cookies[cookieName(request)];
  return value === undefined || value === "" ? null : value;
}

/** No script can read it, and no page of another site has it sent. */
export function keepSession(reply: FastifyReply, secret: string): void {
  reply.setCookie(cookieName(reply.request), secret, {
    ...attributes(reply.request),
    maxAge: LONGEST_S,
  });
}

export function forgetSession(reply: FastifyReply): void {
  reply.clearCookie(cookieName(reply.request), attributes(reply.request));
}
