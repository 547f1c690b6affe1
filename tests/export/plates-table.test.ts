import { expect, test } from "vitest";
import type { GatheredPlate } from "../../src/export/gather-plates.ts";
import { platesTable } from "../../src/export/plates-table.ts";
import { benchWithLayout, halving } from "../report/report-bench.ts";
import { evaluate, gathered, mask, studyStore } from "./exported-study.ts";

function objects(plates: readonly GatheredPlate[]): readonly Readonly<Record<string, unknown>>[] {
  const table = platesTable(plates);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, at) => [column.name, row[at]])),
  );
}

test("one row a plate, with every figure of its controls", async () => {
  const plates = gathered(await studyStore("C", "G"));
  const rows = objects(plates);
  expect(rows.map((row) => row.plate)).toEqual(["C-1", "G-1"]);
  for (const [index, row] of rows.entries()) {
    const statistics = plates[index]?.statistics;
    const controls = plates[index]?.result.controls?.find((one) => one.plate === row.plate);
    expect(row).toMatchObject({
      assays: "combination-dose-response",
      plate_quality: statistics?.verdict,
      n_blank: statistics?.nBlank,
      z_prime: statistics?.zPrime,
      z_prime_robust: controls?.zPrimeRobust,
      ssmd: statistics?.ssmd,
      ssmd_robust: controls?.ssmdRobust,
      signal_to_noise: controls?.signalToNoise,
      blank_farthest: controls?.farthestBlank?.well,
      untreated_farthest_p: controls?.farthestUntreated?.p,
      row_drift_percent: statistics?.rowDriftPercent,
      not_reported: null,
    });
    for (const name of ["z_prime_robust", "ssmd_robust", "signal_to_noise", "blank_farthest_p"]) {
      expect(row[name]).toEqual(expect.any(Number));
    }
  }
});

test("what is left out, and why, stands in one cell", async () => {
  const store = await studyStore("G");
  mask(store, "G-1", "C4", "bubble");
  evaluate(store, "G");
  const [row] = objects(gathered(store));
  expect(row?.masked).toContain("C4:review");
  expect(row?.warnings).toContain("WELLS_MASKED");
});

test("a uniform plate has its own verdict and no figures of controls that it lacks", async () => {
  const { store } = await benchWithLayout("uniform-96", (_, index) => 0.6 + 0.001 * (index % 7));
  const [row] = objects(gathered(store));
  expect(row).toMatchObject({
    assays: "uniform",
    plate_quality: "pass",
    fail_reasons: null,
    n_blank: null,
    z_prime: null,
    untreated_farthest: null,
  });
});

test("a plate without verdicts is judged by its controls where its assay has them", async () => {
  const { store } = await benchWithLayout("single-agent-6x10fold-1plate", halving);
  const [row] = objects(gathered(store));
  expect(row?.plate_quality).not.toBe("not-judged");
  expect(row?.z_prime).toEqual(expect.any(Number));
});
