/** Export files: texts of every encoding and dialect, web pages, XML spreadsheets, and workbooks with their parts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { exportDialects } from "../../../drivers/exports/index.ts";
import { tidy } from "../../../src/instrument/exports/cell-kinds.ts";
import type { ExportDocument, ImportedPlate } from "../../../src/instrument/exports/contract.ts";
import { decodeExport } from "../../../src/instrument/exports/decode-export.ts";
import { loadExportProfiles } from "../../../src/instrument/exports/load-export-profile.ts";
import { readExport } from "../../../src/instrument/exports/read-export.ts";
import { VALUES } from "../../drivers/exports/import-sheets.ts";
import {
  BMG_HEAD,
  gen5Head,
  gridLines,
  softmaxSection,
  softmaxText,
  valueTexts,
} from "../../drivers/exports/plate-texts.ts";
import { packWorkbook, rowsXml } from "../../instrument/exports/pack-workbook.ts";
import { chanceFrom, makeInput } from "../mutate.ts";
import { demand, type FuzzTarget } from "../target.ts";

const ROOT = join(import.meta.dirname, "../../..");
const DIALECTS = exportDialects(loadExportProfiles(join(ROOT, "drivers/exports/profiles")));
const REAL = join(ROOT, "../shared/exports");

/** Every value stands in the file, in the cell that is named, as it was taken. */
function requireTraced(plate: ImportedPlate, document: ExportDocument): void {
  demand(plate.rows > 0 && plate.columns > 0, `a plate of ${plate.rows} by ${plate.columns}`);
  for (const read of plate.reads) {
    const { wavelengthNm } = read;
    demand(
      wavelengthNm === null || (wavelengthNm >= 100 && wavelengthNm <= 2000),
      `${wavelengthNm} nm`,
    );
    for (const [name, well] of Object.entries(read.wells)) {
      const { absorbance, token, remark, source } = well;
      demand(/^[A-P](?:[1-9]|1\d|2[0-4])$/.test(name), `a well ${name}`);
      demand(absorbance === null || Number.isFinite(absorbance), `${name} is ${absorbance}`);
      demand(absorbance !== null || remark !== null, `${name} has no number and no reason`);
      const table = document.tables.find((one) => one.name === source.table);
      const cell = table?.rows[source.row - 1]?.[source.column - 1];
      demand(
        cell !== undefined && tidy(cell.text) === tidy(token),
        `${name} is ${JSON.stringify(token)}, its cell ${JSON.stringify(cell?.text)}`,
      );
    }
  }
}

async function importBytes(name: string, bytes: Buffer): Promise<string> {
  const outcome = await readExport(DIALECTS, { name, bytes });
  if (outcome.kind === "refused") {
    demand(/[.:]/.test(outcome.sentence) && outcome.sentence.length < 2000, "a refusal says why");
    return `refused ${outcome.code} ${outcome.sentence}`;
  }
  const document = await decodeExport(name, bytes);
  for (const plate of outcome.plates) requireTraced(plate, document);
  return `taken ${JSON.stringify(outcome)}`;
}

const lines = (...all: string[]): Buffer => Buffer.from(`${all.join("\r\n")}\r\n`);

/** Small ones, so that there is always something to begin with. */
const OWN: readonly Buffer[] = [
  lines(...gridLines()),
  lines(...gen5Head("PW-A"), ...gridLines()),
  lines(...BMG_HEAD, ...gridLines()),
  Buffer.from(softmaxText([softmaxSection([valueTexts(VALUES), valueTexts(VALUES)])])),
  lines(
    "Well,OD570",
    ...VALUES.map((value, at) => `${"ABCDEFGH"[Math.floor(at / 12)]}${(at % 12) + 1},${value}`),
  ),
  lines(
    `<html><table>${gridLines()
      .map((line) => `<tr><td>${line.split("\t").join("</td><td>")}</td></tr>`)
      .join("")}</table></html>`,
  ),
  lines(
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>',
    ...gridLines().map(
      (line) =>
        `<Row>${line
          .split("\t")
          .map((cell) => `<Cell><Data ss:Type="String">${cell}</Data></Cell>`)
          .join("")}</Row>`,
    ),
    "</Table></Worksheet></Workbook>",
  ),
];

