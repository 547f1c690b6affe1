import type { Permission, PersonRole } from "../domain/person.ts";

interface CallerParts {
  /** What stands in the audit trail and beside what was done. */
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** A person with a session that is neither locked nor ended. */
export interface PersonCaller extends CallerParts {
  readonly kind: "person";
  readonly personId: string;
  readonly role: PersonRole;
  readonly sessionId: string;
  /** A badge gives the permissions of the bench only. */
  readonly method: "password" | "badge";
  /** The supervisor who authorised this one request; null for what the person may do alone. */
  readonly authorisedBy: string | null;
}

/** A program with a token. */
export interface TokenCaller extends CallerParts {
  readonly kind: "token";
  readonly tokenId: string;
}

/** A command on this computer, by whoever may read the data folder; `name` is who the command says it is. */
export interface CommandCaller extends CallerParts {
  readonly kind: "command";
}

export interface NobodyCaller extends CallerParts {
  readonly kind: "nobody";
}

/** Tells one session or token from another; null for nobody, and for commands, which all have the same secret. */
export function callerKey(caller: Caller): string | null {
  if (caller.kind === "person") return `session ${caller.sessionId}`;
  return caller.kind === "token" ? `token ${caller.tokenId}` : null;
}

/** Who sends a request, as the server has found out before a route sees it. */
export type Caller = PersonCaller | TokenCaller | CommandCaller | NobodyCaller;
