import type { BenchView } from "../../api/views.ts";

/** Where barcodes are known from. */
export type KnownPlates = Pick<BenchView, "planned" | "plates" | "runs">;

/** Barcodes of plates, with those given: what a scanner may type into a field that is none for it. */
export function knownBarcodes(bench: KnownPlates, ...more: readonly string[]): ReadonlySet<string> {
  const plates = [...bench.planned, ...bench.plates, ...bench.runs];
  return new Set([...more, ...plates.map((plate) => plate.barcode)]);
}

/** Barcodes of the plates that are in a reader now. */
export function barcodesUnderWay(bench: Pick<BenchView, "readers">): ReadonlySet<string> {
  return new Set(bench.readers.flatMap((reader) => reader.progress?.barcode ?? []));
}
