import { sha256 } from "../domain/canonical.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import { type Column, countColumn, flagColumn, textColumn } from "./table.ts";

export interface OfPlate {
  readonly plate: GatheredPlate;
}

/** Whose plate it is: the first columns of every tidy table. */
export function plateColumns<Row extends OfPlate>(): readonly Column<Row>[] {
  return [
    textColumn(
      "sample",
      "Cells of one patient, one date, one state.",
      (row) => row.plate.sample.name,
    ),
    textColumn(
      "patient",
      "Pseudonym of the patient; empty for a plate that only checks the reader.",
      (row) => row.plate.sample.patient,
    ),
    textColumn("plate", "Barcode of the plate.", (row) => row.plate.barcode),
  ];
}

/** Where a row comes from: the last columns of every tidy table. Hashes are SHA-256 in lower-case hexadecimal. */
export function provenanceColumns<Row extends OfPlate>(): readonly Column<Row>[] {
  return [
    flagColumn(
      "provisional",
      "TRUE while plates of the sample may still come.",
      (row) => row.plate.analysis.provisional === 1,
    ),
    textColumn("analysis_id", "The stored analysis the row is of.", (row) => row.plate.analysis.id),
    textColumn(
      "program_version",
      "The version of Platewarden that made the analysis.",
      (row) => row.plate.analysis.program_version,
    ),
    textColumn(
      "settings_sha256",
      "Hash of the settings of the analysis; they stand in manifest.json.",
      (row) => row.plate.analysis.settings_sha256,
    ),
    textColumn("layout", "The layout's name.", (row) => row.plate.evidence.layout.id),
    countColumn(
      "layout_revision",
      "",
      "The layout's revision.",
      (row) => row.plate.evidence.layout.revision,
    ),
    textColumn(
      "layout_sha256",
      "Hash of what each well holds.",
      (row) => row.plate.evidence.layout.sha256,
    ),
    countColumn(
      "plate_version",
      "",
      "1 for the first reading of the plate; a second reading is version 2.",
      (row) => row.plate.evidence.version.version,
    ),
    textColumn("reading_id", "The stored reading.", (row) => row.plate.evidence.row.id),
    textColumn("reading_sha256", "Hash of the stored reading.", (row) =>
      sha256(row.plate.evidence.row.body ?? ""),
    ),
  ];
}
