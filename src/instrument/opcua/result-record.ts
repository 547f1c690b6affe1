/**
 * The raw record of a LADS result: everything that was read from the Result object, as canonical JSON. It holds no
 * node id and no time of reading, so that the same result gives the same bytes after a restart of the server too.
 */
import { z } from "zod";
import { canonicalJson } from "../../domain/canonical.ts";

export const RECORD_SCHEMA = "platewarden-lads-result/1";

const text = z.string();

/** One variable of a result, or one property of such a variable. */
const recordedVariable = z.strictObject({
  /** Browse names below the Result, without namespaces, e.g. `VariableSet`, `Absorbance 570 nm`. */
  path: z.array(text).min(1),
  /** The built-in type, e.g. `Double`; null where there is no value. */
  dataType: text.nullable(),
  /** Of a matrix; null for a scalar and a plain array. */
  dimensions: z.array(z.int().min(0)).nullable(),
  /** OPC UA's word for it, e.g. `Good` or `BadOutOfRange`. */
  status: text,
  /** NaN and the infinities are the texts `NaN`, `Infinity` and `-Infinity`; times are ISO 8601, null when not set. */
  value: z.json(),
});

const recordedFile = z.strictObject({
  path: z.array(text).min(1),
  name: text,
  mimeType: text.nullable(),
  /** Null for a file that the server names but does not hand over. */
  base64: text.nullable(),
});

const resultRecord = z.strictObject({
  schema: z.literal(RECORD_SCHEMA),
  device: z.strictObject({
    name: text,
    manufacturer: text.nullable(),
    model: text.nullable(),
    serialNumber: text.nullable(),
  }),
  unit: text,
  /** The browse name of the Result. */
  result: text,
  /** Sorted by path, as the files are. */
  variables: z.array(recordedVariable),
  files: z.array(recordedFile),
});

export type ResultRecord = z.output<typeof resultRecord>;
export type RecordedVariable = z.output<typeof recordedVariable>;
export type RecordedFile = z.output<typeof recordedFile>;

/** UTF-8 bytes of the record; the order in which the server listed its nodes makes no difference. */
export function recordBytes(record: ResultRecord): Uint8Array {
  const sorted = {
    ...record,
    variables: record.variables.toSorted(byPath),
    files: record.files.toSorted(byPath),
  };
  return new TextEncoder().encode(canonicalJson(sorted));
}

/** Throws when the bytes are no such record. */
export function parseRecord(bytes: Uint8Array): ResultRecord {
  return resultRecord.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
}

function byPath(a: { path: readonly string[] }, b: { path: readonly string[] }): number {
  const [left, right] = [JSON.stringify(a.path), JSON.stringify(b.path)];
  return left < right ? -1 : left > right ? 1 : 0;
}