function realFiles(ending: RegExp): Buffer[] {
  if (!existsSync(REAL)) return [];
  return readdirSync(REAL)
    .filter((name) => ending.test(name) && name !== "INDEX.md")
    .map((name) => readFileSync(join(REAL, name)));
}

const OWN_WORKBOOK = Buffer.from(
  packWorkbook([
    {
      name: "Plate",
      rows: rowsXml([
        ["", ...Array.from({ length: 12 }, (_, at) => at + 1)],
        ...Array.from({ length: 8 }, (_, row) => [
          "ABCDEFGH"[row] ?? "",
          ...VALUES.slice(row * 12, row * 12 + 12),
        ]),
      ]),
    },
  ]),
);

/** Parts that lie: entries that unpack to far more than they say, one content under many names, nested and endless. */
function bomb(random: () => number): Buffer {
  const chance = chanceFrom(random);
  const zeros = new Uint8Array((1 + chance.below(120)) * 1024 * 1024);
  const parts: Record<string, Uint8Array> = {};
  for (let at = chance.below(6); at >= 0; at -= 1)
    parts[`xl/worksheets/sheet${at + 1}.xml`] = zeros;
  const cell = `<c t="inlineStr"><is><t>${"A".repeat(chance.below(2000))}</t></is></c>`;
  const rows = `<row>${cell.repeat(1 + chance.below(2000))}</row>`.repeat(1 + chance.below(60));
  const strings = `<sst>${"<si><t>x</t></si>".repeat(chance.below(200_000))}</sst>`;
  const books = [
    () => zipSync(parts, { level: 9 }),
    () => packWorkbook([{ name: "Plate", rows }]),
    () =>
      packWorkbook([
        { name: "Plate", rows: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' },
      ]),
    () => packWorkbook([{ name: "Plate", rows: "<row/>".repeat(chance.below(300_000)) }]),
    () =>
      packWorkbook([{ name: "Plate", rows: '<row><c t="s"><v>0</v></c></row>' }], {
        "xl/sharedStrings.xml": strings,
      }),
    () =>
      packWorkbook(
        Array.from({ length: chance.below(1500) }, (_, at) => ({ name: `S${at}`, rows: "" })),
      ),
    () => packWorkbook([{ name: "Plate", rows: `${"<row>".repeat(chance.below(60_000))}` }]),
  ];
  const packed = Buffer.from(chance.pick(books)());
  // Declared sizes that are not true: in the directory at the end and before each entry.
  if (chance.below(2) === 0 && packed.length > 30) packed.writeUInt32LE(chance.below(2 ** 31), 22);
  return packed;
}

/** A part of a real workbook is damaged, or the package itself, or it is a bomb. */
function makeWorkbook(random: () => number, corpus: readonly Buffer[]): Buffer {
  const chance = chanceFrom(random);
  const kind = chance.below(20);
  if (kind === 0) return bomb(random);
  if (kind < 4) return makeInput(chance, corpus);
  const parts = unzipSync(chance.pick(corpus));
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    const name = chance.pick(Object.keys(parts));
    const part = parts[name];
    if (part === undefined) continue;
    const text = strFromU8(part);
    const damaged = makeInput(chance, [Buffer.from(text)]).toString("utf8");
    if (chance.below(12) === 0) delete parts[name];
    else parts[name] = strToU8(damaged);
  }
  return Buffer.from(zipSync(parts, { level: 1 }));
}

export function exportTargets(): FuzzTarget[] {
  const texts = [...OWN, ...realFiles(/\.(?:txt|csv)$/)];
  const books = [OWN_WORKBOOK, ...realFiles(/\.xlsx$/)];
  return [
    {
      name: "export text",
      kind: "text",
      corpus: () => texts,
      run: (bytes) => importBytes("export.txt", bytes),
    },
    {
      name: "export workbook",
      kind: "workbook",
      corpus: () => books,
      make: makeWorkbook,
      run: (bytes) => importBytes("export.xlsx", bytes),
    },
  ];
}
