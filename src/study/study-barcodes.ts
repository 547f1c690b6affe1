import type { Study } from "./study-file.ts";

export interface StudyBarcodes {
  barcodeOf(plateId: string): string;
  plateOf(barcode: string): string;
}

/** Plate ids of a study as barcodes: characters that no barcode has become dashes; clashes get a number. */
export function barcodesOf(study: Pick<Study, "plates">): StudyBarcodes {
  const barcodes = new Map<string, string>();
  const plates = new Map<string, string>();
  for (const { id } of study.plates) {
    const plain =
      id
        .replace(/[^A-Za-z0-9._:/-]/g, "-")
        .replace(/^[^A-Za-z0-9]+/, "")
        .slice(0, 56) || "plate";
    let barcode = plain;
    for (let number = 2; plates.has(barcode); number += 1) barcode = `${plain}.${number}`;
    barcodes.set(id, barcode);
    plates.set(barcode, id);
  }
  return {
    barcodeOf: (plateId) => barcodes.get(plateId) ?? plateId,
    plateOf: (barcode) => plates.get(barcode) ?? barcode,
  };
}
