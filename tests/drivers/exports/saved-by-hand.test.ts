/** Plates as people pass them on: other separators, other containers, lists and grids beside each other. */
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import {
  expectedNumbers,
  grid,
  importSheets,
  importText,
  numbersOf,
  platesOf,
  VALUES,
} from "./import-sheets.ts";
import {
  gen5Head,
  gridLines,
  OTHER_VALUES,
  softmaxSection,
  softmaxText,
  valueTexts,
} from "./plate-texts.ts";

const CSV = gridLines(VALUES, { separator: "," });
const GEN5 = [...gen5Head("Plate 1"), ...gridLines(VALUES, { label: "MTT:570" }), ""];

async function codeOf(text: string): Promise<string> {
  const outcome = await importText(text);
  return outcome.kind === "refused" ? outcome.code : "read";
}

async function firstPlate(text: string) {
  return platesOf(await importText(text))[0];
}

function spreadsheetXml(lines: readonly string[]): string {
  const rows = lines.map((line) => {
    const cells = line
      .split("\t")
      .map((text) => `<Cell><Data ss:Type="String">${text}</Data></Cell>`);
    return `<Row>${cells.join("")}</Row>`;
  });
  return `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>${rows.join("")}</Table></Worksheet></Workbook>`;
}

describe("one plate in other forms", () => {
  const barred = (line: string) => `| ${line.replaceAll(",", " | ")} |`;
  test.each<[string, string]>([
    ["between bars", CSV.map(barred).join("\n")],
    [
      "as Markdown",
      CSV.map(barred)
        .toSpliced(1, 0, `|${"---|".repeat(13)}`)
        .join("\n"),
    ],
    ["parted by bars without a frame", CSV.map((line) => line.replaceAll(",", " | ")).join("\n")],
    ["with line ends translated twice", CSV.join("\r\r\n")],
    ["with a gap between columns 6 and 7", gridWithGap().join("\n")],
    ["as an XML spreadsheet", spreadsheetXml(gridLines(VALUES))],
  ])("a plain grid %s", async (_form, text) => {
    const plates = platesOf(await importText(text));
    expect(plates).toHaveLength(1);
    expect(numbersOf(plates[0], 0)).toEqual(expectedNumbers());
  });

  test.each<[string, string]>([
    ["between bars", GEN5.map((line) => `| ${line.replaceAll("\t", " | ")} |`).join("\n")],
    ["as an XML spreadsheet", spreadsheetXml(GEN5)],
  ])("a vendor's text %s was saved again", async (_form, text) => {
    const plate = await firstPlate(text);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate?.reads[0]).toMatchObject({ label: "MTT:570", wavelengthNm: 570 });
  });

  test("a number in the gap between two parts of a plate is refused", async () => {
    const spoilt = gridWithGap().map((line, row) =>
      row === 5 ? line.replace(",,", ",0.7,") : line,
    );
    expect(await codeOf(spoilt.join("\n"))).toBe("TRUNCATED_GRID");
  });

  test("columns that something else parts are no plates of one column each", async () => {
    const parted = CSV.map((line) => line.replaceAll(",", ",x,"));
    expect(await codeOf(parted.join("\n"))).not.toBe("read");
  });
});

function gridWithGap(): string[] {
  return CSV.map((line) => {
    const cells = line.split(",");
    return [...cells.slice(0, 7), "", ...cells.slice(7)].join(",");
  });
}

describe("a SoftMax text that a spreadsheet made equally wide", () => {
  const section = softmaxSection([valueTexts(VALUES)], { wavelengths: "570 " });
  const padded = (rows: readonly string[]) => {
    const lines = softmaxText([rows])
      .split("\r\n")
      .map((line) => line.split("\t"));
    const width = Math.max(...lines.map((cells) => cells.length));
    return lines
      .map((cells) => cells.concat(Array(width - cells.length).fill("")).join(","))
      .join("\n");
  };

  test("is read", async () => {
    expect(numbersOf(await firstPlate(padded(section)), 0)).toEqual(expectedNumbers());
  });

  test("and lost a line is refused", async () => {
    expect(await codeOf(padded(section.toSpliced(5, 1)))).toBe("TRUNCATED_GRID");
  });
});

