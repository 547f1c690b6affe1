/** What was captured since a set was made: raw bytes with the reading that was made of them, in small files beside the sets. */
import { z } from "zod";
import { sha256 } from "../domain/canonical.ts";
import { ENCRYPTED_ENDING } from "./encryption.ts";

const base64 = z.base64();
const text = z.string();

const conversation = z.strictObject({
  kind: z.literal("conversation"),
  transcript: z.strictObject({
    id: text,
    reader_id: text,
    driver_id: text,
    driver_version: text,
    dialogue: text,
    request: text,
    opened_at_utc: text,
  }),
  items: z.array(
    z.strictObject({
      direction: z.enum(["rx", "tx", "mark"]),
      bytes: base64,
      at_utc: text,
      mono_us: z.int(),
    }),
  ),
  end: z.strictObject({
    outcome: z.enum(["done", "fault", "cancelled", "lost", "interrupted", "bug"]),
    detail: text.nullable(),
    sha256: text,
    ended_at_utc: text,
  }),
  reading: z.strictObject({
    driver_id: text,
    driver_version: text,
    verification: text,
    origin: z.enum(["command", "unasked", "recovered"]),
    outcome: z.enum(["plate", "given-up"]),
    body: text.nullable(),
    rejected: text,
    fault: text.nullable(),
    sentence: text.nullable(),
    captured_at_utc: text,
  }),
  /** What a person had said that it is, when they started the run. */
  run: z
    .strictObject({ barcode: text, sample: text, operator: text, requested_at_utc: text })
    .nullable(),
});

const document = z.strictObject({
  kind: z.literal("document"),
  media: z.enum(["export-file", "opcua-result"]),
  sha256: text,
  bytes: base64,
  source_id: text,
  name: text,
  made_at_utc: text.nullable(),
  arrived_at_utc: text,
});

const captured = z.discriminatedUnion("kind", [conversation, document]);

export type Captured = z.output<typeof captured>;
export type CapturedConversation = z.output<typeof conversation>;
export type CapturedDocument = z.output<typeof document>;

/** The first line is the hash of all that follows. */
export function incrementText(all: readonly Captured[]): string {
  const lines = all.map((one) => `${JSON.stringify(one)}\n`).join("");
  return `${sha256(lines)}\n${lines}`;
}

/** Null for a text that is not as it was written. */
export function parseIncrement(content: string): readonly Captured[] | null {
  const at = content.indexOf("\n");
  const lines = content.slice(at + 1);
  if (sha256(lines) !== content.slice(0, Math.max(at, 0))) return null;
  try {
    return lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => captured.parse(JSON.parse(line)));
  } catch {
    return null;
  }
}

/** The numbers of the last reading and the last arrival that are in it, or in what came before it. */
export interface Reached {
  readonly reading: number;
  readonly arrival: number;
}

export interface IncrementName extends Reached {
  readonly madeAtUtc: string;
  readonly store: string;
  /** The newest entry of the audit trail when it was made, so that it is known to be of this past. */
  readonly auditSeq: number;
  readonly auditSha256: string;
  readonly isEncrypted: boolean;
}

const NAME =
  /^platewarden-since-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([0-9a-f]{8})-(\d+)-([0-9a-f]{12})-(\d+)-(\d+)\.jsonl(\.age)?$/;

export function incrementName(told: IncrementName): string {
  const { madeAtUtc, store, auditSeq, auditSha256, reading, arrival, isEncrypted } = told;
  const stamp = madeAtUtc.replace(/[-:.]/g, "");
  const ending = isEncrypted ? ENCRYPTED_ENDING : "";
  return `platewarden-since-${stamp}-${store.slice(0, 8)}-${auditSeq}-${auditSha256.slice(0, 12)}-${reading}-${arrival}.jsonl${ending}`;
}

/** Null for a name that none has. */
export function parseIncrementName(name: string): IncrementName | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, ms, store = "", seq, auditSha256 = ""] = found;
  return {
    madeAtUtc: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`,
    store,
    auditSeq: Number(seq),
    auditSha256,
    reading: Number(found[11]),
    arrival: Number(found[12]),
    isEncrypted: found[13] !== undefined,
  };
}
