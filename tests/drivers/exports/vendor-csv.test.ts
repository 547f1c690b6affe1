/** CSV of BMG, EnVision, Kaleido, Byonoy and Bio-Rad: what is a reading, and what it is called. */
import { describe, expect, test } from "vitest";
import { expectedNumbers, importText, numbersOf, platesOf, VALUES } from "./import-sheets.ts";
import { BMG_HEAD, gridLines, OTHER_VALUES, valueTexts } from "./plate-texts.ts";

const CSV = { separator: "," };

async function refusal(lines: readonly string[]): Promise<string> {
  const outcome = await importText(lines.join("\n"));
  return outcome.kind === "refused" ? outcome.code : "read";
}

describe("BMG CSV", () => {
  const raw = ["Raw Data (570)", "", ...gridLines(VALUES, CSV)];

  test("the plate's id, its time and its raw data", async () => {
    const text = [
      ...BMG_HEAD,
      ...raw,
      "",
      "Raw Data (650 2)",
      "",
      ...gridLines(OTHER_VALUES, CSV),
    ].join("\r\n");
    const [plate] = platesOf(await importText(text));
    expect(plate).toMatchObject({
      plateId: "ALL-0042",
      readAtLocal: "3/12/2026 2:22:07 PM",
      bars: [],
    });
    expect(plate?.barcodeCandidates.slice(0, 2)).toEqual(["ALL-0042", "second"]);
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("an id line keeps what other separators leave of it", async () => {
    const text = [...BMG_HEAD, ...raw].join("\n").replaceAll(",", "\t");
    const [plate] = platesOf(await importText(text));
    expect(plate).toMatchObject({ plateId: "ALL-0042", header: { testname: "MTT" } });
    expect(plate?.bars.map((bar) => bar.code)).toEqual(["SAVED_AGAIN"]);
  });

  test("lost line ends are restored", async () => {
    const [plate] = platesOf(await importText([...BMG_HEAD, ...raw].join("")));
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });

  test("calculated blocks are the vendor's results; alone they are refused", async () => {
    const corrected = ["Blank corrected based on Raw Data (570)", ...gridLines(OTHER_VALUES, CSV)];
    const [plate] = platesOf(await importText([...BMG_HEAD, ...raw, "", ...corrected].join("\n")));
    expect(plate?.reads).toHaveLength(1);
    expect(plate?.vendorResults).toEqual(["Blank corrected based on Raw Data (570)"]);
    expect(await refusal([...BMG_HEAD, ...corrected])).toBe("REDUCED_ONLY");
  });

  test("fluorescence and cut files are refused", async () => {
    const other = BMG_HEAD.map((line) => (line === "Absorbance" ? "Fluorescence (FI)" : line));
    expect(await refusal([...other, ...raw])).toBe("NOT_ABSORBANCE");
    expect(await refusal([...BMG_HEAD, ...raw.slice(0, 7)])).toBe("TRUNCATED_GRID");
    expect(await refusal([...BMG_HEAD])).toBe("NO_RESULTS");
  });
});

describe("EnVision CSV", () => {
  const heads =
    "Plate,Repeat,Barcode,Measured height,Chamber temperature at start,Label,Measinfo,Measurement date,";
  const facts = (plate: number, barcode: string, label: string) =>
    `${plate},1,="${barcode}",14.35,22.5,${label},De=1st Ex=Btm Em=N/A,1/15/2026 10:30:00 AM,`;
  const results = (label: string, values: readonly number[]) => [
    `Results for ${label} - channel 1 (A)`,
    ...gridLines(values, CSV),
    "",
  ];
  const END = [
    "Basic assay information",
    'Serial#: ,,,,="1050242"',
    "Exported with EnVision Workstation version 1.14",
  ];

  test("labels are reads, plates have their barcodes, platemaps are none", async () => {
    const text = [
      "Plate information",
      heads,
      facts(1, "ALL-7", "A570(1)"),
      facts(1, "ALL-7", "A650(1)"),
      "",
      ...results("A570(1)", VALUES),
      ...results("A650(1)", OTHER_VALUES),
      ...END,
      "Platemap:",
      ...gridLines(VALUES, CSV).map((line) => line.replace(/,\d\.\d+/g, ",- ")),
    ].join("\n");
    const plates = platesOf(await importText(text));
    expect(plates).toHaveLength(1);
    expect(plates[0]).toMatchObject({
      plateId: "ALL-7",
      readerSerial: "1050242",
      temperatureC: 22.5,
    });
    expect(plates[0]?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plates[0], 1)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test("one barcode on two plates is refused", async () => {
    const one = (plate: number) => [
      "Plate information",
      heads,
      facts(plate, "ALL-7", "A570(1)"),
      "",
      ...results("A570(1)", VALUES),
    ];
    expect(await refusal([...one(1), ...one(2), ...END])).toBe("DUPLICATE_PLATE");
  });

  test("a file cut within its grid is known and refused", async () => {
    const lines = [
      "Plate information",
      heads,
      facts(1, "", "A570(1)"),
      "",
      ...results("A570(1)", VALUES),
    ];
    expect(await refusal(lines.slice(0, 9))).toBe("TRUNCATED_GRID");
  });
});

describe("Kaleido CSV", () => {
  test("the barcode line names the plate, the settings give the wavelength", async () => {
    const text = [
      "Results for ABS mono 1",
      "",
      "Barcode: V-2026-10-26 16:16:17, PlateRepeat: 1, WellRepeat: 1",
      ...gridLines(VALUES, CSV),
      "",
      "Measurement Basic Information",
      "Software version:,,Kaleido 2.0.3058.126",
      "Measurement Started:,,2026-10-26T16:16:18.2284559-04:00",
      "Measurements:",
      "Tech,,,,ABS mono 1",
      "Excitation wavelength [nm],,,,570",
      "Exported with Kaleido 2.0.3058.126",
    ].join("\n");
    const [plate] = platesOf(await importText(text));
    expect(plate).toMatchObject({
      plateId: "V-2026-10-26 16:16:17",
      readAtLocal: "2026-10-26T16:16:18.2284559-04:00",
    });
    expect(plate?.warnings.map(({ code }) => code)).toEqual(["VIRTUAL_BARCODE"]);
    expect(plate?.reads[0]?.wavelengthNm).toBe(570);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });
});

describe("Byonoy CSV", () => {
  const names = gridLines(VALUES, CSV).map((line, row) =>
    row === 0 ? line : line.replace(/,[\d.]+/g, ",S1"),
  );
  const file = (values: readonly number[], reference: string) =>
    [
      ...gridLines(values, CSV),
      "",
      ...names,
      "",
      "Sample Wavelength (nm),570",
      `Reference Wavelength (nm),${reference}`,
      "Serial No.,BYOMAA00034",
    ].join("\n");

  test("the wavelength stands below; the grid of names is none", async () => {
    const plates = platesOf(await importText(file(VALUES, "-1")));
    expect(plates).toHaveLength(1);
    expect(plates[0]).toMatchObject({ readerSerial: "BYOMAA00034", warnings: [] });
    expect(plates[0]?.reads).toMatchObject([{ wavelengthNm: 570, referenceSubtracted: false }]);
  });

  test("a reference that was taken off is said", async () => {
    const [plate] = platesOf(await importText(file(VALUES, "650")));
    expect(plate?.reads[0]?.referenceSubtracted).toBe(true);
    expect(plate?.warnings.map(({ code }) => code)).toEqual(["REFERENCE_SUBTRACTED"]);
  });

  test("rows of one repeated value, as a faulty robot wrote them, are refused", async () => {
    const repeated = VALUES.map((_, index) => VALUES[Math.floor(index / 12)] ?? 0);
    expect(await importText(file(repeated, "-1"))).toMatchObject({ code: "REPEATED_VALUES" });
  });
});

describe("Bio-Rad texts", () => {
  const rows = (separator: string) =>
    Array.from({ length: 8 }, (_, row) =>
      valueTexts(VALUES)
        .slice(row * 12, row * 12 + 12)
        .join(separator),
    );

  test.each([
    ["MTX", ["00:00:00", ...rows("\t")]],
    ["Row", [`00:00:00\t${rows("\t").join("\t")}`]],
    ["Col", ["00:00:00", ...valueTexts(VALUES)]],
  ])("Microplate Manager %s", async (form, lines) => {
    const [plate] = platesOf(await importText([form, "1", "8\t12", ...lines, ""].join("\r\n")));
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate?.reads[0]?.wavelengthNm).toBeNull();
  });

  test("kinetics of Microplate Manager are refused", async () => {
    expect(
      await refusal(["MTX", "2", "8\t12", "00:00:00", ...rows("\t"), "00:05:00", ...rows("\t")]),
    ).toBe("NOT_ENDPOINT");
  });

  test("a minus sign of the Model 680 takes the place of the blank", async () => {
    const values = valueTexts(VALUES).map((text) => ` ${Number(text).toFixed(3)}`);
    const plate = values.with(1, "-0.012").with(2, " *.***");
    const lines = Array.from({ length: 8 }, (_, row) =>
      plate.slice(row * 12, row * 12 + 12).join(""),
    );
    const text = [
      "BIO-RAD Model 680 Microplate READER",
      "03/12/2026 14:22:07",
      "Mes. filter: 570",
      ".begin",
      ...lines,
      ".end",
    ].join("\r\n");
    const [read] = platesOf(await importText(text));
    expect(read?.reads[0]).toMatchObject({ wavelengthNm: 570 });
    expect(read?.reads[0]?.wells.A2?.absorbance).toBe(-0.012);
    expect(read?.reads[0]?.wells.A3).toMatchObject({
      absorbance: null,
      remark: { direction: "over-range" },
    });
    expect(read?.reads[0]?.wells.H12?.absorbance).toBe(Number((VALUES[95] ?? 0).toFixed(3)));
  });
});
