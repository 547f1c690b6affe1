import { judgeComparison, type VerdictEvidence } from "../../../analysis/judge-comparison.ts";
import type { ComparisonClass, FailReason } from "../../../analysis/sample-analysis.ts";
import { type AnalysisSettings, parseSettings } from "../../../analysis/settings.ts";
import { casesOf, type GoldFile, type GoldKind } from "../gold-kind.ts";

interface Input {
  readonly dose: readonly number[];
  /** Corrected survival by dose, percent; null = no well that counts. */
  readonly sv: readonly (number | null)[];
  readonly sa: readonly (number | null)[];
  readonly contrastP: readonly (number | null)[];
  readonly half?: number | null;
  readonly q?: number | null;
  readonly studentP?: number | null;
  readonly singleAgent?: number | null;
  readonly blasts?: number | null;
  readonly armControlOd?: number | null;
  readonly plateFailReasons?: readonly FailReason[];
  readonly classSuspectsMasked?: ComparisonClass | null;
}

/** The decision table at its boundaries. */
export const flagRulesKind: GoldKind = {
  id: "flag-rules",
  check: (file) => {
    const settings = parseSettings(file.thresholds);
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input, referenceOf(file), settings),
      tolerance: () => ({ kind: "exact" }),
    }));
  },
};

/** The file says in words which dose is the reference: `index 3`. */
function referenceOf(file: GoldFile): number | null {
  const { half } = (file.definitions ?? {}) as { half?: unknown };
  const [, index] = /\bindex (\d+)\b/.exec(String(half)) ?? [];
  return index === undefined ? null : Number(index);
}

function nearestTo(target: number, doses: readonly number[]): number {
  const distances = doses.map((dose) => Math.abs(dose - target));
  return distances.indexOf(Math.min(...distances));
}

function resultOf(input: Input, reference: number | null, settings: AnalysisSettings): unknown {
  const verdict = judgeComparison(evidenceOf(input, reference, settings), settings);
  return {
    ...verdict,
    sensitisingRun: verdict.longestSensitisingRun,
    antagonisticRun: verdict.longestAntagonisticRun,
  };
}

/** What a case leaves out stays out: the check made on it passes. */
function evidenceOf(
  input: Input,
  reference: number | null,
  settings: AnalysisSettings,
): VerdictEvidence {
  const { half, studentP, singleAgent, blasts, armControlOd, plateFailReasons } = input;
  const { classSuspectsMasked } = input;
  return {
    doses: input.dose.map((_, index) => {
      const vehicle = input.sv[index] ?? null;
      const inhibitor = input.sa[index] ?? null;
      const contrastP = input.contrastP[index] ?? null;
      return { tested: vehicle !== null && inhibitor !== null, vehicle, inhibitor, contrastP };
    }),
    referenceIndex: reference ?? nearestTo(settings.referenceDose, input.dose),
    q: input.q ?? null,
    ...(half === undefined ? {} : { halfWidthAtReference: half }),
    ...(studentP === undefined ? {} : { studentP }),
    ...(singleAgent === undefined ? {} : { singleAgentSurvivalPercent: singleAgent }),
    ...(blasts === undefined ? {} : { blastsDay4Percent: blasts }),
    ...(armControlOd === undefined ? {} : { armControlOd }),
    ...(plateFailReasons === undefined ? {} : { plateFailReasons }),
    ...(classSuspectsMasked === undefined ? {} : { classSuspectsMasked }),
  };
}
