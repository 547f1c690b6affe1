/** Passwords and PINs are stored as argon2id hashes; secrets that this program made itself as SHA-256. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const SECRET_BYTES = 32;

/** The same text however a keyboard composed it (NIST SP 800-63B, 5.1.1.2). */
function normalised(text: string): string {
  return text.normalize("NFKC");
}

/** A PHC string with salt and parameters; computed beside the event loop, so that capture goes on. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), PARAMETERS);
}

let dummy: Promise<string> | null = null;

/**
 * True when the password is the one of the hash. Without a hash it takes as long and is false, so that nobody learns
 * from the time whether there is an account.
 */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword(newSecret());
  const right = await verify(stored ?? (await dummy), normalised(password));
  return right && stored !== null;
}

/** 256 random bits as base64url. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** For secrets that nobody can guess; people's passwords need `hashPassword`. In hexadecimal digits. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Takes as long wherever the two differ. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
