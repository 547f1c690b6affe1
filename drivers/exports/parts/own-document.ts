/** A workbook into which a vendor's text was pasted, without the sheets that people added beside it. */
import type { ExportDocument, ImportedPlate } from "../../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../../src/instrument/exports/export-profile.ts";
import { findGrids } from "./find-blocks.ts";
import { ownSheets } from "./own-sheets.ts";
import { findSignature } from "./signature.ts";

export interface OwnDocument {
  readonly document: ExportDocument;
  /** Names the sheets that were left out. */
  readonly warnings: ImportedPlate["warnings"];
}

/** The sheets with the vendor's words if one of them has a grid; else all, because head and results stand apart. */
export function ownDocument(document: ExportDocument, profile: ExportProfile): OwnDocument {
  if (document.container === "text") return { document, warnings: [] };
  const { tables, warnings } = ownSheets(
    document.tables,
    (table) => findSignature({ ...document, tables: [table] }, profile.signatures) !== null,
  );
  if (!tables.some((table) => findGrids(table).length > 0)) return { document, warnings: [] };
  return { document: { ...document, tables }, warnings };
}

/** The plates with these warnings beside their own. */
export function withWarnings(
  plates: readonly ImportedPlate[],
  warnings: ImportedPlate["warnings"],
): readonly ImportedPlate[] {
  if (warnings.length === 0) return plates;
  return plates.map((plate) => ({ ...plate, warnings: [...plate.warnings, ...warnings] }));
}
