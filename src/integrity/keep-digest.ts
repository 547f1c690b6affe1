import type { Store } from "../store/open-store.ts";
import { anchorsFolderOf, presentFile } from "./anchor-files.ts";
import { readDigests } from "./check-digests.ts";
import { type Digest, type DigestParts, makeDigest } from "./digest.ts";
import type { IntegrityKey } from "./integrity-key.ts";
import { keepLine, seeFile } from "./kept-lines.ts";

/** The newest digest of the present file; null where there is none yet. */
export function newestDigest(folder: string): Digest | null {
  const { files } = readDigests([seeFile(presentFile(folder, "digests"))]);
  return files[0]?.at(-1) ?? null;
}

/**
 * Signs what a verification has found, behind the digest before it. The audit trail is to name it afterwards. Throws
 * STORE_FULL or STORE_NOT_WRITABLE.
 */
export function keepDigest(store: Store, parts: DigestParts, key: IntegrityKey): Digest {
  const folder = anchorsFolderOf(store);
  const digest = makeDigest(parts, newestDigest(folder), key);
  keepLine(presentFile(folder, "digests"), digest);
  return digest;
}
