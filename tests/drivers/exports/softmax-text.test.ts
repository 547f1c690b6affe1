/** SoftMax Pro: plate sections are read, groups never, and lines that lost or gained a value are refused. */
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import { expectedNumbers, importText, numbersOf, platesOf, VALUES } from "./import-sheets.ts";
import { OTHER_VALUES, softmaxSection, softmaxText, valueTexts } from "./plate-texts.ts";

const GRID = valueTexts(VALUES);
const OTHER = valueTexts(OTHER_VALUES);

async function refusal(text: string): Promise<string> {
  const outcome = await importText(text);
  return outcome.kind === "refused" ? outcome.code : "read";
}

describe("SoftMax Pro text", () => {
  test("wavelengths side by side are reads of one plate", async () => {
    const [plate] = platesOf(await importText(softmaxText([softmaxSection([GRID, OTHER])])));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(OTHER_VALUES));
    expect(plate).toMatchObject({ label: "Plate1", temperatureC: 23.4, readAtLocal: null });
    expect(plate?.header["Date Last Saved"]).toBe("3/12/2026 2:23:07 PM");
  });

  test("reduced values below are the vendor's results, groups are no reads", async () => {
    const section = softmaxSection([GRID], { wavelengths: "570 " });
    const reduced = softmaxSection([OTHER]).slice(1, 10);
    const group = ["Group: Standards", "Sample\tWells\tOD", "01\tA1\t9.999", "~End"];
    const text = softmaxText([[...section.slice(0, -1), ...reduced, "~End"], group]);
    const plates = platesOf(await importText(text));
    expect(plates).toHaveLength(1);
    expect(plates[0]?.reads).toHaveLength(1);
    expect(plates[0]?.vendorResults).toEqual(["Reduced"]);
    expect(numbersOf(plates[0], 0)).toEqual(expectedNumbers());
  });

  test("a list with a column a well is read", async () => {
    const line =
      softmaxSection([GRID], { wavelengths: "570 " })[0]?.replace("PlateFormat", "TimeFormat") ??
      "";
    const head = ["", "Temperature(°C)", ...ALL_WELLS].join("\t");
    const text = softmaxText([[line, head, ["", "23.4", ...GRID].join("\t"), "", "~End"]]);
    expect(numbersOf(platesOf(await importText(text))[0], 0)).toEqual(expectedNumbers());
  });

  test("tokens are kept with their meaning", async () => {
    const texts = valueTexts(VALUES, { instead: { 0: "Path?", 1: "#SAT", 2: "Masked", 3: "NaN" } });
    const [plate] = platesOf(
      await importText(softmaxText([softmaxSection([texts], { wavelengths: "570 " })])),
    );
    const wells = plate?.reads[0]?.wells;
    expect(
      [wells?.A1, wells?.A2, wells?.A3, wells?.A4].map((well) => well?.remark?.direction),
    ).toEqual(["not-computable", "over-range", "masked", "not-computable"]);
    expect(wells?.A2).toMatchObject({ absorbance: null, token: "#SAT" });
  });

  test("points and commas in one file pass with a warning when each value has one meaning", async () => {
    const texts = valueTexts(VALUES, { instead: { 5: "0,27" } });
    const [plate] = platesOf(
      await importText(softmaxText([softmaxSection([texts], { wavelengths: "570 " })])),
    );
    expect(plate?.reads[0]?.wells.A6?.absorbance).toBe(0.27);
    expect(plate?.warnings.map(({ code }) => code)).toEqual(["MIXED_DECIMALS"]);
  });

  test("a value that may be a thousand or one and a bit is refused", async () => {
    const texts = valueTexts(VALUES, { instead: { 5: "1,234" } });
    expect(await refusal(softmaxText([softmaxSection([texts], { wavelengths: "570 " })]))).toBe(
      "MIXED_DECIMALS",
    );
  });

  test.each([
    ["fluorescence", "NOT_ABSORBANCE", { mode: "Fluorescence\tFALSE" }],
    ["kinetics", "NOT_ENDPOINT", { readType: "Kinetic" }],
    ["reduced data", "REDUCED_ONLY", { dataType: "Reduced" }],
  ])("refuses %s", async (_what, code, style) => {
    expect(
      await refusal(softmaxText([softmaxSection([GRID], { wavelengths: "570 ", ...style })])),
    ).toBe(code);
  });

  test("two plates under one name are refused", async () => {
    const section = softmaxSection([GRID], { wavelengths: "570 " });
    expect(await refusal(softmaxText([section, section]))).toBe("DUPLICATE_PLATE");
  });

  test("a row that was taken out is noticed", async () => {
    const section = softmaxSection([GRID], { wavelengths: "570 " });
    expect(await refusal(softmaxText([section.toSpliced(5, 1)]))).toBe("TRUNCATED_GRID");
  });

  test("a value too many, or one lost, is noticed", async () => {
    const section = softmaxSection([GRID], { wavelengths: "570 " });
    const longer = section.with(4, section[4]?.replace(/\t$/, "\t0.5\t") ?? "");
    const shorter = section.with(4, section[4]?.replace(/\t[\d.]+/, "") ?? "");
    expect(await refusal(softmaxText([longer]))).toBe("TRUNCATED_GRID");
    expect(await refusal(softmaxText([shorter]))).toBe("TRUNCATED_GRID");
  });

  test("a file that was cut behind its first plate is refused", async () => {
    const text = softmaxText([
      softmaxSection([GRID], { wavelengths: "570 " }),
      softmaxSection([OTHER]),
    ]);
    expect(await refusal(text.slice(0, text.indexOf("~End") + 6))).toBe("TRUNCATED_GRID");
  });
});
