/** Tables of the further assays, and fitted curves, from results written down here. */
import { describe, expect, test } from "vitest";
import type { SampleAssays } from "../../src/analysis/assays/sample-assays.ts";
import type { CurveFit, DoseEstimate } from "../../src/analysis/dose-response/curve-fit.ts";
import { assayTables } from "../../src/export/assay-tables.ts";
import { comparisonsTable } from "../../src/export/comparisons-table.ts";
import { dosesTable } from "../../src/export/doses-table.ts";
import type { GatheredPlate } from "../../src/export/gather-plates.ts";
import type { Table } from "../../src/export/table.ts";
import { gathered, studyStore } from "./exported-study.ts";

const estimate: DoseEstimate = {
  value: 12,
  seLog: 0.1,
  ciDelta: null,
  ciLogDelta: { lower: 10, upper: 14 },
  ciProfile: { lower: 9, upper: null },
};

const fit: CurveFit = {
  model: "4PL",
  parameters: { b: 1.5, c: 0, d: 101, e: 11 },
  standardErrors: { b: 0.2, c: null, d: 2, e: 1 },
  rss: 30,
  residualSd: 1.5,
  df: 13,
  n: 16,
  rSquared: 0.99,
  aic: 1,
  atBound: ["c"],
  constrainedEqualsModel: "3PL-lower-0",
  relativeEd50: estimate,
  absoluteLc50: estimate,
  absoluteReason: null,
  aucFitted: 55,
  lackOfFit: null,
  versusFlat: null,
};

/** Plate G-1 as if its analysis had told these results besides. */
async function plateWith(more: Partial<SampleAssays>): Promise<GatheredPlate> {
  const [plate] = gathered(await studyStore("G"));
  if (plate === undefined) throw new Error("no plate was gathered");
  return { ...plate, result: { ...plate.result, ...more } };
}

function objects(table: Table | undefined): readonly Readonly<Record<string, unknown>>[] {
  if (table === undefined) throw new Error("there is no such table");
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, at) => [column.name, row[at]])),
  );
}

const G1 = { plate: "G-1" };

describe("fitted curves", () => {
  test("stand beside their comparison, an unbounded end empty", async () => {
    const curve = {
      ...G1,
      inhibitorUm: 2.5,
      fit,
      levelPercent: 50,
      lc50: {
        relation: ">",
        value: 250,
        ciProfile: { lower: 9, upper: null },
        ciLogDelta: { lower: 10, upper: 14 },
      } as const,
      aucTrapezoid: 54,
      disagreesWithInterpolation: false,
      reportableWithConfidence: true,
    };
    const plate = await plateWith({
      curves: [
        { ...curve, arm: "trametinib", vehicle: false },
        {
          ...curve,
          arm: "vehicle",
          vehicle: true,
          inhibitorUm: null,
          fit: { model: "4PL", reason: "NO_VARIATION" },
          lc50: null,
        },
      ],
    });
    const rows = objects(comparisonsTable([plate]));
    expect(rows.find((row) => row.arm === "trametinib")).toMatchObject({
      fit_model: "4PL",
      fit_failed: null,
      fit_b: 1.5,
      fit_se_b: 0.2,
      fit_se_c: null,
      fit_lc50_relation: ">",
      fit_lc50_ug_per_ml: 250,
      fit_lc50_profile_lower_ug_per_ml: 9,
      fit_lc50_profile_upper_ug_per_ml: null,
      fit_lc50_profile_missing: null,
      fit_lc50_log_delta_upper_ug_per_ml: 14,
      auc_trapezoid_percent: 54,
      fit_reportable: true,
      vehicle_fit_failed: "NO_VARIATION",
      vehicle_fit_lc50_profile_missing: "NO_FIT",
      vehicle_fit_lc50_log_delta_missing: "NO_FIT",
      vehicle_fit_b: null,
    });
    expect(rows.find((row) => row.arm === "sorafenib")).toMatchObject({
      fit_model: null,
      fit_b: null,
      vehicle_fit_failed: "NO_VARIATION",
    });
  });
});

test("an interval that could not be made is told from one that is open", async () => {
  const without = { ...estimate, ciProfile: null, ciLogDelta: null };
  const curve = {
    ...G1,
    arm: "trametinib",
    vehicle: false,
    inhibitorUm: 2.5,
    fit: { ...fit, df: 0, absoluteLc50: without },
    levelPercent: 50,
    lc50: { relation: "=", value: 12, ciProfile: null, ciLogDelta: null } as const,
    aucTrapezoid: 54,
    disagreesWithInterpolation: false,
    reportableWithConfidence: true,
  };
  const rows = objects(comparisonsTable([await plateWith({ curves: [curve] })]));
  expect(rows.find((row) => row.arm === "trametinib")).toMatchObject({
    fit_lc50_profile_upper_ug_per_ml: null,
    fit_lc50_profile_missing: "NO_DF",
    fit_lc50_log_delta_missing: "NO_DF",
  });
});