describe("names and wavelengths around a grid", () => {
  test("a plate's name gives its id, never a wavelength", async () => {
    const plate = await firstPlate(["Plate: 96WEL0450nm", "", ...CSV].join("\n"));
    expect(plate?.plateId).toBe("96WEL0450nm");
    expect(plate?.reads[0]?.wavelengthNm).toBeNull();
  });

  test("a wavelength with its unit in brackets is no calculated block", async () => {
    const plate = await firstPlate(["Raw Data 562 [OD]", ...CSV].join("\n"));
    expect(plate?.reads[0]?.wavelengthNm).toBe(562);
  });

  test("grids that count iterations are a kinetic measurement", async () => {
    const text = [1, 2, 3].flatMap((number) => [`Iteration: ${number}`, ...CSV, ""]);
    expect(await codeOf(text.join("\n"))).toBe("NOT_ABSORBANCE");
  });
});

describe("lists", () => {
  const lines = (values: readonly number[]) =>
    ALL_WELLS.map((well, index) => `${well},${values[index]}`);

  test("eight lists side by side are one plate", async () => {
    const rows = Array.from({ length: 12 }, (_, column) =>
      Array.from(
        "ABCDEFGH",
        (letter, row) => `${letter}${column + 1},${VALUES[row * 12 + column]}`,
      ),
    );
    const text = [Array(8).fill("Well,OD450").join(","), ...rows.map((row) => row.join(","))];
    const plates = platesOf(await importText(text.join("\n")));
    expect(plates).toHaveLength(1);
    expect(plates[0]?.reads).toHaveLength(1);
    expect(numbersOf(plates[0], 0)).toEqual(expectedNumbers());
  });

  test("a column a plate makes plates", async () => {
    const text = ["Well,Plate 1,Plate 2"];
    for (const [index, well] of ALL_WELLS.entries()) {
      text.push(`${well},${VALUES[index]},${OTHER_VALUES[index]}`);
    }
    const plates = platesOf(await importText(text.join("\n")));
    expect(plates.map((plate) => plate.label)).toEqual(["Plate 1", "Plate 2"]);
    expect(numbersOf(plates[1], 0)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("titles above lists name plate and wavelength", async () => {
    const text = ["Plate ID: PW-7", "570 nm", "Well,OD", ...lines(VALUES), ""];
    text.push("Plate ID: PW-7", "650 nm", "Well,OD", ...lines(OTHER_VALUES));
    const plates = platesOf(await importText(text.join("\n")));
    expect(plates.map((plate) => plate.plateId)).toEqual(["PW-7"]);
    expect(plates[0]?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plates[0], 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("a title of its own makes a plate of its own", async () => {
    const text = ["Plate: PW-1", "Well,OD", ...lines(VALUES), "", "Plate: PW-2", "Well,OD"];
    const plates = platesOf(await importText([...text, ...lines(OTHER_VALUES)].join("\n")));
    expect(plates.map((plate) => plate.plateId)).toEqual(["PW-1", "PW-2"]);
  });

  test("a plate that only the first lines name is one plate", async () => {
    const text = ["Well,OD570,Barcode"];
    for (const [index, line] of lines(VALUES).entries())
      text.push(index < 9 ? `${line},ALL-7` : `${line},`);
    const plates = platesOf(await importText(text.join("\n")));
    expect(plates.map((plate) => plate.plateId)).toEqual(["ALL-7"]);
    expect(numbersOf(plates[0], 0)).toEqual(expectedNumbers());
  });

  test("lists side by side of which a line has a cell too many are refused", async () => {
    const text = ["Well,OD,Well,OD", "A1,0.1,A2,0.2", "B1,0.1,B2,0.2", "C1,0.1,C2,0.2"];
    expect(await codeOf([...text, "D1,0.1,0.3,D2,0.2", "E1,0.1,E2,0.2"].join("\n"))).toBe(
      "TRUNCATED_GRID",
    );
  });

  test("the time of a measurement is not its value", async () => {
    const text = ["Well,Wavelength(s) [nm],Measurement time(s),Raw absorbance"];
    text.push(...ALL_WELLS.map((well, index) => `${well},570,0,${VALUES[index]}`));
    const plate = await firstPlate(text.join("\n"));
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate?.reads[0]?.wavelengthNm).toBe(570);
  });

  test("columns headed by times are refused", async () => {
    const text = ["Well,Time(s),0,30,60", ...ALL_WELLS.map((well) => `${well},,0.1,0.2,0.3`)];
    expect(await codeOf(text.join("\n"))).toBe("NOT_ABSORBANCE");
  });

  test("a heading of raw values names the wavelength", async () => {
    const plate = await firstPlate(["Well,Raw 570", ...lines(VALUES)].join("\n"));
    expect(plate?.reads[0]?.wavelengthNm).toBe(570);
  });
});

describe("programs whose files nobody has here", () => {
  test("Kaleido 3 states barcode and wavelength in a table above each result", async () => {
    const plate = await firstPlate(kaleido3("").join("\n"));
    expect(plate?.plateId).toBe("MTT0064");
    expect(plate?.reads[0]).toMatchObject({ label: "Absorbance 1", wavelengthNm: 562 });
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });

  test("an emission wavelength there is no absorbance", async () => {
    expect(await codeOf(kaleido3("580 nm").join("\n"))).toBe("NOT_ABSORBANCE");
  });

  test("SkanIt's list with a plate and a wavelength in each line", async () => {
    const row = (nm: number, values: readonly number[]) =>
      ALL_WELLS.map((well, index) => ["Plate 7A", well, nm, values[index] ?? null]);
    const heads = [["Measurement results"], ["MTT.skax"], ["3/12/2026 2:22:07 PM"], []];
    const sheet = [...heads, ["Absorbance 1"], [], ["Plate", "Well", "Wavelength", "Abs"]];
    const plates = platesOf(
      await importSheets({
        "Absorbance 1_01": [...sheet, ...row(570, VALUES), ...row(650, OTHER_VALUES)],
      }),
    );
    expect(plates.map((plate) => plate.label)).toEqual(["Plate 7A"]);
    expect(plates[0]?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plates[0], 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("a SkanIt text that ends within a plate is refused", async () => {
    const head = ["Measurement results", "MTT.skax", "3/12/2026", "", "Absorbance 1", ""];
    const rows = grid("Abs").map((row) => row.join(","));
    expect(await codeOf([...head, ...rows.slice(0, 7)].join("\n"))).toBe("TRUNCATED_GRID");
  });

  test("Gen5 measures the path length at two wavelengths of its own", async () => {
    const labels = ["MTT:977 [Test]", "MTT:900 [Ref]", "MTT:Pathlength", "MTT:570"];
    const [header = "", ...rows] = gridLines(VALUES);
    const lines = rows.flatMap((row) =>
      labels.map((label, index) => `${index === 0 ? row : row.replace(/^./, "")}\t${label}`),
    );
    const plate = await firstPlate([...gen5Head("Plate 1"), header, ...lines, ""].join("\n"));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([977, 900, 570]);
    expect(plate?.vendorResults).toEqual(["MTT:Pathlength"]);
  });
});

function kaleido3(emission: string): string[] {
  return [
    "EnSight Results from",
    "Result for Absorbance 1",
    "Barcode,Repeat,Loop no,Exc wl / filter,Ems wl",
    `MTT0064,1,,562 nm,${emission}`,
    "",
    ...CSV,
    "",
    "Exported with Kaleido 3.5.3082.227",
  ];
}

describe("limits", () => {
  test("more plates than any stacker holds", async () => {
    const text = ["Barcode,Well,OD570"];
    for (let plate = 0; plate < 201; plate += 1) {
      text.push(`P-${plate}x,A1,0.1`, `P-${plate}x,A2,0.2`, `P-${plate}x,A3,0.3`);
    }
    expect(await codeOf(text.join("\n"))).toBe("TOO_MANY_PLATES");
  });

  test("more lines than any plates need", async () => {
    expect(await codeOf("A1,0.1\n".repeat(100_001))).toBe("TOO_LARGE");
  });

  test("a cell of very many digits is no number", async () => {
    const text = CSV.with(2, (CSV[2] ?? "").replace(/,[\d.]+/, `,${"1".repeat(60_000)}`));
    expect(await codeOf(text.join("\n"))).not.toBe("read");
  });
});
