/** What was written down beside the database, in the data folder and in copies of it. */
import type { FoundRows } from "../store/ledger-statements.ts";
import type { Store } from "../store/open-store.ts";
import type { Head } from "./anchor.ts";
import { isSetAside, keptFiles } from "./anchor-files.ts";
import { RESTORED } from "./anchor-restore.ts";
import { anchoredState, checkAnchors, keptUpTo } from "./check-anchors.ts";
import { checkBeginnings, STARTED } from "./check-beginnings.ts";
import { checkCopies } from "./check-copies.ts";
import {
  allDigests,
  countsOf,
  digestFindings,
  readDigests,
  type SeenDigests,
} from "./check-digests.ts";
import { type KnownKeys, keyFindings, keyNotes } from "./check-keys.ts";
import { type Digest, digestSha256 } from "./digest.ts";
import { type SeenFile, seeFile } from "./kept-lines.ts";

export interface Witnesses {
  /** Oldest first. */
  readonly anchors: readonly SeenFile[];
  readonly digests: SeenDigests;
  /** Those of the file that is written to now; none where a restore has begun none yet. */
  readonly present: readonly Digest[];
  /** At how many first rows of each table a digest says something. */
  readonly counts: ReadonlyMap<string, ReadonlySet<number>>;
  /** What does not fit among the copies. */
  readonly findings: readonly string[];
}

/** Looks at what there is now. A copy that is not there is a finding: somebody named it. */
export function seeWitnesses(folder: string, copies: readonly string[]): Witnesses {
  const anchors = keptFiles(folder, "anchors").map(seeFile);
  const digestFiles = keptFiles(folder, "digests").map(seeFile);
  const digests = readDigests(digestFiles);
  const files = [...anchors, ...digestFiles];
  const newest = digestFiles.at(-1)?.file ?? "";
  return {
    anchors,
    digests,
    present: isSetAside(newest) ? [] : (digests.files.at(-1) ?? []),
    counts: countsOf(allDigests(digests)),
    findings: copies.flatMap((copy) => checkCopies(files, copy)),
  };
}

export interface WitnessCheck {
  readonly findings: readonly string[];
  readonly notes: readonly string[];
  readonly anchors: number;
}

/** The name under which the audit trail tells of each verification, with the digest that was made of it. */
export const VERIFIED = "store.verified";

interface NamedDigest {
  readonly number: number;
  readonly sha256: string;
}

/** Null of an entry without one, and of one that is not readable any more: the chain shows that it was changed. */
function namedDigest(detail: string): NamedDigest | null {
  try {
    return (JSON.parse(detail) as { readonly digest?: NamedDigest | null }).digest ?? null;
  } catch {
    return null;
  }
}

/** Digests that the audit trail names and nobody has. */
function goneDigests(store: Store, digests: SeenDigests): string[] {
  const there = new Set(allDigests(digests).map(digestSha256));
  return store.journal.detailsOf(VERIFIED).flatMap((detail) => {
    const digest = namedDigest(detail);
    if (digest === null || there.has(digest.sha256)) return [];
    return [`digest ${digest.number}, which the audit trail names, is gone`];
  });
}

/** What is known beside the folder. */
export interface Known {
  readonly keys: KnownKeys;
  /** True for the data folder of a bench; a copy of its database may lie alone. */
  readonly anchorsRequired: boolean;
}

/** Entries after which digests may be signed with another key. */
const KEY_CHANGERS = [RESTORED, "configuration.use"];

function seqsOf(store: Store, action: string): readonly number[] {
  return [...store.journal.eachOf(action)].map(({ seq }) => seq);
}

/** Compares a snapshot of the database, with its rows as they were found, with all of it. */
export function checkWitnesses(
  store: Store,
  { anchors, digests, present, findings }: Witnesses,
  head: Head,
  found: ReadonlyMap<string, FoundRows>,
  known: Known,
): WitnessCheck {
  const state = anchoredState(store, head);
  const anchored = checkAnchors(anchors, state);
  const firstStart = seqsOf(store, STARTED)[0] ?? null;
  const begun = checkBeginnings(anchors, firstStart, known.anchorsRequired);
  const changers = KEY_CHANGERS.flatMap((action) => seqsOf(store, action));
  const kept = { files: digests.files, present };
  return {
    anchors: anchored.anchors,
    notes: [...begun.notes, ...anchored.notes, ...keyNotes(kept, known.keys)],
    findings: [
      ...begun.findings,
      ...anchored.findings,
      ...digestFindings(digests, state, found, keptUpTo(anchors)),
      ...keyFindings(kept, known.keys, changers),
      ...goneDigests(store, digests),
      ...findings,
    ],
  };
}
