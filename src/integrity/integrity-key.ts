/** The key that signs digests: made by the program itself, known to others by its fingerprint. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { chmodSync, chownSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

const OWNER_ONLY = 0o600;

export interface IntegrityKey {
  readonly private: KeyObject;
  readonly public: PublicKey;
}

export interface PublicKey {
  /** SPKI, DER, base64. */
  readonly base64: string;
  /** SHA-256 of it. */
  readonly fingerprint: string;
}

/** Where the key is made where none is named. */
export function usualKeyFile(dataFolder: string): string {
  return join(dataFolder, "integrity-key");
}

function publicOf(key: KeyObject): PublicKey {
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return { base64: der.toString("base64"), fingerprint: sha256(der) };
}

function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(file, pem, { flag: "wx", mode: OWNER_ONLY });
  chmodSync(file, OWNER_ONLY);
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(file));
  chownSync(file, uid, gid);
}

/**
 * The key in `file`, made there (Ed25519, PKCS 8, for its owner alone) when there is none and `mayMake`. Throws
 * INTEGRITY_KEY_UNUSABLE; what stands in the file is in no message.
 */
export function integrityKey(file: string, mayMake: boolean): IntegrityKey {
  try {
    if (mayMake && !existsSync(file)) makeKey(file);
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType !== "ed25519") throw new Error("it is not an Ed25519 key");
    return { private: key, public: publicOf(key) };
  } catch (error) {
    throw new PlatewardenError(
      "INTEGRITY_KEY_UNUSABLE",
      `The key that signs digests, ${file}, cannot be used: ${fileReason(error)}.`,
      { detail: { file }, cause: error },
    );
  }
}

/** Signature of the text, base64. */
export function signText(text: string, key: IntegrityKey): string {
  return sign(null, Buffer.from(text), key.private).toString("base64");
}

/** True when the signature is one of this key for this text. */
export function isSignedBy(text: string, signature: string, publicBase64: string): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(publicBase64, "base64"),
      format: "der",
      type: "spki",
    });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

/** The fingerprint of a public key as digests hold it. */
export function fingerprintOf(publicBase64: string): string {
  return sha256(Buffer.from(publicBase64, "base64"));
}

/**
 * The fingerprint that somebody names: itself, or of the public key in a file (PEM, or base64 as `integrity key` prints
 * it). Throws INTEGRITY_KEY_UNUSABLE.
 */
export function namedFingerprint(named: string): string {
  if (/^[0-9a-f]{64}$/i.test(named)) return named.toLowerCase();
  try {
    const text = readFileSync(named, "utf8").trim();
    const der = text.startsWith("-----")
      ? createPublicKey(text).export({ type: "spki", format: "der" })
      : Buffer.from(text, "base64");
    createPublicKey({ key: der, format: "der", type: "spki" });
    return sha256(der);
  } catch (error) {
    throw new PlatewardenError(
      "INTEGRITY_KEY_UNUSABLE",
      `${named} is neither the fingerprint of a public key (64 digits and letters a to f) nor a file with one: ${fileReason(error)}.`,
      { detail: { file: named }, cause: error },
    );
  }
}
