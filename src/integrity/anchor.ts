import { z } from "zod";

/** SHA-256, lower-case hex. */
export const hashText = z.string().regex(/^[0-9a-f]{64}$/);

/** The state of a database in few words: the newest entry of its audit trail, and all rows of all tables. */
export const headSchema = z.strictObject({
  schema: z.int().min(1),
  /** Number and hash of the newest entry; 0 and null where there is none yet. */
  auditSeq: z.int().min(0),
  auditSha256: hashText.nullable(),
  ledgerSha256: hashText,
});

export type Head = z.output<typeof headSchema>;

/** The first line of a file of anchors says since when it is kept, and after which restore. */
const anchorSchema = z.strictObject({
  kind: z.enum(["begun", "restored", "opened", "moved", "closed"]),
  atUtc: z.iso.datetime(),
  /** The process that wrote it: another id each time a program opens the database. */
  by: z.uuid(),
  program: z.enum(["daemon", "command"]),
  programVersion: z.string(),
  head: headSchema,
});

/** One line of a file of anchors. */
export type Anchor = z.output<typeof anchorSchema>;

/** The anchor in a line; null when it is none. */
export function parseAnchor(line: string): Anchor | null {
  try {
    return anchorSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** True when nothing has changed between them. */
export function isSameHead(a: Head, b: Head): boolean {
  return (
    a.schema === b.schema &&
    a.auditSeq === b.auditSeq &&
    a.auditSha256 === b.auditSha256 &&
    a.ledgerSha256 === b.ledgerSha256
  );
}
