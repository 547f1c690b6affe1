import { describe, expect, it } from "vitest";
import type { MeasuredPlate } from "../../drivers/bio-rad/simulator/plate-record.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { plateSummary } from "../../src/api/summary-views.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import type { PlateStatement } from "../../src/pipeline/identify-plate.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import { begin, endRun, measured, type PaperBench, paperBench } from "../pipeline/paper-bench.ts";

/** Over the range of the Model 680, which sends stars for it. */
const TOO_DARK_AU = 9;

/** Another plate with this absorbance at the measurement wavelength in these wells, row and column from 0. */
function withWells(
  plate: MeasuredPlate,
  wells: readonly (readonly [number, number])[],
  absorbance: number,
): MeasuredPlate {
  const measurement = plate.measurement.map((line, row) =>
    line.map((value, column) =>
      wells.some(([r, c]) => r === row && c === column) ? absorbance : value,
    ),
  );
  return { ...plate, measurement };
}

function clean(clock = "06/03/2026 15:00:00"): MeasuredPlate {
  return measured("G-1", clock);
}

async function read(
  bench: PaperBench,
  plate: MeasuredPlate,
  more: Partial<PlateStatement> = {},
): Promise<void> {
  const run = begin(bench, { blastsDay4Percent: 90, ...more });
  await endRun(bench, run.id, plate);
  const row = bench.store.plates.byBarcode("A-1");
  if (row === null) throw new Error("no plate was read");
  evaluateSample(bench.store, row.sample_id, DEFAULT_SETTINGS);
}

function summaryOf(bench: PaperBench) {
  const row = bench.store.plates.byBarcode("A-1");
  if (row === null) throw new Error("no plate was read");
  return { sampleId: row.sample_id, ...plateSummary(bench.store, row) };
}

describe("the lamp of a plate that was read", () => {
  it("is good where nothing was found", async () => {
    const bench = paperBench();
    await read(bench, clean());
    expect(summaryOf(bench)).toMatchObject({ lamp: "good", lampCode: "GOOD" });
  });

  it("asks to read again at one well over range, before it says anything else", async () => {
    const bench = paperBench();
    await read(bench, withWells(clean(), [[3, 3]], TOO_DARK_AU));
    expect(summaryOf(bench)).toMatchObject({
      lamp: "re-read",
      lampCode: "WELLS_OVER_RANGE",
      lampRemedy: expect.stringContaining("within minutes"),
    });
  });

  it("does not ask a third time for what was there in both readings, but for what is new", async () => {
    const bench = paperBench();
    const again = { rereadReason: "bottom wiped" };
    await read(bench, withWells(clean(), [[3, 3]], TOO_DARK_AU));
    await read(bench, withWells(clean("06/03/2026 15:05:00"), [[3, 3]], TOO_DARK_AU), again);
    expect(summaryOf(bench)).toMatchObject({ lamp: "look", lampCode: "STILL_AFTER_REREAD" });
    const two = withWells(
      clean("06/03/2026 15:10:00"),
      [
        [3, 3],
        [4, 4],
      ],
      TOO_DARK_AU,
    );
    await read(bench, two, again);
    expect(summaryOf(bench)).toMatchObject({ lamp: "re-read", lampCode: "WELLS_OVER_RANGE" });
    await read(bench, clean("06/03/2026 15:15:00"), again);
    expect(summaryOf(bench)).toMatchObject({ lamp: "good", versions: 4 });
  });

  it("no longer asks where a person has left the well out", async () => {
    const bench = paperBench();
    await read(bench, withWells(clean(), [[3, 3]], TOO_DARK_AU));
    const { id, sampleId } = summaryOf(bench);
    maskWell(bench.store, {
      plateId: id,
      well: "D4",
      action: "mask",
      reason: "too dark",
      by: "reviewer",
    });
    evaluateSample(bench.store, sampleId, DEFAULT_SETTINGS);
    expect(summaryOf(bench)).toMatchObject({ lampCode: "WELLS_MASKED_BY_PERSON", lamp: "look" });
  });

  it("says that reading again will not help where the cells are dead or not leukaemic", async () => {
    const dead = paperBench();
    const pale = clean().measurement.map((row) =>
      row.map((value) => (value === null ? null : 0.08 + (value - 0.08) * 0.02)),
    );
    await read(dead, { ...clean(), measurement: pale });
    expect(summaryOf(dead)).toMatchObject({ lamp: "failed", lampCode: "CONTROL_OD_LOW" });
    const few = paperBench();
    await read(few, clean(), { blastsDay4Percent: 10 });
    expect(summaryOf(few)).toMatchObject({ lamp: "failed", lampCode: "BLASTS_LOW" });
  });

  it("is none where the layout is not judged, whatever its numbers", async () => {
    const bench = paperBench();
    await read(bench, clean(), { layoutId: "mtt-four-drugs-quadrants" });
    expect(summaryOf(bench)).toMatchObject({ lamp: "none", lampCode: "NOT_JUDGED" });
  });
});
