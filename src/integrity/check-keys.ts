/** Whose digests they are: each is held against the keys that somebody trusts, and against the one before it. */
import { type Digest, fingerprintOfDigest } from "./digest.ts";

/** What is known of keys beside the digests. */
export interface KnownKeys {
  /** Fingerprints of the keys that were noted elsewhere; none where nobody said any. */
  readonly trusted: readonly string[];
  /** Fingerprint of the present key file; null where it cannot be read. */
  readonly present: string | null;
}

/** The digests of a bench. */
export interface KeptDigests {
  /** As files hold them, oldest first: a restore begins another file. */
  readonly files: readonly (readonly Digest[])[];
  /** The file that is written to now; empty where a restore has begun none yet. */
  readonly present: readonly Digest[];
}

const named = ({ body }: Digest): string => `digest ${body.number} (${body.atUtc})`;

const isSameKey = (a: Digest, b: Digest): boolean =>
  fingerprintOfDigest(a) === fingerprintOfDigest(b);

function strangers(digests: readonly Digest[], trusted: readonly string[]): string[] {
  if (trusted.length === 0) return [];
  return digests
    .filter((digest) => !trusted.includes(fingerprintOfDigest(digest)))
    .map(
      (digest) =>
        `${named(digest)} is signed with ${fingerprintOfDigest(digest)}, not with a key that was named`,
    );
}

/** `changers`: numbers of the entries after which another key is to be expected. */
function changesIn(digests: readonly Digest[], changers: readonly number[]): string[] {
  return digests.slice(1).flatMap((digest, at) => {
    const before = digests[at];
    if (before === undefined || isSameKey(before, digest)) return [];
    const [after, upTo] = [before.body.head.auditSeq, digest.body.head.auditSeq];
    if (changers.some((seq) => seq > after && seq <= upTo)) return [];
    return [
      `${named(digest)} is signed with another key than the one before it, and the audit trail tells of no reason for one`,
    ];
  });
}

function presentFindings(
  digests: readonly Digest[],
  present: string | null,
  changers: readonly number[],
): string[] {
  const newest = digests.at(-1);
  if (newest === undefined || present === null) return [];
  if (fingerprintOfDigest(newest) === present) return [];
  if (changers.some((seq) => seq > newest.body.head.auditSeq)) return [];
  return [`${named(newest)} is not signed with the key of the key file (${present})`];
}

/**
 * One sentence for each digest that is by a key that it should not be by. `changers` are the numbers of the entries of
 * the audit trail after which another key is to be expected: a backup without the key was put back, or the configuration
 * names another key file.
 */
export function keyFindings(
  { files, present }: KeptDigests,
  known: KnownKeys,
  changers: readonly number[],
): string[] {
  return [
    ...strangers(files.flat(), known.trusted),
    ...files.flatMap((digests) => changesIn(digests, changers)),
    ...presentFindings(present, known.present, changers),
  ];
}

/** Which keys the digests are by, to be compared with what was noted elsewhere. */
export function keyNotes({ files }: KeptDigests, { trusted }: KnownKeys): string[] {
  if (trusted.length > 0) return [];
  const keys = [...new Set(files.flat().map(fingerprintOfDigest))];
  return keys.map(
    (key) =>
      `digests are signed with the key ${key}: compare it with what was noted at installation, or say it with --key`,
  );
}
