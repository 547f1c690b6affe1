/** A classic plate laid another way into a simulated reader, through port, driver, daemon and store. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Comparison, PlateStatistics } from "../../src/analysis/sample-analysis.ts";
import { PLATE_TURNS, type PlateTurn } from "../../src/domain/plate-turn.ts";
import { BARCODE, classicStudy, layMatrix } from "../pipeline/orientation/turned-plate.ts";
import { runProgram } from "./run-program.ts";

interface Result {
  readonly plates: Readonly<Record<string, PlateStatistics>>;
  readonly comparisons: readonly Comparison[];
}

async function played(study: unknown): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-turned-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "study.json");
  writeFileSync(file, JSON.stringify(study));
  const { code, out, err } = await runProgram("study", file, "--json");
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
}

/** The same plate once in every way, each of another patient; and one whose cells nothing kills, turned. */
function studyOfAllWays() {
  const classic = classicStudy();
  const [plate] = classic.plates;
  const [flat] = classicStudy("flat").plates;
  if (plate === undefined || flat === undefined) throw new Error("a plate was not made");
  const laid = (one: typeof plate, id: string, turn: PlateTurn) => ({
    ...one,
    id,
    patient: id,
    od570: layMatrix(one.od570, turn),
    od650: one.od650 === null ? null : layMatrix(one.od650, turn),
  });
  const plates = [
    ...PLATE_TURNS.map((turn) => laid(plate, turn, turn)),
    laid(flat, "flat", "turned-180"),
  ];
  const samples = Object.fromEntries(
    plates.map(({ id }) => [id, { patient: id, blastsDay4Percent: 95 }]),
  );
  return { ...classic, plates, samples };
}

test(`a classic plate (${BARCODE}) gives its verdicts as read, and is held in every other way`, async () => {
  const { plates, comparisons } = await played(studyOfAllWays());
  const classes = (id: string) =>
    comparisons.filter(({ plate }) => plate === id).map((one) => one.class);
  expect(plates["as-read"]?.failReasons).toEqual([]);
  expect(classes("as-read")).toEqual(["complete", "none", "none", "none"]);
  for (const turn of PLATE_TURNS.slice(1)) {
    expect(plates[turn]?.verdict).toBe("fail");
    expect(plates[turn]?.failReasons).toContain("TURNED");
    expect(new Set(classes(turn))).toEqual(new Set(["inconclusive"]));
    expect(comparisons.filter(({ plate, flag }) => plate === turn && flag)).toEqual([]);
  }
  // Where nothing is killed a turn cannot be told: no verdict hangs on it.
  expect(new Set(classes("flat"))).toEqual(new Set(["none"]));
});
