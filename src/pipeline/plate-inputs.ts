import { sha256 } from "../domain/canonical.ts";
import type { StoredPlate } from "./sample-evidence.ts";

/** What decides the numbers of one plate, as it stands in the inputs of an analysis and in what people sign. */
export function plateInputs({ plate, version, row, masks, turn }: StoredPlate) {
  return {
    plateId: plate.id,
    barcode: plate.barcode,
    version: version.version,
    readingId: row.id,
    readingSha256: sha256(row.body ?? ""),
    layoutSha256: plate.layout_sha256,
    masks: masks.map(({ well, reason }) => ({ well, reason })),
    // Only where a person has said it: what nobody spoke of stays the record that it was.
    ...(turn === null ? {} : { turn: turn.turn }),
  };
}

export type PlateInputs = ReturnType<typeof plateInputs>;
