/** Digests against each other, the audit trail and the rows that are still there. */
import { basename } from "node:path";
import { sumSha256 } from "../store/ledger.ts";
import type { FoundRows } from "../store/ledger-statements.ts";
import type { AnchoredState } from "./check-anchors.ts";
import { type Digest, digestSha256, isWellSigned, parseDigest } from "./digest.ts";
import { linesOf, type SeenFile } from "./kept-lines.ts";

/** Digests as one file holds them, each following the one before. */
type Row = readonly Digest[];

export interface SeenDigests {
  /** Files in their order, oldest first. */
  readonly files: readonly Row[];
  /** Lines that are no digests, one sentence each. */
  readonly findings: readonly string[];
}

export function allDigests({ files }: Pick<SeenDigests, "files">): readonly Digest[] {
  return files.flat();
}

/** Reads files of digests as they are now. A last line without an end is left out: whoever wrote it was killed. */
export function readDigests(files: readonly SeenFile[]): SeenDigests {
  const findings: string[] = [];
  const read = files.map((file) => {
    const digests: Digest[] = [];
    let number = 0;
    for (const { text, whole } of linesOf(file)) {
      number += 1;
      const digest = whole ? parseDigest(text) : null;
      if (digest !== null) digests.push(digest);
      else if (whole) findings.push(`line ${number} of ${basename(file.file)} is not a digest`);
    }
    return digests;
  });
  return { files: read, findings };
}

/** At how many first rows of each table a digest has something to say. */
export function countsOf(digests: readonly Digest[]): ReadonlyMap<string, ReadonlySet<number>> {
  const counts = new Map<string, Set<number>>();
  for (const { body } of digests) {
    for (const [table, { first }] of Object.entries(body.tables)) {
      if (first === null) continue;
      const ofTable = counts.get(table) ?? new Set();
      counts.set(table, ofTable.add(first.rows));
    }
  }
  return counts;
}

/** What binds a digest to the one before it and to its key. */
function linkFindings(digest: Digest, before: Digest | null): string[] {
  const { number, atUtc, previousSha256 } = digest.body;
  const name = `digest ${number} (${atUtc})`;
  const follows =
    number === (before?.body.number ?? 0) + 1 &&
    previousSha256 === (before === null ? null : digestSha256(before));
  return [
    ...(isWellSigned(digest) ? [] : [`${name} is not what was signed`]),
    ...(follows
      ? []
      : [`${name} does not follow the one before it: digests were taken out or put in`]),
  ];
}

/** Tables of the present schema of which a digest says nothing. */
function missingTables({ body }: Digest, found: ReadonlyMap<string, FoundRows>): string[] {
  return [...found.keys()]
    .filter((table) => body.tables[table] === undefined)
    .map((table) => `digest ${body.number} (${body.atUtc}) says nothing of table ${table}`);
}

/** Tables of which the first rows of then are not the first rows of now. */
function rowFindings(
  { body }: Digest,
  found: ReadonlyMap<string, FoundRows>,
  told: Set<string>,
): string[] {
  return Object.entries(body.tables).flatMap(([table, { first }]) => {
    const rows = found.get(table);
    // Of another schema the columns are others.
    if (first === null || told.has(table)) return [];
    const sum = rows?.sumOfFirst.get(first.rows);
    if (sum !== undefined && sumSha256(sum) === first.sumSha256) return [];
    told.add(table);
    return [
      `table ${table}: its first ${first.rows} rows are not those of ${body.atUtc} (digest ${body.number})`,
    ];
  });
}

/**
 * Compares digests with the rows that were found. `found` holds the sums at `countsOf`; a digest of an earlier schema is
 * compared with the audit trail alone. One that names an entry above `keptUpTo`, which is there no more, was given up by
 * a restore.
 */
export function digestFindings(
  { files, findings }: SeenDigests,
  state: AnchoredState,
  found: ReadonlyMap<string, FoundRows>,
  keptUpTo: number | null,
): string[] {
  const told = new Set<string>();
  const ofDigest = (digest: Digest): string[] => {
    const { number, atUtc, head } = digest.body;
    const stands = head.auditSeq === 0 || state.entry(head.auditSeq)?.sha256 === head.auditSha256;
    if (!stands && keptUpTo !== null && head.auditSeq > keptUpTo) return [];
    return [
      ...(stands
        ? []
        : [
            `digest ${number} (${atUtc}): entry ${head.auditSeq} of the audit trail is not the one that it names`,
          ]),
      ...(head.schema === state.head.schema
        ? [...missingTables(digest, found), ...rowFindings(digest, found, told)]
        : []),
    ];
  };
  const links = files.flatMap((row) =>
    row.flatMap((digest, at) => linkFindings(digest, row[at - 1] ?? null)),
  );
  return [...findings, ...links, ...files.flat().flatMap(ofDigest)];
}
