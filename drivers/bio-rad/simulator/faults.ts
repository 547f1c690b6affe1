/** Faults on demand. Each is armed once (or `times` times) and spoils the next answer it fits. */
import type { PlateRecord } from "./plate-record.ts";

/** Spoil a plate on its way out; the plate in memory stays whole. */
export const PLATE_FAULTS = [
  "corrupt-character",
  "corrupt-digit",
  "wrong-checksum",
  "no-checksum-line",
  "missing-row",
  "truncate",
] as const;

/** Spoil the next answer of any command. */
export const ANSWER_FAULTS = [
  "silence",
  "garbage",
  "noise-before",
  "slow-bytes",
  "refuse",
] as const;

export type PlateFault = (typeof PLATE_FAULTS)[number];
export type AnswerFault = (typeof ANSWER_FAULTS)[number];

export interface ArmedFault {
  readonly kind: PlateFault | AnswerFault;
  times: number;
  /** Two letters of the only command it spoils; null spoils any. */
  readonly on: string | null;
  /** The code that `refuse` answers with. */
  readonly code: string;
}

/** Takes the first armed fault of these kinds that fits the command; a spent one is removed. */
export function takeFault(
  armed: ArmedFault[],
  kinds: readonly string[],
  command: string,
): ArmedFault | null {
  const fits = (fault: ArmedFault) =>
    kinds.includes(fault.kind) && (fault.on === null || fault.on === command);
  const index = armed.findIndex(fits);
  const fault = armed[index];
  if (fault === undefined) return null;
  fault.times -= 1;
  if (fault.times <= 0) armed.splice(index, 1);
  return fault;
}

/** Changes the record in place; `truncate` is done to the bytes instead. */
export function spoilRecord(record: PlateRecord, kind: ArmedFault["kind"]): void {
  const block = record.blocks[0];
  const row = block?.rows[3];
  if (block === undefined || row === undefined) return;
  if (kind === "corrupt-character") block.rows[3] = replaceAt(row, 26, "~");
  if (kind === "corrupt-digit") block.rows[3] = replaceAt(row, 29, row[29] === "7" ? "3" : "7");
  if (kind === "wrong-checksum") block.checksum = `${(Number(block.checksum) + 1) % 256}`;
  if (kind === "no-checksum-line") for (const any of record.blocks) any.checksum = null;
  if (kind === "missing-row") block.rows.splice(5, 1);
}

/** The bytes as they look at a wrong baud rate: high, and without a CR. */
export function garble(text: string): string {
  const bytes = Buffer.from(text, "latin1").map((byte) => ((byte * 37 + 11) & 0x7f) | 0x80);
  return Buffer.from(bytes).toString("latin1");
}

function replaceAt(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1);
}
