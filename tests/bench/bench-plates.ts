import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseEverything } from "../../src/analysis/analyse-everything.ts";
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import { type AnalysisSample, toAnalysisWells } from "../../src/analysis/analysis-input.ts";
import { loadStudy, type Study } from "../../src/study/study-file.ts";
import { type Peers, runPeer } from "./find-peers.ts";
import { atLeast, type Goal } from "./goal.ts";
import { markdownTable } from "./markdown-table.ts";

const WARM_UP_SHARE = 0.4;
const MEASURE_MS = 5000;
const R_REPETITIONS = 10;

/** Times whole plates from matrix to verdict, prints the table and says which promises hold. One core. */
export function benchPlates(
  file: string,
  peers: Peers,
  say: (line: string) => void,
  measureMs = MEASURE_MS,
): Goal[] {
  const study = loadStudy(file);
  const samples = samplesOf(study);
  const decision = platesPerSecond(samples, measureMs, (sample) =>
    analyseSample(sample, study.settings),
  );
  const everything = platesPerSecond(samples, measureMs, (sample) =>
    analyseEverything(sample, study.settings),
  );
  const inR = peers.hasR ? studyInR(study) : null;
  const rows = [
    ["platewarden, matrix to verdict", decision],
    ["platewarden, with all fits and profile intervals", everything],
    ...(inR === null ? [] : [["R: lm, t.test, nls, p.adjust", inR] as const]),
  ] as const;
  say(
    `Whole plates of the study ${study.id}, by processor time of one core:\n\n${markdownTable(
      ["path", "plates/s", "ratio to R"],
      rows.map(([path, rate]) => [
        path,
        rate.toFixed(0),
        inR === null ? "" : (rate / inR).toFixed(0),
      ]),
    )}`,
  );
  return [
    atLeast(decision, 1000, "plates a second from matrix to verdict"),
    atLeast(everything, 100, "plates a second with all fits and profile intervals"),
  ];
}

function samplesOf(study: Study): AnalysisSample[] {
  const wells = new Map(study.layouts.map((layout) => [layout.id, toAnalysisWells(layout, null)]));
  return study.plates.map((plate) => ({
    sampleId: plate.sample,
    blastsDay4Percent:
      study.samples.find((sample) => sample.name === plate.sample)?.blastsDay4Percent ?? null,
    plates: [
      {
        plateId: plate.id,
        wells: wells.get(plate.layoutId) ?? [],
        measurement: plate.measurement.flat(),
        reference: plate.reference?.flat() ?? null,
        referenceSubtracted: false,
        reviewMasks: [],
      },
    ],
  }));
}

function platesPerSecond(
  samples: readonly AnalysisSample[],
  measureMs: number,
  analyse: (sample: AnalysisSample) => unknown,
): number {
  const countFor = (milliseconds: number): number => {
    const until = processorMs() + milliseconds;
    let plates = 0;
    while (processorMs() < until) {
      for (const sample of samples) {
        analyse(sample);
        plates += sample.plates.length;
      }
    }
    return plates;
  };
  countFor(WARM_UP_SHARE * measureMs);
  const began = processorMs();
  const plates = countFor(measureMs);
  return plates / ((processorMs() - began) / 1000);
}

/** Processor time of this thread, as R's is taken too: what else the machine does is no matter. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function studyInR(study: Study): number {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-"));
  try {
    const file = join(folder, "wells.csv");
    writeFileSync(file, wellsCsv(study));
    const printed = runPeer("Rscript", "analyse-study.R", [file, String(R_REPETITIONS)]);
    const [plates = Number.NaN, seconds = Number.NaN] = printed.trim().split(",").map(Number);
    return plates / seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wellsCsv(study: Study): string {
  const rows = samplesOf(study).flatMap(({ plates }) =>
    plates.flatMap(({ plateId, wells, measurement, reference }) =>
      wells.map((well, index) =>
        [
          plateId,
          well.role,
          well.arm ?? "",
          well.replicate ?? "",
          well.prednisoloneUgPerMl ?? "",
          measurement[index] ?? "NA",
          reference?.[index] ?? 0,
        ].join(","),
      ),
    ),
  );
  return ["plate,role,arm,replicate,dose,measurement,reference", ...rows, ""].join("\n");
}
