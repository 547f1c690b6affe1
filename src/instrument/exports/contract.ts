/**
 * What a vendor's export file is to us. A file is decoded to tables of cells, whatever it was saved as; a dialect finds
 * the plates in them. Dialects are pure: the same bytes and the same version give the same plates for ever.
 */
import type { MissingDirection } from "../../domain/reading.ts";
import type { WellName } from "../../domain/well.ts";

/** One cell as it is stored, not as it is shown. */
export interface Cell {
  /** Of a text file the text as it stands, without quotes; of a workbook's number its shortest exact form. */
  readonly text: string;
  /** The number that a workbook stores; null for every cell of a text file, where a number is still text. */
  readonly number: number | null;
}

/** One sheet of a workbook, or one text file cut at its separator. Rows may differ in length. */
export interface CellTable {
  /** The sheet's name; null for a text file. */
  readonly name: string | null;
  readonly rows: readonly (readonly Cell[])[];
}

export interface ExportDocument {
  readonly fileName: string;
  readonly container: "text" | "workbook";
  /** How the text was decoded, e.g. `utf-16le`; null for a workbook. */
  readonly encoding: string | null;
  readonly separator: "tab" | "comma" | "semicolon" | "space" | "bar" | null;
  readonly tables: readonly CellTable[];
  /** The program that saved a workbook, as its properties say; null when they say nothing. Never a person's name. */
  readonly savedBy: string | null;
}

/** Where a value stood: QC staff can look it up in the file. Row and column count from 1. */
export interface SourceCell {
  readonly table: string | null;
  readonly row: number;
  readonly column: number;
}

/** What the file has for one well. A masked value that is shown keeps its number and carries the token as well. */
export interface ImportedWell {
  readonly absorbance: number | null;
  /** The text of the cell, verbatim. */
  readonly token: string;
  /** Set when the token says something about the value: why there is none, or what to think of it. */
  readonly remark: {
    readonly direction: MissingDirection | "masked" | "not-computable" | "warning";
    /** The token's meaning in a few words, e.g. `over range (saturated)`. */
    readonly meaning: string;
  } | null;
  readonly source: SourceCell;
}

/** Endpoint absorbance of one plate at one wavelength, as the reader measured it. */
export interface ImportedRead {
  /** The file's own label, e.g. `450nm:450`; null when it gives none. */
  readonly label: string | null;
  readonly wavelengthNm: number | null;
  /** Wells the file has something for; a well it leaves empty is absent. */
  readonly wells: Readonly<Partial<Record<WellName, ImportedWell>>>;
  /** True when the file says that a reference was already taken off. */
  readonly referenceSubtracted: boolean;
}

/** Why a plate must not enter a sample's results before a person has said why it may. */
export interface ImportBar {
  /** SIMULATION, MANUAL_ENTRY, FROM_FILE, SAVED_AGAIN, NO_SIGNATURE … */
  readonly code: string;
  /** One sentence for the person who decides. */
  readonly sentence: string;
}

export interface ImportedPlate {
  readonly label: string | null;
  /** What the file itself gives as the plate's name or barcode; null when it gives none. */
  readonly plateId: string | null;
  /** Further texts of the file that may be its barcode, e.g. a name or a second id line, likeliest first; never its own name. */
  readonly barcodeCandidates: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** The reader's own clock as the file writes it, without a zone; null when it gives no read time. */
  readonly readAtLocal: string | null;
  readonly readerModel: string | null;
  readonly readerSerial: string | null;
  readonly temperatureC: number | null;
  readonly reads: readonly ImportedRead[];
  /** Titles of blocks that the vendor's program calculated; their values are never readings. */
  readonly vendorResults: readonly string[];
  /** The head of the file as key and value, in its own words. */
  readonly header: Readonly<Record<string, string>>;
  readonly bars: readonly ImportBar[];
  /** What somebody should know: a stated count that does not fit, mixed decimals. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** How sure a dialect is that a document is its own: the marks it found, by kind. Two kinds are needed. */
export interface DialectMarks {
  /** The vendor's own words that name the program or the form. */
  readonly signature: string | null;
  /** The arrangement by which the values can be found. */
  readonly structure: string | null;
}

const LONGEST_QUOTE = 80;
const LONGEST_SENTENCE = 1000;

/** A sentence quotes from the file, and a cell of a damaged file may hold the whole of it. */
function shortened(sentence: string): string {
  const quotes = new RegExp(`“([^”]{${LONGEST_QUOTE}})[^”]+(?:”|$)`, "g");
  const short = sentence.replace(quotes, "“$1…”");
  return short.length > LONGEST_SENTENCE ? `${short.slice(0, LONGEST_SENTENCE)}…` : short;
}

/** A document that a dialect knows but cannot take: says what, where and how to mend it. */
export class ExportRefused extends Error {
  /** NO_RESULTS, TRUNCATED_GRID, DUPLICATE_PLATE, REDUCED_ONLY, MIXED_DECIMALS, UNKNOWN_DIALECT, AMBIGUOUS_DIALECT … */
  readonly code: string;

  constructor(code: string, message: string) {
    super(shortened(message));
    this.name = "ExportRefused";
    this.code = code;
  }
}

export interface ExportDialect {
  /** A generic dialect reads plain grids and lists of nobody's form; it is tried when no vendor's dialect knows a file. */
  readonly kind: "vendor" | "generic";
  /** Kebab case, e.g. `gen5-text`. */
  readonly id: string;
  /** Changes whenever the same bytes could give other plates. */
  readonly version: string;
  readonly vendor: string;
  /** Programs whose files it reads. */
  readonly programs: readonly string[];
  readonly marks: (document: ExportDocument) => DialectMarks;
  /** Throws ExportRefused. */
  readonly readPlates: (document: ExportDocument) => readonly ImportedPlate[];
}

export type ImportOutcome =
  | {
      readonly kind: "plates";
      readonly dialectId: string;
      readonly dialectVersion: string;
      readonly plates: readonly ImportedPlate[];
    }
  | {
      readonly kind: "refused";
      /** Null when no dialect knew the document. */
      readonly dialectId: string | null;
      readonly code: string;
      readonly sentence: string;
    };
