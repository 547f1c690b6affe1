import { describe, expect, test } from "vitest";
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import type { AnalysisPlate } from "../../src/analysis/analysis-input.ts";
import type { PlateStatistics } from "../../src/analysis/sample-analysis.ts";
import { type AnalysisSettings, DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import {
  type ArmPlan,
  buildPlate,
  COMPLETE_ARM,
  emptyPlate,
  IDLE_ARM,
  indexOf,
  type PlatePlan,
  RESISTANT_VEHICLE,
  UNUSED_WELL,
} from "./plate-builder.ts";

function statisticsOf(
  plate: AnalysisPlate,
  settings: AnalysisSettings = DEFAULT_SETTINGS,
): PlateStatistics {
  const sample = { sampleId: "S", blastsDay4Percent: 90, plates: [plate] };
  const statistics = analyseSample(sample, settings).plates[plate.plateId];
  if (statistics === undefined) throw new Error("no statistics for the plate");
  return statistics;
}

const ARMS: readonly ArmPlan[] = [RESISTANT_VEHICLE, IDLE_ARM];

function ofPlan(plan: Partial<PlatePlan>): PlateStatistics {
  return statisticsOf(buildPlate({ arms: ARMS, ...plan }));
}

describe("controls", () => {
  test("are described on net and on corrected absorbance", () => {
    const found = ofPlan({});
    // Eight values a step h above and below their mean have an SD of h sqrt(8/7).
    const step = Math.sqrt(8 / 7);
    expect(found.nBlank).toBe(8);
    expect(found.nUntreated).toBe(8);
    expect(found.blankMean).toBeCloseTo(0.05, 12);
    expect(found.blankSd).toBeCloseTo(0.002 * step, 12);
    expect(found.untreatedMeanOd).toBeCloseTo(0.6, 12);
    expect(found.cvUntreatedPercent).toBeCloseTo((100 * 0.02 * step) / 0.6, 9);
    expect(found.vehicleControlOd).toBeCloseTo(0.6, 12);
    expect(found.vehicleEffectPercent).toBeCloseTo(100, 9);
    expect(found.zPrime).toBeCloseTo(1 - (3 * 0.022 * step) / 0.6, 9);
    expect(found.ssmd).toBeCloseTo(0.6 / Math.hypot(0.02 * step, 0.002 * step), 9);
    expect(found.signalToBackground).toBeCloseTo(0.65 / 0.05, 9);
    expect(found).toMatchObject({ verdict: "pass", failReasons: [], warnings: [], masked: [] });
  });

  test("each limit fails or warns on its own side", () => {
    const untreated = (half: number) => [0.6 - half, 0.6 + half, 0.6 - half, 0.6 + half];
    // SD of four values a step h around their mean: h sqrt(4/3).
    const cv = (percent: number) => untreated((percent / 100) * 0.6 * Math.sqrt(3 / 4));
    expect(ofPlan({ untreatedAu: cv(14.9) }).warnings).toEqual([]);
    expect(ofPlan({ untreatedAu: cv(15.1) }).warnings).toEqual(["CONTROL_CV_HIGH"]);
    // Z' = 1 - 5 (SD untreated + 0.00214 AU) is 0.5 at 0.0979 AU, which is a CV of 16.3 %, and 0 at 33.0 %.
    expect(ofPlan({ untreatedAu: cv(16.2) }).warnings).toEqual(["CONTROL_CV_HIGH"]);
    expect(ofPlan({ untreatedAu: cv(16.4) }).warnings).toEqual(["Z_PRIME_LOW", "CONTROL_CV_HIGH"]);
    expect(ofPlan({ untreatedAu: cv(29.9) })).toMatchObject({
      verdict: "warn",
      warnings: ["Z_PRIME_LOW", "CONTROL_CV_HIGH"],
    });
    expect(ofPlan({ untreatedAu: cv(30.1) })).toMatchObject({
      verdict: "fail",
      failReasons: ["CONTROL_CV_FAIL"],
      warnings: ["Z_PRIME_LOW"],
    });
    expect(ofPlan({ untreatedAu: cv(32.9) }).failReasons).toEqual(["CONTROL_CV_FAIL"]);
    expect(ofPlan({ untreatedAu: cv(33.1) }).failReasons).toEqual([
      "Z_PRIME_FAIL",
      "CONTROL_CV_FAIL",
    ]);
  });

  test("noisy blanks, a strong vehicle effect and few blanks", () => {
    expect(ofPlan({ blankNetAu: [0.035, 0.065, 0.05] }).warnings).toEqual(["BLANK_SD_HIGH"]);
    expect(ofPlan({ untreatedAu: [0.74, 0.78] })).toMatchObject({ warnings: ["VEHICLE_EFFECT"] });
    expect(ofPlan({ untreatedAu: [0.49, 0.48] })).toMatchObject({ warnings: ["VEHICLE_EFFECT"] });
    expect(ofPlan({ blankNetAu: [0.05, 0.051] })).toMatchObject({
      verdict: "fail",
      failReasons: ["TOO_FEW_BLANKS"],
    });
  });

  test("a weak vehicle control and a weak signal fail, and warnings are listed beside them", () => {
    const weak = ARMS.map((arm) => ({ ...arm, controlAu: 0.0499 }));
    expect(ofPlan({ arms: weak })).toMatchObject({
      verdict: "fail",
      failReasons: ["CONTROL_OD_LOW"],
      warnings: ["VEHICLE_EFFECT"],
    });
    const enough = ARMS.map((arm) => ({ ...arm, controlAu: 0.0501 }));
    expect(ofPlan({ arms: enough }).failReasons).toEqual([]);
    const dull = ofPlan({
      blankNetAu: [0.2, 0.201, 0.202],
      untreatedAu: [0.099, 0.1],
      arms: ARMS.map((arm) => ({ ...arm, controlAu: 0.1 })),
    });
    expect(dull.failReasons).toEqual(["SIGNAL_TO_BACKGROUND_FAIL"]);
    expect(dull.signalToBackground).toBeLessThan(1.5);
  });
});

describe("what cannot be computed", () => {
  test("no blank: TOO_FEW_BLANKS, said once, and no corrected number", () => {
    const found = ofPlan({ blankNetAu: [] });
    expect(found).toMatchObject({
      verdict: "fail",
      failReasons: ["TOO_FEW_BLANKS"],
      nBlank: 0,
      blankMean: null,
      blankSd: null,
      untreatedMeanOd: null,
      vehicleControlOd: null,
      zPrime: null,
      signalToBackground: null,
      duplicateRobustSd: null,
      withinConditionDf: null,
    });
  });

  test("no vehicle well at zero prednisolone: CONTROL_OD_LOW", () => {
    expect(ofPlan({ arms: [IDLE_ARM] }).failReasons).toEqual(["CONTROL_OD_LOW"]);
    const masked = buildPlate({ arms: ARMS });
    masked.measurement[indexOf("A2")] = null;
    masked.measurement[indexOf("A3")] = null;
    const found = statisticsOf(masked);
    expect(found.failReasons).toEqual(["CONTROL_OD_LOW"]);
    expect(found.vehicleControlOd).toBeNull();
    expect(found.vehicleEffectPercent).toBeNull();
  });

  test("a vehicle control at or below zero: CONTROL_OD_LOW, whatever the limit", () => {
    const dead = buildPlate({ arms: ARMS.map((arm) => ({ ...arm, controlAu: -0.02 })) });
    const found = statisticsOf(dead, { ...DEFAULT_SETTINGS, controlOdMin: 0 });
    expect(found.failReasons).toEqual(["CONTROL_OD_LOW"]);
    expect(found.vehicleControlOd).toBeCloseTo(-0.02, 12);
  });

  test("fewer than two untreated wells: a warning, first in the list, and Z', SSMD, CV null", () => {
    const one = ofPlan({ untreatedAu: [0.6] });
    expect(one).toMatchObject({
      verdict: "warn",
      failReasons: [],
      warnings: ["NO_UNTREATED"],
      zPrime: null,
      ssmd: null,
      cvUntreatedPercent: null,
    });
    expect(one.signalToBackground).toBeCloseTo(13, 9);
    const none = ofPlan({ untreatedAu: [] });
    expect(none).toMatchObject({
      warnings: ["NO_UNTREATED"],
      signalToBackground: null,
      untreatedMeanOd: null,
      vehicleEffectPercent: null,
    });
  });

  test("an empty plate fails without a number", () => {
    const found = statisticsOf(emptyPlate());
    expect(found).toMatchObject({
      verdict: "fail",
      failReasons: ["TOO_FEW_BLANKS", "CONTROL_OD_LOW"],
      warnings: ["NO_UNTREATED"],
      discordant: [],
    });
  });
});

describe("how the plate was read", () => {
  test("one wavelength and a subtracted reference are warnings of their own", () => {
    const plate = buildPlate({ arms: ARMS });
    expect(statisticsOf({ ...plate, reference: null }).warnings).toEqual(["SINGLE_WAVELENGTH"]);
    const subtracted = {
      ...plate,
      measurement: plate.measurement.map((value) => (value ?? 0) - 0.05),
      reference: null,
      referenceSubtracted: true,
    };
    expect(statisticsOf(subtracted).warnings).toEqual(["REFERENCE_SUBTRACTED"]);
    expect(statisticsOf(subtracted).vehicleControlOd).toBeCloseTo(0.6, 12);
  });

  test("masked wells are listed in reading order and are a warning", () => {
    const plate = buildPlate({ arms: ARMS });
    plate.measurement[indexOf("H4")] = null;
    plate.measurement[indexOf("B2")] = null;
    expect(statisticsOf(plate)).toMatchObject({
      verdict: "warn",
      warnings: ["WELLS_MASKED"],
      masked: [
        { well: "B2", reason: "over-range" },
        { well: "H4", reason: "over-range" },
      ],
    });
  });
});

describe("discordant duplicates", () => {
  const withVehicle = (doseIndex: number, pair: readonly [number, number]) => {
    const survival = RESISTANT_VEHICLE.survival.map((values, index) =>
      index === doseIndex ? pair : values,
    );
    return ofPlan({ arms: [{ ...RESISTANT_VEHICLE, survival }, IDLE_ARM] });
  };

  test("the robust SD is 1.4826 median |d| / sqrt 2 over all arms with the vehicle, zero dose left out", () => {
    // |d| of both arms at seven doses: thirteen times 2, once 1.
    expect(ofPlan({}).duplicateRobustSd).toBeCloseTo((1.4826 * 2) / Math.SQRT2, 9);
  });

  test("lie more than 20 points apart, and the suspect is the well farther from its neighbours", () => {
    expect(withVehicle(4, [99.9, 80]).discordant).toEqual([]);
    const found = withVehicle(4, [95, 70]);
    expect(found).toMatchObject({
      verdict: "warn",
      warnings: ["DISCORDANT_DUPLICATES"],
      suspects: ["E3"],
    });
    expect(found.discordant).toHaveLength(1);
    expect(found.discordant[0]).toMatchObject({
      arm: "vehicle",
      dose: 3.90625,
      wells: ["E2", "E3"],
    });
    expect(found.discordant[0]?.survival[1]).toBeCloseTo(70, 9);
  });

  test("need four sqrt 2 robust SDs on a noisy plate", () => {
    // With |d| = 6 throughout, s_r = 1.4826 * 6 / sqrt 2 and the limit is 4 * 1.4826 * 6 = 35.58 points.
    const noisy = (last: readonly [number, number]) => {
      const survival = [[99, 101], ...new Array(6).fill([87, 93]), last] as number[][];
      return ofPlan({ arms: [{ ...RESISTANT_VEHICLE, survival }] }).discordant.length;
    };
    expect(noisy([55, 90.5])).toBe(0);
    expect(noisy([54, 90])).toBe(1);
  });

  test("at the highest dose there is one neighbour, at the lowest zero is one", () => {
    // Below 250 stands 78: 75 is near it, 45 far.
    expect(withVehicle(7, [45, 75]).suspects).toEqual(["H2"]);
    // Neighbours of 0.061 are 100 (zero) and 96: 98 expected.
    expect(withVehicle(1, [70, 97]).suspects).toEqual(["B2"]);
  });

  test("suspects of several arms stand in reading order", () => {
    const swap = (plan: ArmPlan, doseIndex: number, pair: readonly [number, number]) => ({
      ...plan,
      survival: plan.survival.map((values, index) => (index === doseIndex ? pair : values)),
    });
    const arms = [swap(RESISTANT_VEHICLE, 5, [84, 20]), swap(IDLE_ARM, 2, [95, 30])];
    const found = ofPlan({ arms });
    expect(found.discordant.map((each) => each.arm)).toEqual(["vehicle", "crizotinib"]);
    expect(found.suspects).toEqual(["C5", "F3"]);
  });

  test("a pair with a masked well is no duplicate", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
    plate.measurement[indexOf("E2")] = 0.05;
    plate.measurement[indexOf("E3")] = null;
    expect(statisticsOf(plate).discordant).toEqual([]);
  });
});

