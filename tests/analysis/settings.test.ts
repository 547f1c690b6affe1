import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, parseSettings } from "../../src/analysis/settings.ts";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { figure3 } from "./figure-3.ts";

function problemOf(partial: unknown): string {
  try {
    parseSettings(partial);
  } catch (error) {
    if (error instanceof PlatewardenError && error.code === "SETTINGS_INVALID")
      return error.message;
    throw error;
  }
  throw new Error("the settings were taken");
}

describe("settings", () => {
  test("the defaults are the thresholds of the stored study and the further named settings", () => {
    expect(DEFAULT_SETTINGS).toMatchObject(figure3.thresholds as object);
    expect(parseSettings(figure3.thresholds)).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS).toMatchObject({
      referenceDose: 3.90625,
      driftP: 0.01,
      positionMinFraction: 0.2,
      maxRelativeMinSurvival: 20,
      lcSensitive: 0.1,
      lcResistant: 150,
      gradeQ: 0.01,
      gradeContrastP: 0.01,
      gradeStudentP: 0.05,
    });
  });

  test("what is missing takes its default", () => {
    expect(parseSettings({ effectPoints: 15 })).toEqual({ ...DEFAULT_SETTINGS, effectPoints: 15 });
  });

  test("unknown names and absurd values are named, all of them", () => {
    expect(problemOf({ efectPoints: 15 })).toContain("efectPoints");
    const several = problemOf({ alpha: 5, blanksMin: 2.5, cvWarn: "15", vehicleEffect: [80] });
    for (const name of ["alpha", "blanksMin", "cvWarn", "vehicleEffect"]) {
      expect(several).toContain(name);
    }
    expect(problemOf({ alpha: Number.NaN })).toContain("alpha");
    expect(problemOf({ alpha: null })).toContain("alpha");
  });

  test("limits that contradict each other are refused", () => {
    expect(problemOf({ cvWarn: 40 })).toContain("cvWarn (40) must not be greater than cvFail (30)");
    expect(problemOf({ vehicleEffect: [120, 80] })).toContain("vehicleEffect");
    expect(problemOf({ zPrimeFail: 0.6 })).toContain("zPrimeFail");
    expect(problemOf({ lcSensitive: 200 })).toContain("lcSensitive");
  });

  test("no settings at all is a mistake of the caller, not the defaults", () => {
    expect(problemOf(null)).not.toBe("");
    expect(problemOf([])).not.toBe("");
  });
});
