/** Workbooks written by hand, part by part: what no writing library would write, but other programs do. */
import { strToU8, zipSync } from "fflate";

const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface PackedSheet {
  readonly name: string;
  readonly state?: "hidden" | "veryHidden";
  /** What stands between `<sheetData>` and its end. */
  readonly rows: string;
}

/** An .xlsx file of these sheets and further parts; a further part replaces one of the same name. */
export function packWorkbook(
  sheets: readonly PackedSheet[],
  further: Readonly<Record<string, string>> = {},
): Uint8Array {
  const parts: Record<string, string> = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook><sheets>${sheets.map(sheetTag).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relationships(sheets, further),
  };
  for (const [index, { rows }] of sheets.entries()) {
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${rows}</sheetData></worksheet>`;
  }
  return zipSync(
    Object.fromEntries(
      Object.entries({ ...parts, ...further }).map(([name, text]) => [name, strToU8(text)]),
    ),
  );
}

function sheetTag({ name, state }: PackedSheet, index: number): string {
  const hidden = state === undefined ? "" : ` state="${state}"`;
  return `<sheet name="${name}" sheetId="${index + 1}"${hidden} r:id="rId${index + 1}"/>`;
}

function relationships(
  sheets: readonly PackedSheet[],
  further: Readonly<Record<string, string>>,
): string {
  const lines = sheets.map((_sheet, index) =>
    relationship(`rId${index + 1}`, "worksheet", `worksheets/sheet${index + 1}.xml`),
  );
  if ("xl/styles.xml" in further) lines.push(relationship("rIdS", "styles", "styles.xml"));
  if ("xl/sharedStrings.xml" in further) {
    lines.push(relationship("rIdT", "sharedStrings", "sharedStrings.xml"));
  }
  return `<Relationships>${lines.join("")}</Relationships>`;
}

export function relationship(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${kind}" Target="${target}"/>`;
}

export type CellValue = string | number | null;

/** The rows of a sheet as XML: numbers as numbers, texts in place, nothing for null. */
export function rowsXml(rows: readonly (readonly CellValue[])[]): string {
  return rows
    .map(
      (row, index) =>
        `<row r="${index + 1}">${row.map((value, column) => cellXml(value, index, column)).join("")}</row>`,
    )
    .join("");
}

function cellXml(value: CellValue, row: number, column: number): string {
  if (value === null) return "";
  const address = `${letters(column)}${row + 1}`;
  if (typeof value === "number") return `<c r="${address}"><v>${value}</v></c>`;
  const text = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function letters(column: number): string {
  const before = Math.floor(column / 26);
  return (before === 0 ? "" : letters(before - 1)) + String.fromCharCode(65 + (column % 26));
}
