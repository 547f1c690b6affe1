/** Tokens of programs. The secret is shown once, when the token is made. */
import { PlatewardenError } from "../domain/errors.ts";
import { nameKey } from "../domain/name-key.ts";
import { SCOPES, type Scope } from "../domain/person.ts";
import type { TokenRow } from "../store/tokens.ts";
import { type AccessParts, utcOf } from "./access-parts.ts";
import { newSecret, secretHash } from "./hash-secret.ts";

/** By which people and programs that look for leaked secrets know one. */
const PREFIX = "pw_";

/** So exactly is stored when a token was last used. */
const STORED_EVERY_MS = 60_000;

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601 UTC; without it the token is good until it is revoked. */
  readonly endsAtUtc?: string | undefined;
}

export interface Tokens {
  /** Oldest first, with those that are not good any more. */
  all(): readonly TokenRow[];
  /** Throws TOKEN_INVALID. */
  add(token: NewToken, by: string): { readonly row: TokenRow; readonly secret: string };
  /** Throws TOKEN_UNKNOWN, also for one that is revoked already. */
  revoke(id: string, reason: string, by: string): TokenRow;
  /** The token that is shown, marked as used. Throws TOKEN_REFUSED when it is not good (any more). */
  use(secret: string): TokenRow;
  stands(id: string): boolean;
}

/** What a token allows. */
export function scopesOf(row: TokenRow): readonly Scope[] {
  const stored: unknown = JSON.parse(row.scopes);
  return Array.isArray(stored) ? SCOPES.filter((scope) => stored.includes(scope)) : [];
}

export function createTokens(parts: AccessParts): Tokens {
  const { store, nowMs } = parts;

  function isGood(row: TokenRow | null): row is TokenRow {
    if (row === null || row.revoked_at_utc !== null) return false;
    return row.ends_at_utc === null || nowMs() < Date.parse(row.ends_at_utc);
  }

  function audit(action: string, row: TokenRow, by: string, detail: object): void {
    const atUtc = utcOf(parts);
    const said = { name: row.name, ...detail };
    store.journal.audit({ atUtc, actor: by, action, subject: row.id, detail: said });
    store.journal.change("token", row.id, atUtc);
  }

  function refuseTaken(name: string): void {
    const isTaken = store.tokens
      .all()
      .some((row) => isGood(row) && nameKey(row.name) === nameKey(name));
    if (isTaken) invalid(`a token of the name ${name} is in use`);
  }

  function markUsed(row: TokenRow): void {
    const last = row.last_used_at_utc;
    if (last !== null && Math.abs(nowMs() - Date.parse(last)) < STORED_EVERY_MS) return;
    try {
      store.inTransaction(() => store.tokens.used(row.id, utcOf(parts)));
    } catch {
      // Whoever asks how the bench is must be answered also while nothing can be stored.
    }
  }

  return {
    all: () => store.tokens.all(),
    add: ({ name, scopes, endsAtUtc }, by) => {
      const endsMs = endsAtUtc === undefined ? null : Date.parse(endsAtUtc);
      if (endsMs !== null && !(endsMs > nowMs())) invalid("its end is not in the future");
      if (scopes.length === 0) invalid("it would allow nothing");
      const secret = `${PREFIX}${newSecret()}`;
      const row: TokenRow = {
        id: store.newId(),
        name,
        secret_sha256: secretHash(secret),
        scopes: JSON.stringify(SCOPES.filter((scope) => scopes.includes(scope))),
        created_by: by,
        created_at_utc: utcOf(parts),
        ends_at_utc: endsMs === null ? null : new Date(endsMs).toISOString(),
        last_used_at_utc: null,
        revoked_by: null,
        revoked_because: null,
        revoked_at_utc: null,
      };
      store.inTransaction(() => {
        refuseTaken(name);
        store.tokens.insert(row);
        audit("token.add", row, by, { scopes: scopesOf(row), endsAtUtc: row.ends_at_utc });
      });
      return { row, secret };
    },
    revoke: (id, reason, by) =>
      store.inTransaction(() => {
        const row = store.tokens.byId(id);
        if (row === null || row.revoked_at_utc !== null) {
          throw new PlatewardenError("TOKEN_UNKNOWN", "No such token can be revoked.");
        }
        store.tokens.revoke(id, by, reason, utcOf(parts));
        audit("token.revoke", row, by, { reason });
        return store.tokens.byId(id) ?? row;
      }),
    use: (secret) => {
      const row = store.tokens.bySecret(secretHash(secret));
      if (!isGood(row)) {
        throw new PlatewardenError(
          "TOKEN_REFUSED",
          "The token is unknown, has ended or was revoked.",
        );
      }
      markUsed(row);
      return row;
    },
    stands: (id) => isGood(store.tokens.byId(id)),
  };
}

function invalid(why: string): never {
  throw new PlatewardenError("TOKEN_INVALID", `This token cannot be made: ${why}.`);
}
