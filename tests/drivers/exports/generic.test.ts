/** Plain grids and lists without a vendor's mark: read as they stand, always barred, never guessed. */
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import { expectedNumbers, importText, numbersOf, platesOf, VALUES } from "./import-sheets.ts";
import { gridLines, OTHER_VALUES, valueTexts } from "./plate-texts.ts";

async function refusal(lines: readonly string[], name = "plate.csv"): Promise<string> {
  const outcome = await importText(lines.join("\n"), name);
  return outcome.kind === "refused" ? outcome.code : "read";
}

const TEXTS = valueTexts(VALUES);
const BARE = Array.from({ length: 8 }, (_, row) => TEXTS.slice(row * 12, row * 12 + 12).join(","));
const TRANSPOSED = [
  ",A,B,C,D,E,F,G,H",
  ...Array.from({ length: 12 }, (_, column) =>
    [column + 1, ...Array.from({ length: 8 }, (_, row) => TEXTS[row * 12 + column])].join(","),
  ),
];

describe("plain grids", () => {
  test.each<[string, readonly string[]]>([
    ["with numbers and letters", gridLines(VALUES, { separator: "," })],
    [
      "between notes",
      ["typed by hand", "", ...gridLines(VALUES, { separator: "," }), "", "the end"],
    ],
    ["without letters", [gridLines(VALUES, { separator: "," })[0]?.slice(1) ?? "", ...BARE]],
    ["without numbers", gridLines(VALUES, { separator: "," }).slice(1)],
    ["bare", BARE],
    ["on its side", TRANSPOSED],
    [
      "with letters at both sides",
      gridLines(VALUES, { separator: "," }).map(
        (line, row) => `${line},${" ABCDEFGH"[row]?.trim()}`,
      ),
    ],
    ["as blanks left it", gridLines(VALUES, { separator: "   " })],
    [
      "as a web page's table",
      [
        "<table>",
        ...gridLines(VALUES, { separator: "</td><td>" }).map((line) => `<tr><td>${line}</td></tr>`),
        "</table>",
      ],
    ],
  ])("%s", async (_what, lines) => {
    const plates = platesOf(await importText(lines.join("\n")));
    expect(plates).toHaveLength(1);
    expect(numbersOf(plates[0], 0)).toEqual(expectedNumbers());
    expect(plates[0]?.bars.map((bar) => bar.code)).toEqual(["NO_SIGNATURE"]);
  });

  test.each([
    ["OD570", 570],
    ["570 nm", 570],
    ["Raw Data (570)", 570],
    ["Absorbance at 570", 570],
    ["Wavelength: 570", 570],
    ["A570(1)", 570],
    ["plate read in May", null],
  ])("a title “%s” gives the wavelength %s", async (title, nm) => {
    const text = [title, ...gridLines(VALUES, { separator: "," })].join("\n");
    expect(platesOf(await importText(text))[0]?.reads[0]?.wavelengthNm).toBe(nm);
  });

  test("different wavelengths are reads of one plate, the same one again is another plate", async () => {
    const block = (title: string, values: readonly number[]) => [
      title,
      ...gridLines(values, { separator: "," }),
      "",
    ];
    const plates = platesOf(
      await importText(
        [
          ...block("570 nm", VALUES),
          ...block("650 nm", OTHER_VALUES),
          ...block("570 nm", OTHER_VALUES),
        ].join("\n"),
      ),
    );
    expect(plates.map((plate) => plate.reads.map((read) => read.wavelengthNm))).toEqual([
      [570, 650],
      [570],
    ]);
  });

  test("side by side, each with its own title", async () => {
    const [left, right] = [
      gridLines(VALUES, { separator: "," }),
      gridLines(OTHER_VALUES, { separator: "," }),
    ];
    const titles = ["570", ...Array.from({ length: 13 }, () => ""), "650"].join(",");
    const text = [titles, ...left.map((line, row) => `${line},,${right[row]}`)].join("\n");
    const [plate] = platesOf(await importText(text));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("a list of several wavelengths above a grid does not say which one it is", async () => {
    const text = ["1: 570nm", "2: 650nm", ...gridLines(VALUES, { separator: "," })].join("\n");
    expect(platesOf(await importText(text))[0]?.reads[0]?.wavelengthNm).toBeNull();
  });

  test("a part of a plate keeps its letters and numbers", async () => {
    const lines = [",3,4", "B,0.1,0.2", "C,0.3,0.4"];
    const [plate] = platesOf(await importText(lines.join("\n")));
    expect(numbersOf(plate, 0)).toEqual({ B3: 0.1, B4: 0.2, C3: 0.3, C4: 0.4 });
    expect(plate?.warnings.map(({ code }) => code)).toEqual(["PARTIAL_PLATE"]);
    expect(plate).toMatchObject({ rows: 8, columns: 12 });
  });

  test("a name above the grid", async () => {
    const name = async (line: string) =>
      platesOf(await importText([line, ...gridLines(VALUES, { separator: "," })].join("\n")))[0]
        ?.plateId;
    expect(await name("Barcode: ALL-0042")).toBe("ALL-0042");
    expect(await name("Plate ID,ALL-0042")).toBe("ALL-0042");
    expect(await name("Plate: 3")).toBeNull();
  });

  const whole = gridLines(VALUES, { separator: "," });
  test.each<[string, string, readonly string[]]>([
    ["TRUNCATED_GRID", "the last row missing", whole.slice(0, 8)],
    ["TRUNCATED_GRID", "a row missing", whole.toSpliced(4, 1)],
    ["TRUNCATED_GRID", "a row twice", whole.toSpliced(4, 0, whole[4] ?? "")],
    ["TRUNCATED_GRID", "a column number twice", whole.with(0, ",1,2,3,3,5,6,7,8,9,10,11,12")],
    ["TRUNCATED_GRID", "a row too short", whole.with(8, whole[8]?.slice(0, 30) ?? "")],
    ["TRUNCATED_GRID", "a value too many", whole.with(3, `${whole[3]},0.5`)],
    [
      "TRUNCATED_GRID",
      "the file ends within its last number",
      whole.with(8, whole[8]?.slice(0, -2) ?? ""),
    ],
    ["TRUNCATED_GRID", "seven bare rows", BARE.slice(1)],
    [
      "NO_RESULTS",
      "no values",
      whole.map((line, row) => (row === 0 ? line : line.replace(/[\d.]+/g, ""))),
    ],
    [
      "PLATE_FORMAT",
      "a small plate",
      [",1,2,3,4,5,6", "A,.1,.2,.3,.4,.5,.6", "B,.1,.2,.3,.4,.5,.6", "24-well plate"],
    ],
    [
      "PLATE_FORMAT",
      "384 wells",
      [
        whole[0] ?? "",
        ...Array.from("ABCDEFGHIJKLMNOP", (letter) => (whole[1] ?? "").replace("A", letter)),
      ],
    ],
    ["REDUCED_ONLY", "percentages", ["Viability %", ...whole]],
    ["REDUCED_ONLY", "a difference", ["OD570-OD650", ...whole]],
    ["NOT_ABSORBANCE", "counts", whole.with(2, (whole[2] ?? "").replace(/,[\d.]+/, ",48213"))],
    [
      "UNKNOWN_TOKEN",
      "a token nobody knows",
      whole.with(2, (whole[2] ?? "").replace(/,[\d.]+/, ",zzz")),
    ],
    ["UNKNOWN_DIALECT", "prose", ["Dear colleague,", "the plate is ready."]],
    [
      "AMBIGUOUS_ORIENTATION",
      "bare and on its side",
      TRANSPOSED.slice(1).map((line) => line.replace(/^\d+,/, "")),
    ],
  ])("refuses with %s: %s", async (code, _what, lines) => {
    expect(await refusal(lines)).toBe(code);
  });

  test("decimal commas that a comma-separated file tore apart are never put together", async () => {
    const torn = gridLines(VALUES, { separator: ",", decimal: "," });
    expect(await refusal(torn)).toBe("TRUNCATED_GRID");
  });
});

describe("lists of wells", () => {
  const columnMajor = ALL_WELLS.map((_, index) => (index % 8) * 12 + Math.floor(index / 8));

  test.each<[string, (index: number) => string]>([
    ["A1", (index) => ALL_WELLS[index] ?? ""],
    ["A01", (index) => (ALL_WELLS[index] ?? "").replace(/^(.)(\d)$/, "$10$2")],
    ["a1", (index) => (ALL_WELLS[index] ?? "").toLowerCase()],
    ["A 1", (index) => (ALL_WELLS[index] ?? "").replace(/^(.)/, "$1 ")],
  ])("wells written as %s, down the columns", async (_form, nameOf) => {
    const lines = [
      "Well;Sample;570 nm;650 nm",
      ...columnMajor.map(
        (index) => `${nameOf(index)};S${index};${VALUES[index]};${OTHER_VALUES[index]}`,
      ),
    ];
    const [plate] = platesOf(await importText(lines.join("\n").replaceAll(".", ",")));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("row and column in two columns", async () => {
    const lines = [
      "Row,Column,Absorbance",
      ...ALL_WELLS.map((well, index) => `${well[0]},${well.slice(1)},${VALUES[index]}`),
    ];
    expect(numbersOf(platesOf(await importText(lines.join("\n")))[0], 0)).toEqual(
      expectedNumbers(),
    );
  });

  test("a wavelength column makes reads, a plate column plates", async () => {
    const lines = ["Barcode,Well,Wavelength,Value"];
    for (const plate of ["ALL-1", "ALL-2"]) {
      for (const [nm, values] of [
        ["570", VALUES],
        ["650", OTHER_VALUES],
      ] as const) {
        lines.push(...ALL_WELLS.map((well, index) => `${plate},${well},${nm},${values[index]}`));
      }
    }
    const plates = platesOf(await importText(lines.join("\n")));
    expect(plates.map((plate) => plate.plateId)).toEqual(["ALL-1", "ALL-2"]);
    expect(plates[1]?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plates[1], 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("a well that comes twice without a plate's name is refused", async () => {
    expect(await refusal(["Well,OD", "A1,0.1", "A2,0.2", "A3,0.3", "A1,0.4"])).toBe(
      "DUPLICATE_PLATE",
    );
  });

  test("wells of a larger plate and counts are refused", async () => {
    expect(await refusal(["Well,OD", "A1,0.1", "A2,0.2", "P24,0.3"])).toBe("PLATE_FORMAT");
    expect(await refusal(["Well,Value", "A1,51000", "A2,52000", "A3,53000"])).toBe(
      "NOT_ABSORBANCE",
    );
  });
});
