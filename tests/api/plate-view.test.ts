/** What the plate page gets of a real plate: every number with the wells behind it. */
import { expect, test } from "vitest";
import { plateView, requirePlate } from "../../src/api/plate-view.ts";
import type { PlateView } from "../../src/api/views.ts";
import { study } from "../pipeline/paper-bench.ts";
import { benchWith } from "../report/report-bench.ts";

async function viewOf(barcode: string): Promise<PlateView> {
  const { store } = await benchWith(barcode);
  return plateView(store, requirePlate(store, barcode), study.settings);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test("every survival is what its control and the blanks give", async () => {
  const { wells, correction } = await viewOf("B-1");
  const { blankMeanAu, blankWells, groups } = correction;
  const netOf = (name: string) => wells.find((well) => well.well === name)?.netAbsorbance ?? NaN;
  expect(blankMeanAu).toBeCloseTo(mean(blankWells.map(netOf)), 12);
  const withSurvival = wells.filter((well) => well.survivalPercent !== null);
  expect(withSurvival).toHaveLength(80);
  for (const well of withSurvival) {
    const control = groups.find((group) => group.wells.includes(well.well))?.control;
    const divisor = mean((control?.wells ?? []).map(netOf)) - (blankMeanAu ?? NaN);
    expect(control?.meanAu).toBeCloseTo(divisor, 12);
    expect(well.survivalPercent).toBeCloseTo(
      (100 * ((well.netAbsorbance ?? NaN) - (blankMeanAu ?? NaN))) / divisor,
      9,
    );
  }
});

test("a figure names the wells that it is made of, without those left out", async () => {
  const { statistics, wells } = await viewOf("B-1");
  const wellsOf = (key: string) => statistics.find((one) => one.key === key)?.wells ?? [];
  expect(wellsOf("blankSd")).toHaveLength(8);
  expect(wellsOf("cvUntreatedPercent")).toHaveLength(8);
  expect(wellsOf("zPrime")).toHaveLength(16);
  expect(wellsOf("vehicleControlOd")).toHaveLength(2);
  // C4 is left out: a reference artefact.
  expect(wells.find((well) => well.well === "C4")?.maskReason).toBe("reference-artefact");
  expect(wellsOf("rowDriftPercent")).toHaveLength(87);
  expect(wellsOf("rowDriftPercent")).not.toContain("C4");
  expect(statistics.every((figure) => figure.wells.length > 0)).toBe(true);
});

test("a fitted curve has a band around it, narrower than the plate is high", async () => {
  const { arms } = await viewOf("B-1");
  const trametinib = arms.find((arm) => arm.arm === "trametinib");
  const band = trametinib?.fit?.band ?? [];
  expect(band[0]?.doseUgPerMl).toBe(0);
  expect(band).toHaveLength(42);
  for (const { lowerPercent, upperPercent } of band) {
    expect(upperPercent).toBeGreaterThan(lowerPercent);
    expect(upperPercent - lowerPercent).toBeLessThan(30);
  }
});

test("its provenance names people, versions and hashes", async () => {
  const { provenance, asOfEventId } = await viewOf("B-1");
  expect(provenance).toMatchObject({
    origin: "command",
    operator: "technician",
    version: 1,
    layoutId: "combination-rot180-1plate",
    layoutRevision: 1,
    verification: "manual-only",
  });
  expect(provenance.resultSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(provenance.analysedAtUtc).toMatch(/Z$/);
  expect(asOfEventId).toBeGreaterThan(0);
});
