/**
 * How often somebody may ask. People and pages stay far below: the limits are for programs run wild and for who
 * guesses. Nobody can use up another one's share: sessions and tokens have their own, and of those who are nobody yet
 * each name that is tried at signing in. Commands have no limit; who knows their secret can read the data folder.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";
import { type Caller, callerKey } from "./caller.ts";
import type { AnyRoute } from "./route.ts";

const WINDOW_MS = 60_000;

/** Within a minute. */
export interface MostRequests {
  /** Of one session, one token, or one address that is nobody yet. */
  readonly ofOne: number;
  /** From one address, that were refused. */
  readonly refused: number;
  /** Passwords, PINs and codes at one name; `src/access/slow-down.ts` slows wrong ones down long before. */
  readonly guesses: number;
}

/** A hundred a second for a whole minute: no bench with every page open comes near. */
export const USUAL_MOST: MostRequests = { ofOne: 6000, refused: 1200, guesses: 60 };

export interface RequestLimits {
  /** A request of this caller, or of nobody, that is let in. Throws TOO_MANY_REQUESTS. */
  admit(request: FastifyRequest, caller: Caller): Promise<void>;
  /** A request that was refused at the door. Throws TOO_MANY_REQUESTS in the place of the refusal. */
  refused(request: FastifyRequest): Promise<void>;
  /** A request with which a secret can be guessed. Throws TOO_MANY_REQUESTS. */
  guess(request: FastifyRequest, caller: Caller, route: AnyRoute, parts: unknown): Promise<void>;
}

type Limiter = ReturnType<FastifyInstance["createRateLimit"]>;

/** Goes with `@fastify/rate-limit`, registered on the same server. */
export function requestLimits(
  app: FastifyInstance,
  most: MostRequests = USUAL_MOST,
): RequestLimits {
  const keys = new WeakMap<FastifyRequest, string>();
  const keyGenerator = (request: FastifyRequest): string => keys.get(request) ?? request.ip;
  const limiter = (max: number): Limiter =>
    app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator });
  const ofOne = limiter(most.ofOne);
  const ofRefused = limiter(most.refused);
  const ofGuesses = limiter(most.guesses);

  async function count(request: FastifyRequest, key: string, limit: Limiter): Promise<void> {
    keys.set(request, key);
    const found = await limit(request);
    if (found.isAllowed || !found.isExceeded) return;
    throw new PlatewardenError(
      "TOO_MANY_REQUESTS",
      `More than ${found.max} requests of this kind came within a minute; the next is answered in ${found.ttlInSeconds} s.`,
      { detail: { retryAfterMs: found.ttl } },
    );
  }

  return {
    admit: async (request, caller) => {
      if (caller.kind === "command") return;
      await count(request, callerKey(caller) ?? `address ${request.ip}`, ofOne);
    },
    refused: (request) => count(request, request.ip, ofRefused),
    guess: async (request, caller, route, parts) => {
      if (route.guessable !== true) return;
      const key = callerKey(caller) ?? `address ${request.ip} ${triedName(parts)}`;
      await count(request, key, ofGuesses);
    },
  };
}

/** Whose secret it would be, hashed: what was scanned or typed is not kept. */
function triedName(parts: unknown): string {
  const { body } = parts as { body?: { name?: string; badge?: string } };
  const name = (body?.name ?? body?.badge ?? "").normalize("NFKC").toLowerCase();
  return createHash("sha256").update(name).digest("base64");
}
