import type { Orientation } from "../../analysis/orientation/orientation.ts";
import { saidAgainstSentence } from "../../analysis/orientation/orientation-sentences.ts";
import type { PlateTurn } from "../../domain/plate-turn.ts";
import type { PlateRecord } from "./plate-record.ts";

function orientationIn({ inputs, result }: PlateRecord): Orientation | null {
  const looked = (result?.orientation ?? {}) as Readonly<Record<string, Orientation>>;
  return looked[inputs.barcode] ?? null;
}

function saidIn({ inputs }: PlateRecord): PlateTurn | null {
  return "turn" in inputs ? (inputs.turn ?? null) : null;
}

/**
 * Why a plate is held: another way round fits its numbers clearly better, and nobody has said how it lay in the reader, or
 * somebody (`saidBy`) said another way that they are against. Null where it is not held, and for results of versions that
 * did not look.
 */
export function heldSentence(record: PlateRecord, saidBy: string | null = null): string | null {
  const found = orientationIn(record);
  const said = saidIn(record);
  if (found === null || said === "as-read") return null;
  if (said !== null) {
    return saidAgainstSentence(found, said, saidBy)?.replace(/^The/, "the") ?? null;
  }
  if (found.verdict !== "another-way-fits") return null;
  return "its numbers fit clearly better another way round, and nobody has said how it lay.";
}

/** True where a person says that the plate lay as read, and its numbers fit another way round clearly better. */
export function isReadAgainstNumbers(record: PlateRecord): boolean {
  return saidIn(record) === "as-read" && orientationIn(record)?.verdict === "another-way-fits";
}
