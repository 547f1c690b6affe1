/** One export file to plates, or to a refusal that says why: the only way in for files. */
import { WELL_COUNT } from "../../domain/well.ts";
import {
  type DialectMarks,
  type ExportDialect,
  type ExportDocument,
  ExportRefused,
  type ImportedPlate,
  type ImportOutcome,
} from "./contract.ts";
import { decodeExport } from "./decode-export.ts";

export interface ExportFile {
  /** Without its folder: a name may hold the plate's barcode. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A stacker holds fifty plates; far more are a film of one plate or an archive. */
const MAX_PLATES = 200;

interface Candidate {
  readonly dialect: ExportDialect;
  readonly marks: DialectMarks;
}

/**
 * Reads the file with the one dialect whose two marks (words and arrangement) it carries; plain grids and lists, which
 * have no words of their own, are tried when it carries no vendor's. Everything that cannot be read for certain comes
 * back as a refusal; what is thrown is a bug.
 */
export async function readExport(
  dialects: readonly ExportDialect[],
  file: ExportFile,
): Promise<ImportOutcome> {
  let chosen: ExportDialect | null = null;
  try {
    const document = await decodeExport(file.name, file.bytes);
    chosen = chooseDialect(dialects, document);
    const plates = chosen.readPlates(document);
    return outcomeOf(chosen, plates);
  } catch (error) {
    if (!(error instanceof ExportRefused)) throw error;
    return {
      kind: "refused",
      dialectId: chosen?.id ?? null,
      code: error.code,
      sentence: error.message,
    };
  }
}

/** The dialect that knows the document. Throws AMBIGUOUS_DIALECT, NO_RESULTS, UNKNOWN_FORM, UNKNOWN_DIALECT. */
export function chooseDialect(
  dialects: readonly ExportDialect[],
  document: ExportDocument,
): ExportDialect {
  const refusals: ExportRefused[] = [];
  const candidates = dialects.map((dialect) => ({
    dialect,
    marks: marksOf(dialect, document, refusals),
  }));
  const named = candidates.filter(
    ({ dialect, marks }) => dialect.kind === "vendor" && marks.signature !== null,
  );
  const whole = named.filter(({ marks }) => marks.structure !== null);
  const plain = candidates.filter(
    ({ dialect, marks }) => dialect.kind === "generic" && marks.structure !== null,
  );
  if (whole.length > 0) return onlyOne(whole);
  const word = named[0];
  if (word !== undefined) throw nothingFound(word, plain.length > 0);
  if (plain.length > 0) return onlyOne(plain);
  throw refusals[0] ?? unknown(document);
}

/** A dialect that refuses a document while it looks at it does not know its arrangement. */
function marksOf(
  dialect: ExportDialect,
  document: ExportDocument,
  refusals: ExportRefused[],
): DialectMarks {
  try {
    return dialect.marks(document);
  } catch (error) {
    if (!(error instanceof ExportRefused)) throw error;
    refusals.push(error);
    return { signature: null, structure: null };
  }
}

function onlyOne(candidates: readonly Candidate[]): ExportDialect {
  const [first, second] = candidates;
  if (first === undefined) throw new Error("no candidate");
  if (second === undefined) return first.dialect;
  throw new ExportRefused(
    "AMBIGUOUS_DIALECT",
    `The file could be ${first.dialect.programs[0]} (${first.marks.signature ?? first.marks.structure}) or ${second.dialect.programs[0]} (${second.marks.signature ?? second.marks.structure}): export one plate of one program to a file of its own.`,
  );
}

function nothingFound({ dialect, marks }: Candidate, hasGrid: boolean): ExportRefused {
  const program = dialect.programs[0];
  return hasGrid
    ? new ExportRefused(
        "UNKNOWN_FORM",
        `The file has the words of ${program} (“${marks.signature}”), but its values do not stand as ${program} writes them: export it again from ${program} with its raw data.`,
      )
    : new ExportRefused(
        "NO_RESULTS",
        `The file has the words of ${program} (“${marks.signature}”), but no results: read the plate, then export again with the raw data.`,
      );
}

function unknown(document: ExportDocument): ExportRefused {
  const empty = document.tables.every((table) =>
    table.rows.every((row) => row.every((cell) => cell.text.trim() === "")),
  );
  if (empty) return new ExportRefused("NO_RESULTS", "The file is empty.");
  return new ExportRefused(
    "UNKNOWN_DIALECT",
    "Nothing in the file looks like a plate: no grid of 8 by 12 wells, no list of wells and none of the known programs. Export the raw data as a plate or a list of wells.",
  );
}

function outcomeOf(dialect: ExportDialect, plates: readonly ImportedPlate[]): ImportOutcome {
  if (plates.length === 0) {
    throw new ExportRefused("NO_RESULTS", "The file has no plate with results.");
  }
  if (plates.length > MAX_PLATES) {
    throw new ExportRefused(
      "TOO_MANY_PLATES",
      `The file has ${plates.length} plates; more than ${MAX_PLATES} are not taken from one file: export them in several.`,
    );
  }
  return {
    kind: "plates",
    dialectId: dialect.id,
    dialectVersion: dialect.version,
    plates: plates.map(withCoverage),
  };
}

/** Says on the plate when a read lacks wells: that may be meant, or the file was cut. */
function withCoverage(plate: ImportedPlate): ImportedPlate {
  const lacking = plate.reads
    .map((read) => Object.keys(read.wells).length)
    .filter((wells) => wells < WELL_COUNT);
  if (lacking.length === 0) return plate;
  const message = `The file has ${Math.min(...lacking)} of ${WELL_COUNT} wells.`;
  return { ...plate, warnings: [...plate.warnings, { code: "PARTIAL_PLATE", message }] };
}
