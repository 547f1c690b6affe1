/** Who may use which route. How callers are known is the business of `CallerSource`. */
import type { FastifyRequest } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";
import type { Caller } from "./caller.ts";
import type { AnyRoute } from "./route.ts";

export interface CallerSource {
  /**
   * Who sends this request. Nobody is `kind: "nobody"`; a session that is locked, a token that is not valid any more
   * or an authorisation that does not fit throws.
   */
  callerOf(request: FastifyRequest, route: AnyRoute): Caller | Promise<Caller>;
  /**
   * Takes the authorisation with which this caller was let in, now that the request can be carried out: one that
   * could not be read has not used it up. Throws AUTHORISATION_REFUSED when another request was quicker.
   */
  spend(caller: Caller, request: FastifyRequest, route: AnyRoute): void;
  /** False as soon as the session is locked or has ended, or the token is not good any more. */
  stands(caller: Caller): boolean;
}

/** What a request is about: the parameters of its path in their order, joined by a slash; empty without any. */
export function subjectOf(request: FastifyRequest): string {
  const { params } = request;
  return typeof params === "object" && params !== null ? Object.values(params).join("/") : "";
}

/** Throws NOT_SIGNED_IN or NOT_PERMITTED. */
export function requirePermission(caller: Caller, route: AnyRoute, subject: string): void {
  if (route.needs === "anybody") return;
  if (caller.kind === "nobody") {
    throw new PlatewardenError("NOT_SIGNED_IN", "Nobody is signed in here.");
  }
  if (route.needs === "signed-in" || caller.permissions.has(route.needs)) return;
  throw new PlatewardenError(
    "NOT_PERMITTED",
    `${caller.name} may not do this: it needs the permission to ${route.needs}.`,
    {
      detail: {
        needs: route.needs,
        operation: route.operation,
        authorisable: route.authorisable ?? false,
        subject,
      },
    },
  );
}

/** For what only a person with a session can have done. Throws PERSON_NEEDED. */
export function requirePerson(caller: Caller): Extract<Caller, { kind: "person" }> {
  if (caller.kind === "person") return caller;
  throw new PlatewardenError("PERSON_NEEDED", `${caller.name} is no person with a session.`);
}
