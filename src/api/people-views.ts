/** What is shown of people, sessions and tokens; never a hash, a PIN or a token's secret after it was made. */
import type { Permission, PersonRole, Scope } from "../domain/person.ts";

/** What a page asks first. */
export interface SessionView {
  /** set-up: nobody can sign in yet, an administrator must be made with the set-up code. */
  readonly state: "set-up" | "signed-out" | "locked" | "signed-in";
  /** Who is signed in or locked out; null otherwise. */
  readonly person: { readonly id: string; readonly name: string; readonly role: PersonRole } | null;
  readonly method: "password" | "badge" | null;
  readonly permissions: readonly Permission[];
  /** So long nobody may touch the page before it locks. */
  readonly lockAfterMs: number;
  readonly locksAtUtc: string | null;
  readonly endsAtUtc: string | null;
  /** True while the password is one that an administrator set. */
  readonly mustChangePassword: boolean;
}

export interface SetUpRequest {
  /** Printed where the daemon was started; good until the first administrator exists. */
  readonly code: string;
  readonly name: string;
  readonly password: string;
}

/** By name and password, or by badge and PIN. A locked session of the same person goes on. */
export type SignInRequest =
  | { readonly name: string; readonly password: string }
  | { readonly badge: string; readonly pin: string };

export interface ChangePasswordRequest {
  readonly oldPassword: string;
  readonly newPassword: string;
}

export interface SetPinRequest {
  readonly password: string;
  readonly pin: string;
}

/** A supervisor lets the person who is signed in do one thing that only the supervisor may. */
export interface AuthoriseRequest {
  readonly operation: string;
  /** What it is done to, e.g. the plate's id; as in the path of the request that is let through. */
  readonly subject: string;
  readonly supervisor: SignInRequest;
}

/** A session that a person began, as the account page lists it. */
export interface SignedInView {
  readonly atUtc: string;
  readonly method: "password" | "badge";
  readonly endedAtUtc: string | null;
  /** Why it ended, in words; null while it goes on. */
  readonly endedBecause: string | null;
  /** True for the one that asks. */
  readonly present: boolean;
}

/** Send `platewarden-authorisation: ID` with the one request; it is good once, for a minute. */
export interface AuthorisationView {
  readonly id: string;
  readonly by: string;
  readonly expiresAtUtc: string;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly role: PersonRole;
  readonly active: boolean;
  readonly badge: string | null;
  readonly hasPin: boolean;
  readonly mustChangePassword: boolean;
  readonly createdAtUtc: string;
  readonly lastSignInAtUtc: string | null;
  readonly failuresSinceSignIn: number;
}

/** With a first password that must be changed at the first sign-in. */
export interface AddPersonRequest {
  readonly name: string;
  readonly role: PersonRole;
  readonly password: string;
  readonly badge?: string | undefined;
}

export interface ChangePersonRequest {
  readonly role?: PersonRole | undefined;
  readonly active?: boolean | undefined;
  readonly badge?: string | null | undefined;
  /** Sets a new first password. */
  readonly password?: string | undefined;
  readonly reason: string;
}

export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly createdAtUtc: string;
  readonly lastUsedAtUtc: string | null;
  readonly endsAtUtc: string | null;
  readonly revoked: { readonly by: string; readonly reason: string; readonly atUtc: string } | null;
}

export interface AddTokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly endsAtUtc?: string | undefined;
}

/** The only answer that holds the secret. */
export interface NewTokenView {
  readonly token: TokenView;
  readonly secret: string;
}
