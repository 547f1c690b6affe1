/** OQ: plates through real ports, from the bytes of a reader to the verdict. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gen5Export } from "../../../drivers/exports/simulator/gen5-export.ts";
import { DEMO_STUDY } from "../../study/play-demo.ts";
import { type Check, type CheckResult, result, type Surroundings } from "../check.ts";
import { lastWords, runCommand } from "../run-command.ts";
import { platePattern, SCRATCH_READERS, until, WAVELENGTHS } from "../scratch-bench.ts";
import { plateDifferences } from "../stored-plate.ts";

const CHAPTER = "Plates through real ports";
const SOURCE = "compliance 8 and 23: P11 11.10(h), MHRA 6.12 (data come whole from their source)";

function outcomeOf(differences: readonly string[]): { found: string; passed: boolean } {
  if (differences.length === 0)
    return { found: "all 192 values as they were sent, once", passed: true };
  return { found: differences.slice(0, 4).join("; "), passed: false };
}

async function readPlate({ bench }: Surroundings, readerId: string): Promise<CheckResult> {
  const scratch = await bench();
  const barcode = `Q-${readerId}`;
  const sent = await scratch.insert(readerId, barcode);
  const run = await scratch.startRun(readerId, barcode);
  const { state, sentence } = await scratch.ended(run);
  const differences = scratch.look((store) => plateDifferences(store, barcode, sent));
  const { found, passed } = outcomeOf(differences);
  return result(
    "the plate is stored once with every value that the reader sent",
    state === "captured" ? found : `the run is ${state}: ${sentence}; ${found}`,
    passed && state === "captured",
    { run, port: scratch.reader(readerId).spec },
  );
}

async function readExportFile({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const plate = platePattern("Q-file");
  const text = gen5Export(plate, [WAVELENGTHS.measurementNm, WAVELENGTHS.referenceNm], new Date());
  writeFileSync(join(scratch.exportFolder, "plate.txt"), text);
  const body = await until("the reading of the export file", () =>
    scratch.look(
      (store) => store.readings.newest(5).find((row) => row.origin === "file")?.body ?? null,
    ),
  );
  const { planes } = JSON.parse(body) as { planes: { values: { absorbance: number | null }[] }[] };
  const stored = planes.map(({ values }) => values.map(({ absorbance }) => absorbance));
  const sent = [plate.measurement, plate.reference ?? []].map((matrix) => matrix.flat());
  const same = JSON.stringify(stored) === JSON.stringify(sent);
  return result(
    "the file's plate waits with every value of the file",
    same ? "all 192 values as they stand in the file" : "the values differ from those of the file",
    same,
  );
}

async function playStudy(): Promise<CheckResult> {
  const answer = await runCommand("study", DEMO_STUDY, "--compare");
  const last = answer.out.trim().split("\n").at(-1) ?? "";
  const [, passed = "0", failed = "1"] = /^(\d+) passed, (\d+) failed$/.exec(last) ?? [];
  return result(
    "every number and verdict of the study is the one that its plates were made for",
    answer.code === 0 ? last : `${last}; ${lastWords(answer)}`,
    answer.code === 0 && Number(failed) === 0 && Number(passed) > 0,
    { study: "figure3-study.json", numbers: passed },
  );
}

export const READING_CHECKS: readonly Check[] = [
  ...SCRATCH_READERS.map(
    ({ id, driver, port }, index): Check => ({
      id: `OQ-${201 + index}`,
      part: "OQ",
      chapter: CHAPTER,
      title: `A plate of a simulated ${driver} on a ${port === "pty" ? "pseudo-terminal" : "TCP port"}`,
      traces: SOURCE,
      run: (surroundings) => readPlate(surroundings, id),
    }),
  ),
  {
    id: "OQ-211",
    part: "OQ",
    chapter: CHAPTER,
    title: "A plate in an export file of a vendor's program",
    traces: SOURCE,
    run: readExportFile,
  },
  {
    id: "OQ-212",
    part: "OQ",
    chapter: CHAPTER,
    title: "A study with known truth: every verdict",
    traces: "compliance 21: P11 11.10(a); which drug makes the cells sensitive again",
    long: true,
    run: playStudy,
  },
];
