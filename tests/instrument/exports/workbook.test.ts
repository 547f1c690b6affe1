import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { ExportRefused } from "../../../src/instrument/exports/contract.ts";
import { readWorkbook } from "../../../src/instrument/exports/workbook.ts";
import { MAX_UNPACKED_BYTES } from "../../../src/instrument/exports/workbook-parts.ts";
import { packWorkbook, relationship } from "./pack-workbook.ts";

const shared = resolve(import.meta.dirname, "../../../../shared/exports");

async function cellsOf(rows: string, further: Record<string, string> = {}) {
  const { tables } = await readWorkbook(packWorkbook([{ name: "S", rows }], further));
  return tables[0]?.rows.map((row) => row.map((cell) => cell.number ?? cell.text));
}

async function refusalOf(bytes: Uint8Array): Promise<ExportRefused> {
  const outcome = await readWorkbook(bytes).then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(ExportRefused);
  return outcome as ExportRefused;
}

const STYLES = `<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="0.00"/></numFmts>
  <cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="21"/></cellXfs></styleSheet>`;

describe("cells of a workbook", () => {
  test("a number keeps its stored precision where its format hides decimals", async () => {
    const cells = await cellsOf(
      '<row r="1"><c r="A1" s="1"><v>0.7384999990463257</v></c><c r="B1"><v>1.2000000000000001E-2</v></c></row>',
      { "xl/styles.xml": STYLES },
    );
    expect(cells).toEqual([[0.7384999990463257, 0.012]]);
  });

  test("the text of a number is its shortest exact form", async () => {
    const { tables } = await readWorkbook(
      packWorkbook([
        { name: "S", rows: '<row r="1"><c r="A1"><v>6.3500000000000001E-2</v></c></row>' },
      ]),
    );
    expect(tables[0]?.rows[0]?.[0]).toEqual({ text: "0.0635", number: 0.0635 });
  });

  test("dates, times and both together become text without a zone, and are no numbers", async () => {
    const cells = await cellsOf(
      '<row r="1"><c r="A1" s="2"><v>45190</v></c><c r="B1" s="3"><v>45190.632187499999</v></c><c r="C1" s="4"><v>0.40494212962962961</v></c></row>',
      { "xl/styles.xml": STYLES },
    );
    expect(cells).toEqual([["2023-09-21", "2023-09-21 15:10:21", "09:43:07"]]);
  });

  test("truth values, errors, formulas and rich text keep their text", async () => {
    const cells = await cellsOf(
      `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><f>A2*2</f><v>0.5</v></c>
       <c r="D1" t="str"><f>A1</f><v> OVER </v></c><c r="E1" t="inlineStr"><is><r><t>OVR</t></r><r><t>FLW</t></r></is></c><c r="F1" t="s"><v>0</v></c></row>`,
      {
        "xl/sharedStrings.xml":
          '<sst><si><r><t>a &lt;</t></r><r><t xml:space="preserve"> 3</t></r></si></sst>',
      },
    );
    expect(cells).toEqual([["TRUE", "#DIV/0!", 0.5, " OVER ", "OVRFLW", "a < 3"]]);
  });

  test("blank rows and columns before the first cell keep the cell in its place", async () => {
    const cells = await cellsOf('<row r="3"><c r="C3"><v>7</v></c></row>');
    expect(cells).toEqual([
      ["", "", ""],
      ["", "", ""],
      ["", "", 7],
    ]);
  });

  test("cells without address, with a style that is not there and with prefixed tags are read", async () => {
    const cells = await cellsOf(
      '<x:row><x:c s="9"><x:v>1</x:v></x:c><x:c/><x:c><x:v><![CDATA[2]]></x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row>',
    );
    expect(cells).toEqual([
      [1, "", 2],
      [3, "", ""],
    ]);
  });

  test("rows without address whose cells have one stand where these say", async () => {
    const cells = await cellsOf(
      '<row/><row><c r="B3"><v>7</v></c><c><v>8</v></c></row><row r="5"><c><v>9</v></c></row>',
    );
    expect(cells?.[2]).toEqual(["", 7, 8]);
    expect(cells?.[4]).toEqual([9, "", ""]);
  });

  test("a percentage is no number, whichever way its format is defined", async () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/></cellXfs></styleSheet>`;
    const cells = await cellsOf(
      '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="2"><v>0.25</v></c><c r="C1" s="0"><v>0.5</v></c></row>',
      { "xl/styles.xml": styles },
    );
    expect(cells).toEqual([["50 %", "25 %", 0.5]]);
  });

  test("a formula that was never calculated is no empty cell", async () => {
    const cells = await cellsOf(
      `<row r="1"><c r="A1"><f>B1*2</f></c><c r="B1"><f>A2</f><v></v></c><c r="C1"><f>A2</f><v/></c>
       <c r="D1" t="str"><f>A2</f><v></v></c><c r="E1"/><c r="F1"><f t="shared" si="0"/><v>0.5</v></c>
       <c r="G1"><f>"1050242"</f><v></v></c><c r="H1"><f>&quot;&quot;</f></c></row>`,
    );
    const never = "= (not calculated)";
    expect(cells).toEqual([[never, never, never, "", "", 0.5, "1050242"]]);
  });

  test("all sheets come in the workbook's order, hidden ones too, and charts do not matter", async () => {
    const rows = '<row r="1"><c r="A1"><v>1</v></c></row>';
    const packed = packWorkbook(
      [
        { name: "one", rows },
        { name: "a &amp; b", rows, state: "veryHidden" },
      ],
      {
        "xl/workbook.xml":
          '<workbook><sheets><sheet name="chart" sheetId="9" r:id="rId9"/><sheet name="a &amp; b" sheetId="2" r:id="rId2"/><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": `<Relationships>${relationship("rId1", "worksheet", "/xl/worksheets/sheet1.xml")}${relationship("rId2", "worksheet", "./WORKSHEETS/sheet2.xml")}${relationship("rId9", "chartsheet", "chartsheets/sheet1.xml")}</Relationships>`,
      },
    );
    const { tables } = await readWorkbook(packed);
    expect(tables.map((table) => table.name)).toEqual(["a & b", "one"]);
  });
});

describe("the program that saved a workbook", () => {
  const saved = async (parts: Record<string, string>) =>
    (await readWorkbook(packWorkbook([{ name: "S", rows: "" }], parts))).savedBy;
  const app = (application: string) =>
    `<Properties><Application>${application}</Application><AppVersion>16.0300</AppVersion></Properties>`;

  test("is named with its version, or nothing is said", async () => {
    expect(await saved({ "docProps/app.xml": app("Microsoft Excel") })).toBe(
      "Microsoft Excel 16.0300",
    );
    expect(await saved({})).toBeNull();
  });

  test("is a library that writes its name as the creator, but never a person", async () => {
    const core = (name: string) =>
      `<cp:coreProperties><dc:creator>${name}</dc:creator></cp:coreProperties>`;
    const parts = { "docProps/app.xml": app("Microsoft Excel") };
    expect(await saved({ ...parts, "docProps/core.xml": core("openpyxl") })).toBe("openpyxl");
    expect(await saved({ ...parts, "docProps/core.xml": core("Ada Lovelace") })).toBe(
      "Microsoft Excel 16.0300",
    );
  });
});

describe("what is refused", () => {
  const rows = '<row r="1"><c r="A1"><v>0.123456</v></c></row>';

  test("an archive that was cut off", async () => {
    const whole = packWorkbook([{ name: "S", rows }]);
    const refusal = await refusalOf(whole.slice(0, whole.length - 30));
    expect(refusal.code).toBe("WORKBOOK_DAMAGED");
    expect(refusal.message).toContain("Export it once more");
  });

  test("a digit that changed in a stored part", async () => {
    const stored = zipSync(unzipSync(packWorkbook([{ name: "S", rows }])), { level: 0 });
    const at = Buffer.from(stored).indexOf("0.123456") + 7;
    stored[at] = "7".charCodeAt(0);
    expect((await refusalOf(stored)).message).toContain("checksum");
  });

  test("a workbook locked by a password, and one of the old form", async () => {
    const old = new Uint8Array(1024);
    old.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect((await refusalOf(old)).code).toBe("WORKBOOK_TOO_OLD");
    old.set(Buffer.from("EncryptedPackage", "utf16le"), 512);
    expect((await refusalOf(old)).code).toBe("WORKBOOK_LOCKED");
  });

  test("an archive that unpacks to more than any export", async () => {
    const bomb = zipSync({
      "xl/workbook.xml": strToU8("<workbook/>"),
      "xl/worksheets/sheet1.xml": new Uint8Array(MAX_UNPACKED_BYTES),
    });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect((await refusalOf(bomb)).code).toBe("WORKBOOK_TOO_LARGE");
  });

  test("a cell in the last corner of the sheet, which would fill the memory", async () => {
    const far = packWorkbook([
      { name: "Results", rows: '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>' },
    ]);
    const refusal = await refusalOf(far);
    expect(refusal.code).toBe("WORKBOOK_TOO_LARGE");
    expect(refusal.message).toContain('"Results" reaches to cell XFD1048576');
  });

  test("many sheets that together would fill the memory, and rows that no sheet has", async () => {
    const far = { rows: '<row r="20000"><c r="J20000"><v>7</v></c></row>' };
    const many = [
      { name: "a", ...far },
      { name: "b", ...far },
    ];
    expect((await refusalOf(packWorkbook(many))).code).toBe("WORKBOOK_TOO_LARGE");
    const impossible = packWorkbook([{ name: "S", rows: '<row r="99999999999"/>' }]);
    expect((await refusalOf(impossible)).code).toBe("WORKBOOK_DAMAGED");
  });

  test("but not empty cells that only carry a style, however far out", async () => {
    const cells = await cellsOf(
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="ZZ900000" s="0"/></row>',
    );
    expect(cells).toEqual([[1]]);
  });

  test("other archives: a document, a binary workbook, none at all", async () => {
    const pack = (parts: Record<string, string>) =>
      zipSync(
        Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
      );
    expect((await refusalOf(pack({ "word/document.xml": "<w/>" }))).code).toBe("WORKBOOK_DAMAGED");
    expect((await refusalOf(pack({ "xl/workbook.bin": "x" }))).code).toBe("WORKBOOK_FORM_UNKNOWN");
    expect(
      (await refusalOf(pack({ mimetype: "application/vnd.oasis.opendocument.spreadsheet" }))).code,
    ).toBe("WORKBOOK_FORM_UNKNOWN");
  });

  test("any damage is refused or changes nothing", async () => {
    const whole = packWorkbook([{ name: "S", rows }]);
    const asWritten = await readWorkbook(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const broken = whole.slice();
          broken[at] = (broken[at] ?? 0) ^ change;
          const outcome = await readWorkbook(broken).catch((error: unknown) => error);
          if (outcome instanceof ExportRefused) return;
          expect(outcome).toEqual(asWritten);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("random bytes after the mark of an archive", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        await refusalOf(Uint8Array.from([0x50, 0x4b, 0x03, 0x04, ...noise]));
      }),
    );
  });
});

test("whatever is written at whatever place comes back the same", async () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
    // The program that writes the test's workbooks spoils texts that are names of every object's own functions.
    fc
      .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 })
      .filter((text) => !(text in {})),
    fc.boolean(),
  );
  const sheet = fc.record({
    rowsBefore: fc.nat(6),
    columnsBefore: fc.nat(6),
    rows: fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(sheet, async ({ rowsBefore, columnsBefore, rows }) => {
      const blank = (count: number) => Array.from({ length: count }, () => null);
      const written = [
        ...Array.from({ length: rowsBefore }, () => blank(columnsBefore + 3)),
        ...rows.map((row) => [...blank(columnsBefore), ...row]),
      ];
      const bytes = await writeXlsxFile(written).toBuffer();
      const { tables } = await readWorkbook(bytes);
      for (const [rowIndex, row] of written.entries()) {
        for (const [columnIndex, wanted] of row.entries()) {
          const cell = tables[0]?.rows[rowIndex]?.[columnIndex];
          const text =
            typeof wanted === "boolean" ? String(wanted).toUpperCase() : String(wanted ?? "");
          expect(cell ?? { text: "", number: null }).toEqual({
            text: Object.is(wanted, -0) ? "0" : text,
            number: typeof wanted === "number" ? wanted + 0 : null,
          });
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe.skipIf(!existsSync(shared))(
  "workbooks of readers (skipped without ../shared/exports)",
  () => {
    test("Magellan's list and Spark's grid stand where they stand in the sheet", async () => {
      const magellan = await readWorkbook(
        readFileSync(resolve(shared, "tecan-magellan-list.xlsx")),
      );
      expect(magellan.savedBy).toBe("wijmo.xlsx 1.0");
      expect(magellan.tables[0]?.rows[1]?.slice(0, 2)).toEqual([
        { text: "0.1462", number: 0.1462 },
        { text: "A1", number: null },
      ]);
      const spark = await readWorkbook(readFileSync(resolve(shared, "tecan-spark-grid.xlsx")));
      expect(spark.savedBy).toBe("Microsoft Excel 16.0300");
      expect(spark.tables[0]?.rows[32]?.[0]?.text).toBe("<>");
      expect(spark.tables[0]?.rows[40]?.[12]?.number).toBe(0.0614);
    });
  },
);
