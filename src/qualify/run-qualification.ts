/** Makes every check and gathers what was found; the report says the same as JSON and on paper. */
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Check, CheckResult, Surroundings } from "./check.ts";
import { openScratchBench, type ScratchBench } from "./scratch-bench.ts";

export interface CheckRecord extends CheckResult {
  readonly id: string;
  readonly part: Check["part"];
  readonly chapter: string;
  readonly title: string;
  readonly traces: string;
  readonly tookMs: number;
}

/** `platewarden-qualification/1`. */
export interface Qualification {
  readonly schema: "platewarden-qualification/1";
  readonly program: { readonly name: "Platewarden"; readonly version: string };
  readonly computer: string;
  readonly startedAtUtc: string;
  readonly endedAtUtc: string;
  /** `quick` leaves out the checks that take long; what was left out is named. */
  readonly extent: "full" | "quick";
  readonly leftOut: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly checks: readonly CheckRecord[];
}

export interface QualificationWish {
  readonly checks: readonly Check[];
  readonly configFile: string | null;
  readonly programFiles: string;
  readonly referenceFolder: string;
  readonly quick: boolean;
  /** Told of each check as it ends. */
  readonly onCheck: (record: CheckRecord) => void;
}

async function make(check: Check, surroundings: Surroundings): Promise<CheckResult> {
  try {
    return await check.run(surroundings);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { expected: "the check can be made", found, passed: false, evidence: {} };
  }
}

/** Never rejects for what a check finds; the scratch folder and everything started in it is gone afterwards. */
export async function runQualification(wish: QualificationWish): Promise<Qualification> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-qualify-"));
  let bench: Promise<ScratchBench> | null = null;
  const surroundings: Surroundings = {
    ...wish,
    bench: () => {
      bench ??= openScratchBench(folder);
      return bench;
    },
  };
  const startedAtUtc = new Date().toISOString();
  const due = wish.checks.filter(({ long }) => !(wish.quick && long === true));
  const records: CheckRecord[] = [];
  try {
    for (const check of due) {
      const beganMs = performance.now();
      const found = await make(check, surroundings);
      const { id, part, chapter, title, traces } = check;
      const tookMs = Math.round(performance.now() - beganMs);
      const record = { id, part, chapter, title, traces, ...found, tookMs };
      records.push(record);
      wish.onCheck(record);
    }
  } finally {
    // One that could not be started has said so in the checks that asked for it.
    await (bench as Promise<ScratchBench> | null)
      ?.then((one) => one.close())
      .catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
  const passed = records.filter((record) => record.passed).length;
  return {
    schema: "platewarden-qualification/1",
    program: { name: "Platewarden", version: PROGRAM_VERSION },
    computer: hostname(),
    startedAtUtc,
    endedAtUtc: new Date().toISOString(),
    extent: wish.quick ? "quick" : "full",
    leftOut: wish.checks
      .filter((check) => !due.includes(check))
      .map(({ id, title }) => `${id} ${title}`),
    passed,
    failed: records.length - passed,
    checks: records,
  };
}
