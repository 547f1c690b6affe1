import { z } from "zod";
import { canonicalJson, sha256 } from "../domain/canonical.ts";
import { sumSha256 } from "../store/ledger.ts";
import type { FoundRows } from "../store/ledger-statements.ts";
import { type Head, hashText, headSchema } from "./anchor.ts";
import { fingerprintOf, type IntegrityKey, isSignedBy, signText } from "./integrity-key.ts";

const rowsSchema = z.strictObject({ rows: z.int().min(0), sumSha256: hashText });

const tableSchema = z.strictObject({
  ...rowsSchema.shape,
  /** The first rows, in the order in which they were written, of a table whose first rows stay its first ones. */
  first: rowsSchema.nullable(),
});

const bodySchema = z.strictObject({
  format: z.literal("platewarden-digest/1"),
  number: z.int().min(1),
  atUtc: z.iso.datetime(),
  programVersion: z.string(),
  head: headSchema,
  /** Every table as its rows were found, not as the ledger said. */
  tables: z.record(z.string(), tableSchema),
  findings: z.int().min(0),
  /** Hash of the digest before; null for the first one. */
  previousSha256: hashText.nullable(),
  /** SPKI, DER, base64. */
  publicKey: z.base64(),
});

/** What is said of the whole database on one day. */
export type DigestBody = z.output<typeof bodySchema>;

const digestSchema = z.strictObject({ body: bodySchema, signature: z.base64() });

/** A line of the file of digests. */
export type Digest = z.output<typeof digestSchema>;

export function parseDigest(line: string): Digest | null {
  try {
    return digestSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** What the next digest names it by, and the audit trail. */
export function digestSha256(digest: Digest): string {
  return sha256(canonicalJson(digest));
}

export function fingerprintOfDigest(digest: Digest): string {
  return fingerprintOf(digest.body.publicKey);
}

export function isWellSigned({ body, signature }: Digest): boolean {
  return isSignedBy(canonicalJson(body), signature, body.publicKey);
}

/** What a verification has found, as a digest says it. */
export function tablesOf(found: ReadonlyMap<string, FoundRows>): DigestBody["tables"] {
  return Object.fromEntries(
    [...found].map(([name, { rows, sum, settled }]) => [
      name,
      {
        rows,
        sumSha256: sumSha256(sum),
        first: settled && { rows: settled.rows, sumSha256: sumSha256(settled.sum) },
      },
    ]),
  );
}

export interface DigestParts {
  readonly atUtc: string;
  readonly programVersion: string;
  readonly head: Head;
  readonly tables: DigestBody["tables"];
  readonly findings: number;
}

/** The digest that follows `previous`, signed. */
export function makeDigest(parts: DigestParts, previous: Digest | null, key: IntegrityKey): Digest {
  const body: DigestBody = {
    format: "platewarden-digest/1",
    number: (previous?.body.number ?? 0) + 1,
    ...parts,
    previousSha256: previous === null ? null : digestSha256(previous),
    publicKey: key.public.base64,
  };
  return { body, signature: signText(canonicalJson(body), key) };
}
