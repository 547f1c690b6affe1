import { describe, expect, test } from "vitest";
import { parseStatusField } from "../../../drivers/spectramax/answer-field.ts";
import { spectraMax } from "../../../drivers/spectramax/driver.ts";
import { describeCode, faultOfCode } from "../../../drivers/spectramax/error-codes.ts";
import { chooseModel, parseState } from "../../../drivers/spectramax/identify.ts";
import { settingCommands } from "../../../drivers/spectramax/read-plate.ts";
import { replayDialogue } from "../../../src/instrument/replay-dialogue.ts";
import { transcriptsOf } from "../../contract/transcripts.ts";

const MTT = { measurementNm: 570, referenceNm: 650 };
const defaults = spectraMax.options.parse({});

describe("the first field of an answer", () => {
  test.each([
    ["OK\r\n", { isSuccess: true, code: null, rest: "", before: "" }],
    ["FAIL\t 107", { isSuccess: false, code: "107", rest: "107", before: "" }],
    ["\xff~OK\r\n", { isSuccess: true, code: null, rest: "", before: "\xff~" }],
    ["OK warning 314", { isSuccess: true, code: null, rest: "warning 314", before: "" }],
    ["FAIL\t warning 314", { isSuccess: true, code: null, rest: "warning 314", before: "" }],
    ["FAIL", { isSuccess: false, code: null, rest: "", before: "" }],
  ])("%j is read", (text, expected) => {
    expect(parseStatusField(text)).toEqual(expected);
  });

  test.each(["", "\r\nOPEN\r\nIDLE\r\n", "TOKEN", "OKAY", "ok"])("%j is none", (text) => {
    expect(parseStatusField(text)).toBeNull();
  });
});

describe("the state", () => {
  test.each([
    ["\r\nOPEN\r\nIDLE\r\n\r\n", "idle"],
    ["CLOSED MEASURING", "measuring"],
    ["AIR CAL206", "other"],
    ["", "other"],
  ])("%j is %s", (text, activity) => {
    expect(parseState(text).activity).toBe(activity);
  });
});

describe("the model", () => {
  test.each([
    ["SPECTRAMAX M5", "auto", "M5"],
    ["SpectraMax M5e", "auto", "M5"],
    ["SPECTRAMAX 384PLUS", "384 Plus", "384 Plus"],
    ["something else", "384 Plus", "384 Plus"],
  ] as const)("of %j is found where %s is configured", (text, expected, model) => {
    expect(chooseModel(text, expected)).toBe(model);
  });

  test.each([
    ["SPECTRAMAX M5", "384 Plus"],
    ["something else", "auto"],
    ["GEMINI EM", "M5"],
  ] as const)("of %j is refused where %s is configured", (text, expected) => {
    expect(() => chooseModel(text, expected)).toThrow(
      expect.objectContaining({ fault: "WRONG_MODEL" }),
    );
  });
});

describe("an error code", () => {
  test.each([
    ["105", "READER_BUSY"],
    ["107", "NO_PLATE"],
    ["110", "OPTICS_FAILED"],
    ["100", "READER_REFUSED"],
    ["203", "LINE_TROUBLE"],
    ["210", "FIRMWARE_TROUBLE"],
    ["316", "MOTION_FAILED"],
    ["317", "OPTICS_FAILED"],
    ["999", "READER_REFUSED"],
  ])("%s is %s", (code, name) => {
    expect(faultOfCode(code)).toBe(name);
  });

  test("is told with its meaning where that is known", () => {
    expect(describeCode("107")).toBe("107 (no data to transfer)");
    expect(describeCode("999")).toBe("999");
  });
});

describe("the settings of a read", () => {
  test("are those of the model", () => {
    const m5 = settingCommands("M5", MTT, defaults);
    expect(m5).toContain("WAVELENGTH 570 650");
    expect(m5.slice(-3)).toEqual(["TAG OFF", "NVRAM CARCOL 100", "READTYPE ABSPLA"]);
    const plus = settingCommands("384 Plus", { measurementNm: 595, referenceNm: null }, defaults);
    expect(plus).toContain("WAVELENGTH 595");
    expect(plus.slice(-2)).toEqual(["SPEED OFF", "READTYPE PLA"]);
  });

  test("shake and drive as configured", () => {
    const calm = settingCommands("M5", MTT, { shakeSeconds: 0, carriageSpeed: "slow" });
    expect(calm.filter((command) => /^(SHAKE|CSPEED)/.test(command))).toEqual([
      "CSPEED 1",
      "SHAKE OFF",
    ]);
  });
});

test("the worked example gives the values it was made of: 0.100 + 0.003 a row + 0.080 a column, and one saturated", () => {
  const example = transcriptsOf(spectraMax).find(({ name }) => name.includes("worked-example"));
  const dialogue = spectraMax.dialogues.readPlate(MTT, defaults);
  const outcome = replayDialogue(dialogue, example?.recorded ?? [], spectraMax.framing);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  const [measurement, reference] = outcome.result.planes;
  expect(measurement?.values).toHaveLength(96);
  measurement?.values.forEach((value, index) => {
    const [row, column] = [Math.floor(index / 12), index % 12];
    if (index === 95)
      expect(value).toEqual({ absorbance: null, token: "#SAT", direction: "over-range" });
    else expect(value.absorbance).toBeCloseTo(0.1 + 0.003 * row + 0.08 * column, 9);
    const referenceValue = reference?.values[index]?.absorbance;
    expect(referenceValue).toBeCloseTo(0.04 + 0.001 * (row + column), 9);
  });
  expect(outcome.result).toMatchObject({
    readerClock: "5025.3",
    readerModel: "SPECTRAMAX M5",
    warnings: [],
  });
});
