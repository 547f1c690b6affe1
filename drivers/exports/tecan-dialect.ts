/** What the exports of i-control and SparkControl have in common; their words stand in their profiles. */
import type {
  DialectMarks,
  ExportDialect,
  ExportDocument,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { findSignature } from "./parts/signature.ts";
import { tecanExports } from "./tecan-groups.ts";
import { tecanPlates } from "./tecan-plates.ts";

export function tecanDialect(id: string, version: string, profile: ExportProfile): ExportDialect {
  return {
    id,
    version: `${version}+${profile.version}`,
    kind: "vendor",
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => marksOf(document, profile),
    readPlates: (document) => tecanPlates(document, profile),
  };
}

function marksOf(document: ExportDocument, profile: ExportProfile): DialectMarks {
  const exports = document.tables.flatMap(tecanExports);
  const hasResults = exports.some(({ results }) => results.length > 0);
  const isKinetic = exports.some(({ kineticRow }) => kineticRow !== null);
  return {
    signature: findSignature(document, profile.signatures),
    structure: hasResults ? "a table with the corner <>" : isKinetic ? "a kinetic table" : null,
  };
}
