import type { LampCode } from "../../domain/lamp.ts";

/** The usual reasons to read a plate again, to be had at a press. */
export const REREAD_REASONS = [
  "Bubbles or dirt, bottom wiped",
  "Wells over range",
  "Transfer was damaged",
  "Wrong filter",
  "Plate was turned",
  "Reader fault",
] as const;

const byLamp: Readonly<Partial<Record<LampCode, (typeof REREAD_REASONS)[number]>>> = {
  WELLS_REFERENCE_ARTEFACT: "Bubbles or dirt, bottom wiped",
  WELLS_OVER_RANGE: "Wells over range",
  WELLS_NOT_READ: "Transfer was damaged",
  READING_GIVEN_UP: "Transfer was damaged",
  TRANSFER_CHECKSUM: "Transfer was damaged",
  TRANSFER_NO_END_MARK: "Transfer was damaged",
  TRANSFER_PARTIAL_PLATE: "Transfer was damaged",
  TRANSFER_UNCERTAIN_VALUES: "Reader fault",
  TRANSFER_FILTER_DIFFERS: "Wrong filter",
  TRANSFER_NO_REFERENCE: "Wrong filter",
  PLATE_TURNED: "Plate was turned",
};

/** The reason that the lamp of the earlier reading itself gives; empty where it gives none. */
export function rereadReasonOf(code: LampCode | undefined): string {
  return (code === undefined ? undefined : byLamp[code]) ?? "";
}