test("the residual sum of squares has its unit", async () => {
  const { columns } = comparisonsTable([await plateWith({})]);
  const units = columns.filter(({ name }) => name.endsWith("fit_rss")).map(({ unit }) => unit);
  expect(units).toEqual(["%²", "%²"]);
});

test("the excess over independence stands beside its dose", async () => {
  const plate = await plateWith({
    excess: [
      {
        ...G1,
        arm: "trametinib",
        inhibitorUm: 2.5,
        dose: [0, 0.06103515625],
        blissExcessPoints: [0, 3.5],
        hsaExcessPoints: [0, null],
      },
    ],
  });
  const rows = objects(dosesTable([plate])).filter((row) => row.arm === "trametinib");
  expect(rows.map((row) => row.bliss_excess_points).slice(0, 3)).toEqual([0, 3.5, null]);
  expect(rows.map((row) => row.hsa_excess_points).slice(0, 2)).toEqual([0, null]);
});

describe("further assays", () => {
  test("have a table only where there is such a plate", async () => {
    expect(assayTables([await plateWith({})])).toEqual([]);
  });

  test("of other plates of the sample stay out", async () => {
    const plate = await plateWith({
      singleAgents: [
        {
          plate: "another",
          blankMean: null,
          untreatedMeanOd: null,
          inhibitorUm: [1],
          vehicleMeanOd: [1],
          vehicleN: [2],
          arms: [],
        },
      ],
    });
    expect(assayTables([plate])).toEqual([]);
  });

  test("have a row a concentration, and a row a pair of concentrations", async () => {
    const plate = await plateWith({
      singleAgents: [
        {
          ...G1,
          blankMean: 0.05,
          untreatedMeanOd: 1,
          inhibitorUm: [0.2, 2],
          vehicleMeanOd: [0.9, 0.8],
          vehicleN: [2, 1],
          arms: [
            {
              arm: "sorafenib",
              n: [2, 0],
              survivalVsMatchedVehicle: [95, null],
              sem: [2, null],
              fit: { model: "4PL", reason: "TOO_FEW_DOSES" },
              levelPercent: 50,
              lc50: null,
              aucTrapezoid: null,
              reportableWithConfidence: false,
              notReported: { fit: "NO_CURVE" },
            },
          ],
        },
      ],
      checkerboards: [
        {
          ...G1,
          inhibitor: "sorafenib",
          prednisoloneUgPerMl: [0, 1],
          inhibitorUm: [0, 2],
          n: [
            [2, 2],
            [2, 1],
          ],
          survivalPercent: [
            [100, 90],
            [50, null],
          ],
          blissExcessPoints: [
            [null, null],
            [null, 5],
          ],
          hsaExcessPoints: [],
          loeweExcessPoints: [],
          combinationIndex: [],
          zipDeltaPoints: [],
          meanBlissExcessPoints: 5,
          meanHsaExcessPoints: null,
          meanLoeweExcessPoints: null,
          meanZipDeltaPoints: null,
          notReported: { loewe: "NO_CURVE", zip: "TOO_FEW_INHIBITOR_CONCENTRATIONS" },
        },
      ],
    });
    const tables = assayTables([plate]);
    expect(tables.map((table) => table.name)).toEqual(["single_agent", "checkerboard"]);
    expect(objects(tables[0])).toMatchObject([
      {
        arm: "sorafenib",
        inhibitor_um: 0.2,
        n: 2,
        survival_mean_percent: 95,
        vehicle_mean_au: 0.9,
        fit_failed: "TOO_FEW_DOSES",
        fit_lc50_um: null,
        not_reported: "fit:NO_CURVE",
      },
      { inhibitor_um: 2, n: 0, survival_mean_percent: null, n_vehicle: 1 },
    ]);
    expect(
      objects(tables[1]).map((row) => [
        row.prednisolone_ug_per_ml,
        row.inhibitor_um,
        row.n,
        row.survival_mean_percent,
        row.bliss_excess_points,
      ]),
    ).toEqual([
      [0, 0, 2, 100, null],
      [0, 2, 2, 90, null],
      [1, 0, 2, 50, null],
      [1, 2, 1, null, 5],
    ]);
    expect(objects(tables[1])[0]?.not_reported).toBe(
      "loewe:NO_CURVE|zip:TOO_FEW_INHIBITOR_CONCENTRATIONS",
    );
    for (const { columns } of tables) {
      expect(columns.filter((column) => !column.meaning.endsWith("."))).toEqual([]);
    }
  });
});
