import type { PlateRecord } from "./plate-record.ts";

/** What the analysis says of how a plate lay, as far as it is needed here. */
interface Orientation {
  readonly verdict?: unknown;
}

/**
 * Why a plate is held: another way round fits its numbers clearly better, and nobody has said how it lay in the reader.
 * Null where it is not held, and for results of versions that did not look.
 */
export function heldSentence({ inputs, result }: PlateRecord): string | null {
  const looked = (result?.orientation ?? {}) as Readonly<Record<string, Orientation>>;
  if (looked[inputs.barcode]?.verdict !== "another-way-fits") return null;
  if ("turn" in inputs && inputs.turn !== null && inputs.turn !== undefined) return null;
  return "its numbers fit clearly better another way round, and nobody has said how it lay.";
}
