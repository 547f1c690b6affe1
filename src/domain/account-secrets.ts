import { sha256 } from "./canonical.ts";

/** The columns of an account by which its owner is known. */
export interface AccountSecrets {
  readonly password_hash: string;
  readonly pin_hash: string | null;
  readonly must_change_password: 0 | 1;
}

/**
 * SHA-256 by which the audit trail binds an account's hashes, so that others put in their place are seen. It helps
 * nobody to guess a password: the salts are in the hashes, and the trail has neither.
 */
export function accountSecretsSha256(account: AccountSecrets): string {
  const { password_hash, pin_hash, must_change_password } = account;
  return sha256(JSON.stringify([password_hash, pin_hash, must_change_password]));
}
