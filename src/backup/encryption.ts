/** Sets that only the holder of a key can read, in the age format, version 1 (https://age-encryption.org/v1). */
import { closeSync, openSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

/** The ending that `age` gives its files. */
export const ENCRYPTED_ENDING = ".age";

const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const NONCE_BYTES = 16;
/** A header has a line of 80 letters for each key. */
const LONGEST_HEADER_BYTES = 64 * 1024;

/** The package is loaded by who needs it: most starts of the program do without. */
const age = () => import("age-encryption");

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}

/** Encrypts or opens what passes; rejects with a PlatewardenError. */
export type Cipher = (from: Readable) => Promise<Readable>;

async function piped(
  source: Readable,
  through: (stream: ReadableStream<Uint8Array>) => Promise<unknown>,
): Promise<Readable> {
  const web = Readable.toWeb(source) as ReadableStream<Uint8Array>;
  return Readable.fromWeb((await through(web)) as ReadableStream<Uint8Array>);
}

/** What encrypts for these public keys. Rejects with BACKUP_KEY_INVALID. */
export async function encryptFor(recipients: readonly string[]): Promise<Cipher> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (error) {
      throw new PlatewardenError(
        "BACKUP_KEY_INVALID",
        `${recipient} is no public key of age: ${reasonOf(error)}.`,
        { cause: error },
      );
    }
  }
  return (plain) => piped(plain, (stream) => encrypter.encrypt(asDom(stream)));
}

/** The types of Node's own streams and of the browser's are two names for one thing. */
function asDom(stream: ReadableStream<Uint8Array>): globalThis.ReadableStream<Uint8Array> {
  return stream as unknown as globalThis.ReadableStream<Uint8Array>;
}

/** What opens files for the secret keys in this text, one a line as age-keygen writes them. Rejects with BACKUP_KEY_INVALID. */
export async function decryptWith(identities: string): Promise<Cipher> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  const keys = identities
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  try {
    for (const key of keys) decrypter.addIdentity(key);
  } catch {
    // What is wrong with it is not passed on: it may hold the secret.
    throw new PlatewardenError(
      "BACKUP_KEY_INVALID",
      "The file of the key holds no secret key of age.",
    );
  }
  if (keys.length === 0) {
    throw new PlatewardenError("BACKUP_KEY_INVALID", "The file of the key holds no key.");
  }
  return async (stored) => {
    try {
      return await piped(stored, (stream) => decrypter.decrypt(asDom(stream)));
    } catch (error) {
      const message = `The backup cannot be opened with this key: ${reasonOf(error)}.`;
      throw new PlatewardenError("BACKUP_ENCRYPTED", message, { cause: error });
    }
  };
}

/** A new pair: the secret key as age-keygen writes it into a file, and the public one. */
export async function newKeyPair(): Promise<{
  readonly identity: string;
  readonly recipient: string;
}> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * Why a file is not one that age made of so many bytes; null when it is. The content is sealed, so that its form alone
 * can be looked at without a key: the header, and a length that fits (section “Payload” of the format).
 */
export function formFinding(file: string, storedBytes: number, plainBytes: number): string | null {
  const start = firstBytes(file);
  if (typeof start === "string") return start;
  const text = start.toString("latin1");
  const mac = /\n--- [A-Za-z0-9+/]{43}\n/.exec(text);
  if (!text.startsWith("age-encryption.org/v1\n-> ") || mac === null) {
    return "it has no header of age";
  }
  const chunks = Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES));
  const wanted = mac.index + mac[0].length + NONCE_BYTES + plainBytes + TAG_BYTES * chunks;
  return wanted === storedBytes ? null : `it has ${storedBytes} bytes instead of ${wanted}`;
}

function firstBytes(file: string): Buffer | string {
  try {
    const descriptor = openSync(file, "r");
    try {
      const start = Buffer.alloc(LONGEST_HEADER_BYTES);
      return start.subarray(0, readSync(descriptor, start));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return `it cannot be read: ${fileReason(error)}`;
  }
}
