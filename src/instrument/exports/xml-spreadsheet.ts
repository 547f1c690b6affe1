/** The XML Spreadsheet of 2003, which some programs and old spreadsheets write under the endings .xml and .xls. */
import { plainEntities } from "./html-table.ts";

/** No plate has more; a place beyond is a mistake or an attack. */
const MAX_INDEX = 2000;

/** True when the text is a workbook in this form. */
export function isXmlSpreadsheet(text: string): boolean {
  return text.slice(0, 4000).includes("urn:schemas-microsoft-com:office:spreadsheet");
}

/** Rows as lines, cells between tabs, at the places that the workbook states; sheets one below the other. */
export function textOfXmlSpreadsheet(xml: string): string {
  const sheets = [...xml.matchAll(/<(?:\w+:)?Table\b[^>]*>(.*?)<\/(?:\w+:)?Table>/gs)];
  return sheets.map(([, table]) => rowsOf(table ?? "").join("\n")).join("\n\n");
}

function rowsOf(table: string): readonly string[] {
  const rows: string[] = [];
  for (const [, head, content] of table.matchAll(elements("Row"))) {
    const index = indexOf(head);
    while (index !== null && rows.length < index - 1) rows.push("");
    rows.push(cellsOf(content ?? "").join("\t"));
  }
  return rows;
}

function cellsOf(row: string): readonly string[] {
  const cells: string[] = [];
  for (const [, head, content] of row.matchAll(elements("Cell"))) {
    const index = indexOf(head);
    while (index !== null && cells.length < index - 1) cells.push("");
    const [, data] = /<(?:\w+:)?Data\b[^>]*>(.*?)<\/(?:\w+:)?Data>/s.exec(content ?? "") ?? [];
    const text = (data ?? "").replace(/<[^>]*>/g, "").replace(/[\t\r\n]+/g, " ");
    cells.push(plainEntities(text));
    for (let over = mergedOver(head); over > 0; over -= 1) cells.push("");
  }
  return cells;
}

/** An element with its attributes and, unless it closes itself, its content. */
function elements(name: string): RegExp {
  return new RegExp(`<(?:\\w+:)?${name}\\b([^>]*?)(?:/>|>(.*?)</(?:\\w+:)?${name}>)`, "gs");
}

/** Where the element stands if that is not right behind the one before; counts from 1. */
function indexOf(head: string | undefined): number | null {
  return attribute(head, "Index");
}

function mergedOver(head: string | undefined): number {
  return attribute(head, "MergeAcross") ?? 0;
}

function attribute(head: string | undefined, name: string): number | null {
  const [, digits] = new RegExp(`\\b${name}="(\\d+)"`).exec(head ?? "") ?? [];
  return digits === undefined ? null : Math.min(Number(digits), MAX_INDEX);
}