describe("position", () => {
  /** Every condition has one well in each of four places; corrected absorbance is exactly exp(row, column, rim). */
  function gradientPlate(slopes: { row: number; column: number; rim: number }) {
    const plate = emptyPlate();
    const doses = [0, 1, 4, 16, 64, 256];
    const put = (index: number, well: Partial<typeof UNUSED_WELL>, corrected: number) => {
      plate.wells[index] = { ...UNUSED_WELL, ...well };
      plate.measurement[index] = corrected + 0.05;
      plate.reference[index] = 0;
    };
    for (let index = 0; index < 96; index++) {
      const row = Math.floor(index / 12);
      const column = index % 12;
      const rim = row === 0 || row === 7 || column === 0 || column === 11 ? 1 : 0;
      const level = (index * 7) % doses.length;
      const size = Math.exp(
        slopes.row * row + slopes.column * column + slopes.rim * rim - 0.05 * level,
      );
      const well = { role: "sample" as const, arm: "vehicle", vehicle: true };
      put(index, { ...well, replicate: index, prednisoloneUgPerMl: doses[level] ?? 0 }, size);
    }
    for (const index of [5, 17, 44]) put(index, { role: "blank" }, 0);
    return plate;
  }

  test("row, column and rim are found within conditions when the design has rank 3", () => {
    const found = statisticsOf(gradientPlate({ row: 0.03, column: -0.02, rim: 0.1 }));
    expect(found.rowDriftPercent).toBeCloseTo(100 * (Math.exp(7 * 0.03) - 1), 8);
    expect(found.columnDriftPercent).toBeCloseTo(100 * (Math.exp(11 * -0.02) - 1), 8);
    expect(found.edgeEffectPercent).toBeCloseTo(100 * (Math.exp(0.1) - 1), 8);
    // 93 wells, 6 conditions, 3 slopes.
    expect(found.withinConditionDf).toBe(84);
    // Exact data leave rounding only, which is no variance to test against.
    expect(found.rowDriftP).toBeNull();
  });

  test("drift warns beyond 20 % and the rim beyond 10 %, with P below 0.01", () => {
    const jitter = (plate: ReturnType<typeof gradientPlate>) => {
      plate.measurement = plate.measurement.map((value, index) =>
        value === null ? null : 0.05 + (value - 0.05) * (1 + 0.01 * Math.sin(index * 5)),
      );
      return plate;
    };
    const slope = (percent: number, steps: number) => Math.log(1 + percent / 100) / steps;
    const warned = (row: number, column: number, rim: number) =>
      statisticsOf(
        jitter(
          gradientPlate({ row: slope(row, 7), column: slope(column, 11), rim: slope(rim, 1) }),
        ),
      ).warnings.filter((code) => /DRIFT|EDGE/.test(code));
    expect(warned(16, 16, 8)).toEqual([]);
    expect(warned(25, 16, 8)).toEqual(["ROW_DRIFT"]);
    expect(warned(16, -25, 8)).toEqual(["COLUMN_DRIFT"]);
    expect(warned(16, 16, 13)).toEqual(["EDGE_EFFECT"]);
    expect(warned(25, 25, -13)).toEqual(["ROW_DRIFT", "COLUMN_DRIFT", "EDGE_EFFECT"]);
  });

  test("duplicates side by side cannot tell rows apart; without any within a column, nothing is told", () => {
    const found = ofPlan({ untreatedAu: [] });
    expect(found.rowDriftPercent).toBeNull();
    expect(found.rowDriftP).toBeNull();
    expect(found.edgeEffectPercent).toBeNull();
    expect(found.columnDriftPercent).not.toBeNull();
    // Two arms of eight doses in duplicate: 32 wells, 16 conditions, one slope.
    expect(found.withinConditionDf).toBe(15);
    const single = ofPlan({
      untreatedAu: [],
      arms: [{ arm: "vehicle", vehicle: true, survival: [[100], [90], [80]] }],
    });
    expect(single).toMatchObject({
      columnDriftPercent: null,
      withinConditionCvPercent: null,
      withinConditionDf: 0,
    });
  });

  test("wells at or below a fifth of the vehicle control are left out", () => {
    const faint: ArmPlan = {
      arm: "x",
      survival: [
        [100, 100],
        [20.5, 20.5],
        [19.5, 19.5],
      ],
    };
    const vehicle: ArmPlan = { arm: "vehicle", vehicle: true, survival: [[100, 100]] };
    // Conditions with wells that count: vehicle 0, x 0, x at the first dose; one slope.
    const found = ofPlan({ untreatedAu: [], arms: [vehicle, faint] });
    expect(found.withinConditionDf).toBe(6 - 3 - 1);
  });
});
