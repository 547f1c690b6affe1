/** Who sends a request: a person by the cookie of a session, a program by its token, a command by its secret. */
import type { FastifyRequest } from "fastify";
import type { Access } from "../access/access.ts";
import type { AuthorisedAct } from "../access/authorisations.ts";
import { isSameSecret } from "../access/hash-secret.ts";
import { requirePersonName } from "../access/person-name.ts";
import { mustChangePassword, permissionsOf } from "../access/person-permissions.ts";
import type { FoundSession } from "../access/sessions.ts";
import { scopesOf } from "../access/tokens.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Permission } from "../domain/person.ts";
import { type CallerSource, subjectOf } from "./access-guard.ts";
import type { Caller, CommandCaller, NobodyCaller, PersonCaller, TokenCaller } from "./caller.ts";
import { AUTHORISATION_HEADER, OPERATOR_HEADER } from "./header-names.ts";
import type { AnyRoute } from "./route.ts";
import { sessionSecret } from "./session-cookie.ts";

/** Commands do what is done at the bench; accounts they change on the database itself. */
const COMMAND_PERMISSIONS: readonly Permission[] = ["look", "bench", "plan", "metrics"];

const NOBODY: NobodyCaller = { kind: "nobody", name: "nobody", permissions: new Set() };

export function callerSource(access: Access): CallerSource {
  function programOf(secret: string): TokenCaller {
    const row = access.tokens.use(secret);
    return {
      kind: "token",
      name: `token ${row.name}`,
      tokenId: row.id,
      permissions: new Set(scopesOf(row)),
    };
  }

  function commandOf(secret: string, request: FastifyRequest): CommandCaller {
    if (!isSameSecret(access.commandSecret, secret)) {
      throw new PlatewardenError("TOKEN_REFUSED", "This is not the secret of the running daemon.");
    }
    return {
      kind: "command",
      name: operatorOf(request),
      permissions: new Set(COMMAND_PERMISSIONS),
    };
  }

  function byAuthorization(authorization: string, request: FastifyRequest): Caller {
    const [, scheme, secret] = /^(Bearer|Command) +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    if (scheme === undefined || secret === undefined) {
      throw new PlatewardenError(
        "TOKEN_REFUSED",
        "The header `authorization` is of no known form.",
      );
    }
    return scheme.toLowerCase() === "bearer" ? programOf(secret) : commandOf(secret, request);
  }

  /** Adds the one permission that a supervisor gave for this request; it is used up by `spend`. */
  function authorised(
    caller: PersonCaller,
    needs: Permission,
    request: FastifyRequest,
    route: AnyRoute,
  ): PersonCaller {
    const id = request.headers[AUTHORISATION_HEADER];
    if (typeof id !== "string" || caller.permissions.has(needs)) return caller;
    const authorisedBy = access.authorisations.look(id, actOf(caller, request, route));
    return { ...caller, authorisedBy, permissions: new Set([...caller.permissions, needs]) };
  }

  function personOf(session: FoundSession, request: FastifyRequest, route: AnyRoute): PersonCaller {
    const { row, person } = session;
    const proved = { person, method: row.method };
    const { needs } = route;
    const isOpen = needs === "anybody" || needs === "signed-in";
    if (!isOpen && mustChangePassword(proved)) {
      throw new PlatewardenError(
        "PASSWORD_CHANGE_NEEDED",
        `${person.name} has a password that somebody else set.`,
      );
    }
    if (route.quiet !== true) access.sessions.touch(session);
    const caller: PersonCaller = {
      kind: "person",
      personId: person.id,
      name: person.name,
      role: person.role,
      sessionId: row.id,
      method: row.method,
      authorisedBy: null,
      permissions: new Set(permissionsOf(proved)),
    };
    return isOpen || route.authorisable !== true
      ? caller
      : authorised(caller, needs, request, route);
  }

  function bySession(secret: string, request: FastifyRequest, route: AnyRoute): Caller {
    const session = access.sessions.find(secret);
    if (session !== null && !session.isLocked) return personOf(session, request, route);
    if (route.needs === "anybody") return NOBODY;
    if (session === null) throw new PlatewardenError("SESSION_ENDED", "The session has ended.");
    throw new PlatewardenError(
      "SESSION_LOCKED",
      `The session of ${session.person.name} is locked.`,
    );
  }

  return {
    callerOf: (request, route) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) return byAuthorization(authorization, request);
      const secret = sessionSecret(request);
      return secret === null ? NOBODY : bySession(secret, request, route);
    },
    spend: (caller, request, route) => {
      if (caller.kind !== "person" || caller.authorisedBy === null) return;
      const id = String(request.headers[AUTHORISATION_HEADER]);
      access.authorisations.use(id, actOf(caller, request, route));
    },
    stands: (caller) => {
      if (caller.kind === "person") return access.sessions.stands(caller.sessionId);
      return caller.kind === "token" ? access.tokens.stands(caller.tokenId) : true;
    },
  };
}

function actOf(caller: PersonCaller, request: FastifyRequest, route: AnyRoute): AuthorisedAct {
  return {
    sessionId: caller.sessionId,
    personName: caller.name,
    operation: route.operation,
    subject: subjectOf(request),
  };
}

/** Who a command says it is. */
function operatorOf(request: FastifyRequest): string {
  const sent = request.headers[OPERATOR_HEADER];
  if (typeof sent !== "string") return "command";
  try {
    return requirePersonName(decoded(sent));
  } catch (cause) {
    throw new PlatewardenError(
      "REQUEST_INVALID",
      `The header ${OPERATOR_HEADER} must be a person's name, percent-encoded.`,
      { cause },
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
