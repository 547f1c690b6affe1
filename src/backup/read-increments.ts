/** What was captured after a set was made, as it lies beside the set. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { fileReason } from "../domain/file-reason.ts";
import type { Cipher } from "./encryption.ts";
import { type Captured, parseIncrement, parseIncrementName } from "./increment.ts";
import type { Manifest } from "./manifest.ts";

export interface FoundCapture {
  /** Name of the increment that it stands in. */
  readonly file: string;
  readonly captured: Captured;
}

export interface Increments {
  readonly found: readonly FoundCapture[];
  /** Files that nothing was taken of, one sentence each. */
  readonly passedOver: readonly string[];
}

interface ReadOrder {
  readonly set: string;
  readonly manifest: Manifest;
  /** Null where no key was named. */
  readonly cipher: Cipher | null;
  /** Whether increments in the clear count beside a set that is encrypted. */
  readonly takesClear: boolean;
}

const NOT_ENCRYPTED =
  "it is in the clear and the set is encrypted, so it may be anybody's; where `recipients` was taken out of the configuration since, restore with --clear-increments";

/**
 * Everything of this store that lies beside the set, oldest first: what the set holds already is passed over by its id
 * when it is brought back. Never by its number: after a database was put back the same numbers are given again.
 * Never rejects: a file that cannot be read is named, and keeps no other from being read.
 */
export async function readIncrements(order: ReadOrder): Promise<Increments> {
  const folder = dirname(order.set);
  const { storeId } = order.manifest.content;
  const found: FoundCapture[] = [];
  const passedOver: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    const name = parseIncrementName(file);
    if (name === null || storeId === null || name.store !== storeId.slice(0, 8)) continue;
    const read = await readOne(join(folder, file), name.isEncrypted, order);
    if (typeof read === "string") passedOver.push(`${file}: ${read}`);
    else found.push(...read.map((captured) => ({ file, captured })));
  }
  return { found, passedOver };
}

/** What stands in it, or why nothing is taken of it. */
async function readOne(
  path: string,
  isEncrypted: boolean,
  { manifest, cipher, takesClear }: ReadOrder,
): Promise<readonly Captured[] | string> {
  if (isEncrypted && cipher === null) return "it is encrypted, and no key was named";
  if (!isEncrypted && manifest.encryptedFor.length > 0 && !takesClear) return NOT_ENCRYPTED;
  try {
    const stored = readFileSync(path);
    const plain =
      isEncrypted && cipher !== null
        ? Buffer.concat(await (await cipher(Readable.from([stored]))).toArray())
        : stored;
    return parseIncrement(plain.toString("utf8")) ?? "it is not what was written";
  } catch (error) {
    return fileReason(error);
  }
}
