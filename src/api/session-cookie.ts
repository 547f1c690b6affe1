import type { FastifyReply, FastifyRequest } from "fastify";

const DEFAULT_PORT = "80";
const PATH = "/api";
const LONGEST_S = 12 * 3600;

/** A browser sends the cookies of one port to all of a computer: the name says whose it is. */
function cookieName(request: FastifyRequest): string {
  const port = /:(\d{1,5})$/.exec(request.headers.host ?? "")?.[1] ?? DEFAULT_PORT;
  return `platewarden_${port}`;
}

/** The secret of the session in the browser's cookie; null without one. */
export function sessionSecret(request: FastifyRequest): string | null {
  const value = request.cookies[cookieName(request)];
  return value === undefined || value === "" ? null : value;
}

/** No script can read it, and no page of another site has it sent. */
export function keepSession(reply: FastifyReply, secret: string): void {
  reply.setCookie(cookieName(reply.request), secret, {
    path: PATH,
    httpOnly: true,
    sameSite: "strict",
    maxAge: LONGEST_S,
  });
}

export function forgetSession(reply: FastifyReply): void {
  reply.clearCookie(cookieName(reply.request), { path: PATH, httpOnly: true, sameSite: "strict" });
}
