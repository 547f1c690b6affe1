/** Accounts, sessions, tokens and the set-up of a bench, wired together. */
import type { PersonRow } from "../store/people.ts";
import type { AccessParts } from "./access-parts.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import { type Authorisations, createAuthorisations } from "./authorisations.ts";
import { newSecret } from "./hash-secret.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { newSetUpCode } from "./set-up-code.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import { type SignInAttempts, signInAttempts } from "./sign-in-attempts.ts";
import { createTokens, type Tokens } from "./tokens.ts";

export interface Access {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly signIn: SignIn;
  readonly tokens: Tokens;
  readonly authorisations: Authorisations;
  /** With it the first administrator is made; null when there is one. */
  readonly setUpCode: string | null;
  /** With it the commands on this computer show that they may read the data folder. */
  readonly commandSecret: string;
  /** So long nobody may touch the page before it locks. */
  readonly lockAfterMs: number;
  readonly nowMs: () => number;
}

export interface AccessOptions extends AccessParts {
  readonly lockAfterMs: number;
  /** Somebody has failed often in a row at this account. */
  readonly onManyFailures?: (person: PersonRow, failures: number) => void;
}

/** One of them works on a database at a time: what is being compared is known to it alone. */
export function createAccess(options: AccessOptions): Access {
  const { nowMs, lockAfterMs, onManyFailures = () => undefined } = options;
  const accounts = createAccounts(options);
  const sessions = createSessions(options);
  const attempts = signInAttempts({ ...options, onManyFailures });
  return {
    accounts,
    sessions,
    attempts,
    signIn: createSignIn({ ...options, accounts, sessions, attempts }),
    tokens: createTokens(options),
    authorisations: createAuthorisations(options),
    setUpCode: accounts.lacksAdministrator() ? newSetUpCode() : null,
    commandSecret: newSecret(),
    lockAfterMs,
    nowMs,
  };
}
