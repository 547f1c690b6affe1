/** What a set says of itself: `manifest.json`, and beside it `SHA256SUMS` over every file of the set. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

export const MANIFEST = "manifest.json";
/** In the form that `sha256sum --check` reads, so that a set can be checked without this program. */
export const SUMS = "SHA256SUMS";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A path below a folder, with `/` between its parts; none that leads out of it. */
const pathBelow = z
  .string()
  .min(1)
  .refine(
    (path) =>
      !path.includes("\\") &&
      !path.includes("\0") &&
      path.split("/").every((part) => part !== "" && part !== "." && part !== ".."),
    "this path leads out of the set",
  );

const keptFile = z.strictObject({
  /** Where it lies in the set. */
  path: pathBelow,
  /** Where it comes back to: the data folder, beside the configuration, or wherever it was named. */
  place: z.discriminatedUnion("in", [
    z.strictObject({ in: z.literal("data"), path: pathBelow }),
    z.strictObject({ in: z.literal("config"), path: pathBelow }),
    z.strictObject({ in: z.literal("elsewhere"), path: z.string().min(1) }),
  ]),
  /** Rights of the file, as `chmod` takes them. */
  mode: z.int().min(0).max(0o777),
  bytes: z.int().min(0),
  sha256: hash,
  /** As it lies in the set, which is something else when the set is encrypted. */
  storedBytes: z.int().min(0),
  storedSha256: hash,
});

const manifestSchema = z.strictObject({
  schema: z.literal("platewarden-backup/1"),
  name: z.string(),
  madeAtUtc: z.iso.datetime(),
  /** The version of the program that made it. */
  program: z.string(),
  /** Public keys of age that may open it; empty = not encrypted. */
  encryptedFor: z.array(z.string()),
  content: z.strictObject({
    schema: z.int(),
    storeId: hash.nullable(),
    audit: z.strictObject({ seq: z.int(), atUtc: z.string(), sha256: hash }).nullable(),
    rows: z.record(z.string(), z.int()),
    records: z.record(z.string(), hash),
    newestPlateUtc: z.string().nullable(),
  }),
  files: z.array(keptFile).min(1),
  /** The path in the set of the file that the bench was configured by. */
  configuration: z.string().nullable(),
  /** What was not put into it, and why. */
  leftOut: z.array(z.strictObject({ file: z.string(), because: z.string() })),
  /** What restoring it into an empty folder showed. */
  verified: z.strictObject({
    atUtc: z.iso.datetime(),
    hashesChecked: z.int(),
    findings: z.array(z.string()),
    tookMs: z.number(),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;
export type KeptFile = Manifest["files"][number];

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function sumsText(manifest: Manifest): string {
  const lines = manifest.files.map((file) => `${file.storedSha256}  ${file.path}\n`);
  return [...lines, `${sha256(manifestText(manifest))}  ${MANIFEST}\n`].join("");
}

/**
 * The manifest of the set in this folder. Throws BACKUP_UNKNOWN where there is none, and BACKUP_DAMAGED where it or its
 * sums are not what was written.
 */
export function readManifest(set: string): Manifest {
  const text = readPart(set, MANIFEST);
  const manifest = parsed(set, text);
  if (manifestText(manifest) !== text || readPart(set, SUMS) !== sumsText(manifest)) {
    throw damaged(set, `${MANIFEST} and ${SUMS} do not fit each other`);
  }
  return manifest;
}

function parsed(set: string, text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(set, `${MANIFEST} cannot be understood`, error);
  }
}

function readPart(set: string, name: string): string {
  try {
    return readFileSync(join(set, name), "utf8");
  } catch (error) {
    const message = `${join(set, name)} cannot be read: ${fileReason(error)}.`;
    throw new PlatewardenError("BACKUP_UNKNOWN", message, { detail: { set }, cause: error });
  }
}

export function damaged(set: string, why: string, cause?: unknown): PlatewardenError {
  return new PlatewardenError("BACKUP_DAMAGED", `The set ${set} is damaged: ${why}.`, {
    detail: { set },
    ...(cause === undefined ? {} : { cause }),
  });
}
