/**
 * What a route of the API is: data from which the server, the check of permissions and the OpenAPI document are all
 * made. Routes stand in lists (`*-routes.ts`), joined in `all-routes.ts`; nothing else answers below `/api`.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Permission } from "../domain/person.ts";
import type { ApiServices } from "./api-services.ts";
import type { Caller } from "./caller.ts";

export const API_ROOT = "/api/v1";

export type Tag =
  | "session"
  | "people"
  | "bench"
  | "plates"
  | "plans"
  | "review"
  | "layouts"
  | "cohort"
  | "trail"
  | "notices";

export interface Route<Parts> {
  /** Unique name in the OpenAPI document, e.g. `startRun`. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `API_ROOT`, with Fastify's parameters: `/plates/:id`. */
  readonly path: string;
  /** A second address, from the root: one that programs of other makers ask by habit. */
  readonly alsoAt?: string;
  readonly tag: Tag;
  /** One line. */
  readonly summary: string;
  /** What it takes; `anybody` needs no sign-in at all, `signed-in` any person, token or command. */
  readonly needs: Permission | "anybody" | "signed-in";
  /** True for a request that everybody may send, whatever `needs` says. */
  readonly openTo?: (request: FastifyRequest, services: ApiServices) => boolean;
  /** True where a supervisor who holds the permission can let somebody who does not do it once. */
  readonly authorisable?: true;
  /** True where a password, PIN or code is sent, which somebody might guess. */
  readonly guessable?: true;
  /** True for requests that a page makes by itself; they do not keep a session from locking. */
  readonly quiet?: true;
  /** Zod object with `params`, `query`, `body` and `headers` as far as the route has them. */
  readonly request: z.ZodType<Parts>;
  /** Longest body in bytes where 16 kB are too few. */
  readonly bodyLimitBytes?: number;
  /** Status of success; 200 unless told. */
  readonly status?: 200 | 201 | 204;
  /**
   * Name of the exported view type in `*-views.ts` that it answers with (`PlateView`, `RunView[]`), `nothing`, or the
   * media type of a file (`application/pdf`).
   */
  readonly answer: string;
  /** A method, so that routes of all kinds fit into one list. */
  handle(call: RouteCall<Parts>): unknown;
}

export interface RouteCall<Parts> {
  readonly services: ApiServices;
  /** The validated parts of the request. */
  readonly parts: Parts;
  readonly caller: Caller;
  /** For answers that last: false as soon as the caller's session is locked or has ended. */
  stands(): boolean;
  /** For headers and files; most routes just return their view. */
  readonly reply: FastifyReply;
}

/** Lets the compiler find `Parts` out of the schema. */
export function route<Parts>(definition: Route<Parts>): AnyRoute {
  return definition;
}

/** A route in a list; its request and its handler fit each other because `route` made it. */
export type AnyRoute = Route<unknown>;
