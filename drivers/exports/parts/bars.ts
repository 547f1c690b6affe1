/** Why a plate must not count before a person has said why it may. */
import type { ExportDocument, ImportBar } from "../../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../../src/instrument/exports/export-profile.ts";
import { matchesAny } from "./signature.ts";

/** A vendor's file that somebody saved again: in a workbook, in another encoding or with another separator. */
export function savedAgainBars(
  document: ExportDocument,
  profile: ExportProfile,
): readonly ImportBar[] {
  const why =
    document.container === "workbook"
      ? workbookTrace(document, profile)
      : textTrace(document, profile);
  if (why === null) return [];
  return [
    {
      code: "SAVED_AGAIN",
      sentence: `The file is not as ${profile.programs[0]} wrote it (${why}): somebody saved it again and may have changed it.`,
    },
  ];
}

/** Programs in which people and scripts save workbooks, and which no reader's program drives. */
const OTHER_WRITERS =
  /libreoffice|openoffice|openpyxl|xlsxwriter|phpspreadsheet|numbers|google|wps/i;

function workbookTrace(document: ExportDocument, profile: ExportProfile): string | null {
  const { savedBy } = document;
  const by = savedBy === null ? "" : ` saved by ${savedBy}`;
  if (!profile.containers.includes("workbook")) return `it is a workbook${by}`;
  if (!hasOwnSheet(document, profile))
    return `it is a workbook${by}, and no sheet has a name of the program's`;
  if (savedBy === null) return null;
  const isForeign = /excel/i.test(savedBy) ? !profile.drivesSpreadsheet : false;
  return isForeign || OTHER_WRITERS.test(savedBy) ? `it is a workbook${by}` : null;
}

function hasOwnSheet(document: ExportDocument, profile: ExportProfile): boolean {
  if (profile.sheets.length === 0) return true;
  return document.tables.some(({ name }) => name !== null && matchesAny(name, profile.sheets));
}

function textTrace(document: ExportDocument, profile: ExportProfile): string | null {
  const { encoding, separator } = document;
  if (!profile.containers.includes("text")) return "it is a text";
  const encodings = profile.encodings;
  if (encoding !== null && encodings.length > 0 && !encodings.includes(encoding)) {
    return `it is in ${encoding}`;
  }
  const separators = profile.separators;
  if (separator !== null && separators.length > 0 && !separators.includes(separator)) {
    return `its values are separated by ${separator === "space" ? "blanks" : `${separator}s`}`;
  }
  return null;
}

/** For files that carry no vendor's mark. */
export const NO_SIGNATURE: ImportBar = {
  code: "NO_SIGNATURE",
  sentence:
    "Nothing in the file says which program wrote it: it may have been typed or changed by hand.",
};
