/** Studies and a real plate through simulator, port, driver, pipeline and store. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { Comparison, PlateStatistics } from "../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import type { PlateView } from "../../src/api/views.ts";
import { daemonSources } from "../../src/cli/interpreters.ts";
import { SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/start-daemon.ts";
import { ALL_WELLS, wellAt } from "../../src/domain/well.ts";
import { forAnyOptions } from "../../src/instrument/contract.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { startRun } from "../../src/pipeline/start-run.ts";
import { readerReady, runEnded } from "../../src/study/wait-for-bench.ts";
import { makeStudy, sensitive } from "./make-study.ts";
import { runProgram } from "./run-program.ts";

const ROOT = join(import.meta.dirname, "../..");
const FIGURE_3 = join(ROOT, "src/study/figure3-study.json");
const folder = mkdtempSync(join(tmpdir(), "platewarden-studies-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(study: unknown): string {
  files += 1;
  const file = join(folder, `study-${files}.json`);
  writeFileSync(file, JSON.stringify(study));
  return file;
}

interface Result {
  readonly plates: Readonly<Record<string, PlateStatistics>>;
  readonly arms: readonly { readonly plate: string; readonly arm: string }[];
  readonly comparisons: readonly Comparison[];
}

async function played(study: unknown): Promise<Result> {
  const { code, out, err } = await runProgram("study", fileOf(study), "--json");
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
}

const classes = ({ comparisons }: Result) =>
  Object.fromEntries(comparisons.map((one) => [`${one.plate} ${one.arm}`, one.class]));

describe("the study of seven patients", () => {
  test("comes out as it is expected to, in every value, before and after review", async () => {
    const { code, out } = await runProgram("study", FIGURE_3, "--compare");
    expect(out).toMatch(/\n8185 passed, 0 failed\n$/);
    expect(code).toBe(0);
    expect(out).toMatch(/^B +mutant +complete, grade A +none +none +none$/m);
  });

  test("with one number, one reason and one key altered fails at those three and ends with 1", async () => {
    const altered = JSON.parse(readFileSync(FIGURE_3, "utf8"));
    const [first, second] = altered.expected.automatic.comparisons;
    first.meanDelta += 0.001;
    second.reasons.push("IMPRECISE");
    altered.expected.automatic.plates["C-1"].zSecond = 0.5;
    altered.expected.afterReview = null;
    const { code, out } = await runProgram("study", fileOf(altered), "--compare");
    expect(code).toBe(1);
    expect(out.match(/^automatic: .*$/gm)).toEqual([
      expect.stringContaining("plates.C-1.zSecond: expected 0.5, found nothing"),
      expect.stringContaining("comparisons[A-1 trametinib].meanDelta"),
      expect.stringContaining('comparisons[A-1 sorafenib].reasons[0]: expected "IMPRECISE"'),
    ]);
    expect(out).toMatch(/\n\d+ passed, 3 failed\n$/);
  });
});

describe("another study", () => {
  const twoPlates = makeStudy([
    {
      id: "P-1",
      sample: "patient one",
      layoutId: "combination-inner60-1",
      arms: { trametinib: sensitive },
    },
    {
      id: "P-2",
      sample: "patient one",
      layoutId: "combination-inner60-2",
      arms: { crizotinib: sensitive },
    },
    {
      id: "Q-1",
      sample: "patient two",
      layoutId: "combination-inner60-1",
      arms: { vehicle: sensitive, sorafenib: sensitive },
    },
  ]);

  test("with several plates a patient is judged plate by plate, in one family a patient", async () => {
    const result = await played(twoPlates);
    expect(classes(result)).toEqual({
      "P-1 trametinib": "complete",
      "P-1 sorafenib": "none",
      "P-2 AS1517499": "none",
      "P-2 crizotinib": "complete",
      "Q-1 trametinib": "antagonistic",
      "Q-1 sorafenib": "none",
    });
    expect(result.comparisons.map(({ patient }) => patient)).toContain("patient one");
    expect(result.arms).toHaveLength(9);
  });

  test("compared with its own results agrees; nothing to compare with is a failure", async () => {
    const automatic = await played(twoPlates);
    const file = fileOf({ ...twoPlates, expected: { automatic } });
    const agreed = await runProgram("study", file, "--compare", "--json");
    expect(agreed.code).toBe(0);
    expect(JSON.parse(agreed.out)).toEqual(automatic);
    expect(agreed.err).toMatch(/^\d{3,} passed, 0 failed$/m);
    const [plate] = twoPlates.plates;
    const empty = { ...twoPlates, plates: [plate] };
    const nothing = await runProgram("study", fileOf(empty), "--compare");
    expect(nothing.code).toBe(1);
    expect(nothing.out).toContain("nothing was compared");
    expect(nothing.out).toMatch(/^0 passed, 0 failed$/m);
  });

  test("with a plate at one wavelength, and wells without a number, says so and judges the rest", async () => {
    const plates = [
      {
        id: "R-1",
        sample: "R",
        layoutId: "combination-inner60-1",
        arms: { trametinib: sensitive },
        withoutReference: true,
      },
      {
        id: "S-1",
        sample: "S",
        layoutId: "combination-inner60-1",
        arms: { trametinib: sensitive },
        overRange: ["B2", "F11"],
      },
    ];
    const result = await played(makeStudy(plates));
    expect(result.plates["R-1"]?.warnings).toContain("SINGLE_WAVELENGTH");
    expect(result.plates["S-1"]?.masked).toEqual([
      { well: "B2", reason: "over-range" },
      { well: "F11", reason: "over-range" },
    ]);
    expect(classes(result)).toMatchObject({
      "R-1 trametinib": "complete",
      "S-1 trametinib": "complete",
      "S-1 sorafenib": "none",
    });
  });

  test("with inhibitors and doses of its own is read with them", async () => {
    const study = makeStudy(
      [
        {
          id: "T/1 (first)",
          sample: "T",
          layoutId: "combination-inner60-1",
          arms: { "XK-17": sensitive },
        },
      ],
      (well) => ({
        ...well,
        arm: well.arm === "trametinib" ? "XK-17" : well.arm,
        inhibitorUm: well.arm === "trametinib" ? 0.4 : well.inhibitorUm,
        prednisoloneUgPerMl:
          well.prednisoloneUgPerMl === null ? null : well.prednisoloneUgPerMl * 0.7,
      }),
    );
    const result = await played(study);
    expect(classes(result)).toEqual({
      "T/1 (first) XK-17": "complete",
      "T/1 (first) sorafenib": "none",
    });
    expect(result.comparisons[0]?.dose.at(-1)).toBe(175);
    expect(result.comparisons[0]?.referenceDose).toBeCloseTo(2.734_375, 12);
  });
});

interface RealPlate {
  readonly plates: readonly {
    readonly reads: readonly {
      readonly wavelength_nm: number;
      readonly wells: Readonly<Record<string, number>>;
    }[];
  }[];
}

describe("a real MTT plate of another laboratory", () => {
  const file = join(ROOT, "tests/data/exports/softmax-mtt-562-660.wells.json");
  const real: RealPlate = JSON.parse(readFileSync(file, "utf8"));
  const valuesAt = (nm: number) => {
    const read = real.plates[0]?.reads.find(({ wavelength_nm }) => wavelength_nm === nm);
    if (read === undefined) throw new Error(`no values at ${nm} nm`);
    return (well: string) => read.wells[well] ?? null;
  };
  const matrixAt = (nm: number) =>
    Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 12 }, (_, column) => valuesAt(nm)(wellAt(row, column))),
    );

  async function startBench(spec: string): Promise<Daemon> {
    const driver = forAnyOptions(bioRad);
    const options = driver.options.parse({ model: "680", recordSilenceMs: 200 });
    const daemon = await startDaemon({
      config: {
        dataFolder: join(folder, "real-plate"),
        layoutsFolder: SHIPPED_LAYOUTS,
        web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 },
        request: { measurementNm: 562, referenceNm: 660 },
        settings: DEFAULT_SETTINGS,
        readers: [{ id: "bench-1", driver, profile: null, options, port: spec }],
        folders: [],
        exportProfiles: [],
        mail: null,
        webhooks: [],
      },
      ...daemonSources([]),
      layouts: layoutCatalogue(loadLayouts(SHIPPED_LAYOUTS).layouts),
      log: pino({ level: "silent" }),
      giveUp: () => undefined,
    });
    onTestFinished(() => daemon.stop());
    return daemon;
  }

  async function readRealPlate(): Promise<PlateView> {
    const ptyLink = join(folder, "real-reader");
    const filtersNm = [405, 450, 490, 562, 595, 660, null, null];
    const simulator = await startSimulator({ model: "680", ptyLink, filtersNm });
    onTestFinished(() => simulator.stop());
    await simulator.insert({ id: "real", measurement: matrixAt(562), reference: matrixAt(660) });
    const daemon = await startBench(simulator.spec);
    const reader = await readerReady(daemon, "bench-1");
    const layouts = layoutCatalogue(loadLayouts(SHIPPED_LAYOUTS).layouts);
    const statement = {
      barcode: "REAL-1",
      sample: "cell line",
      layoutId: "mtt-four-drugs-quadrants",
      operator: "technician",
    };
    const request = { measurementNm: 562, referenceNm: 660 };
    const run = startRun(daemon.store, layouts, reader, statement, request);
    const ended = await runEnded(daemon, run.id);
    expect(ended).toMatchObject({ state: "captured", sentence: null });
    return daemon.service.plate(daemon.store.plates.byBarcode("REAL-1")?.id ?? "");
  }

  test("comes out unchanged, is shown by quadrant, and nothing is invented about it", async () => {
    const view = await readRealPlate();
    expect(view.wells.map(({ well }) => well)).toEqual(ALL_WELLS);
    for (const { well, measurement, reference } of view.wells) {
      expect(Math.abs((measurement ?? 9) - (valuesAt(562)(well) ?? 0))).toBeLessThan(0.000_501);
      expect(Math.abs((reference ?? 9) - (valuesAt(660)(well) ?? 0))).toBeLessThan(0.000_501);
    }
    expect(view.summary.quality).toBe("not-judged");
    expect(view.cannotJudge.join(" ")).toMatch(/no blank.*no prednisolone/s);
    expect(view.cannotJudge.join(" ")).toMatch(/vehicle/);
    expect(view.conditions).toHaveLength(24);
    for (const { n, meanAbsorbance, wells } of view.conditions) {
      expect([n, wells.length]).toEqual([4, 4]);
      expect(meanAbsorbance).toBeGreaterThan(0);
    }
    expect(view.wells.every((well) => well.survivalPercent === null)).toBe(true);
    expect(view).toMatchObject({ statistics: [], arms: [], comparisons: [], flags: [] });
    const numbers = JSON.stringify({ ...view, wells: [] });
    expect(numbers).not.toMatch(/"(?:survival|lc50|class|grade)[^"]*":\s*[^n[]/i);
  });
});

describe("studies of the other assays", () => {
  const figure2 = join(ROOT, "../shared/studies/figure2-plate.json");

  test.skipIf(!existsSync(figure2))(
    "the titration of Figure 2 comes out in every value (skipped without ../shared/studies/figure2-plate.json)",
    async () => {
      const { code, out } = await runProgram("study", figure2, "--compare");
      expect(out).toMatch(/\n62 passed, 0 failed\n$/);
      expect(code).toBe(0);
    },
  );

  test.skipIf(!existsSync(figure2))(
    "with one survival altered it fails there and ends with 1 (skipped without ../shared/studies/figure2-plate.json)",
    async () => {
      const study = JSON.parse(readFileSync(figure2, "utf8"));
      study.expected.arms.sorafenib.sem[2] *= 1.000_001;
      const { code, out } = await runProgram("study", fileOf(study), "--compare");
      expect(out).toMatch(/^expected: arms\.sorafenib\.sem\[2\]: expected 0\.6583/m);
      expect(out).toMatch(/\n61 passed, 1 failed\n$/);
      expect(code).toBe(1);
    },
  );

  test("each plate is judged by its own assay, and shown with its tables", async () => {
    const study = makeStudy(
      [
        { id: "one", sample: "K", layoutId: "combination-one-concentration-1plate" },
        { id: "board", sample: "L", layoutId: "checkerboard-6x5-1plate" },
        { id: "even", sample: "M", layoutId: "uniform-96" },
      ],
      // A study names an arm after its compound alone.
      (well) => ({ ...well, arm: well.arm?.split(" ")[0] ?? null }),
    );
    const kept = join(folder, "assays");
    const { code, out, err } = await runProgram("study", fileOf(study), "--json", "--keep", kept);
    if (code !== 0) throw new Error(err);
    expect(JSON.parse(out).assays).toEqual({
      one: ["combination-one-concentration"],
      board: ["combination-dose-response", "checkerboard"],
      even: ["uniform"],
    });
    const viewOf = async (plate: string): Promise<PlateView> =>
      JSON.parse((await runProgram("plate", "show", plate, "--data", kept, "--json")).out);
    for (const [plate, kind] of [
      ["one", "combination-one-concentration"],
      ["board", "checkerboard"],
      ["even", "uniform"],
    ] as const) {
      const view = await viewOf(plate);
      expect(view.summary.quality).not.toBe("not-judged");
      expect(view).toMatchObject({ cannotJudge: [], comparisons: [] });
      expect(view.assays.map((assay) => assay.kind)).toContain(kind);
      expect(
        view.flags.map((flag) => flag.ruleId).filter((rule) => !rule.startsWith("quality/")),
      ).toEqual([]);
    }
    const shown = await runProgram("plate", "show", "board", "--data", kept);
    expect(shown.out).toContain("Bliss excess, points");
    const verified = await runProgram("verify", "--data", kept);
    expect(verified.code).toBe(0);
    const replayed = await runProgram(
      "replay",
      (await viewOf("board")).provenance.readingId,
      "--data",
      kept,
    );
    expect(replayed.code).toBe(0);
  });
});
