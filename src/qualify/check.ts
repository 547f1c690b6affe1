/** One check of a qualification: what it shows, why it is asked for, and what was found. */
import type { ScratchBench } from "./scratch-bench.ts";

/** Installation: the right program is here, whole. Operation: it does what it promises. */
export type CheckPart = "IQ" | "OQ";

export interface CheckResult {
  /** What must be found. */
  readonly expected: string;
  readonly found: string;
  readonly passed: boolean;
  /** What it can be held against later: hashes, counts, versions. */
  readonly evidence: Readonly<Record<string, string>>;
}

export interface Surroundings {
  /** The laboratory's configuration file; null where none is named. It is read, never used. */
  readonly configFile: string | null;
  /** The list of program files to compare with. */
  readonly programFiles: string;
  /** Reference numbers; the shipped ones unless a test says otherwise. */
  readonly referenceFolder: string;
  /** A bench in a scratch folder, started at the first question. */
  bench(): Promise<ScratchBench>;
}

export interface Check {
  /** Stable, e.g. `OQ-31`. */
  readonly id: string;
  readonly part: CheckPart;
  /** The heading under which it stands in the report. */
  readonly chapter: string;
  readonly title: string;
  /** What asks for it: a line of docs/compliance.md, or a sentence of the requirements. */
  readonly traces: string;
  /** Left out with `--quick`. */
  readonly long?: true;
  /** An error is a failure of the check, with its message as what was found. */
  readonly run: (surroundings: Surroundings) => CheckResult | Promise<CheckResult>;
}

export function result(
  expected: string,
  found: string,
  passed: boolean,
  evidence: Readonly<Record<string, string>> = {},
): CheckResult {
  return { expected, found, passed, evidence };
}
