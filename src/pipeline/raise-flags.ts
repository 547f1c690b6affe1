import type { SampleResult } from "../analysis/analyse-everything.ts";
import { isTitrated, ownJudgement } from "../analysis/assays/assays-of.ts";
import { explainVerdict, findComparedArms } from "../analysis/explain-verdict.ts";
import type { Comparison, PlateStatistics } from "../analysis/sample-analysis.ts";
import { FAIL_SENTENCES, reasonSentence, WARNING_SENTENCES } from "../analysis/sentences.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { suspicionNotes } from "../analysis/suspicion/suspicion-words.ts";
import { type NewFlag, qualityFlag } from "./new-flag.ts";
import { orientationFlags } from "./orientation/orientation-flags.ts";
import { suspicionFlags } from "./suspicion-flags.ts";
import { uniformFlags } from "./uniform-flags.ts";

const classWords: Readonly<Record<string, string>> = {
  complete: "complete sensitisation to prednisolone",
  partial: "partial sensitisation to prednisolone",
  antagonistic: "antagonistic: prednisolone works less well",
};

/** Headline of a comparison, for people. */
export function comparisonTitle(comparison: Comparison): string {
  const words: Readonly<Record<string, string>> = {
    ...classWords,
    none: "no substantial effect",
    inconclusive: "inconclusive",
  };
  return `${comparison.arm}: ${words[comparison.class]}`;
}

function combinationFlag(
  analysis: SampleResult,
  comparison: Comparison,
  settings: AnalysisSettings,
): NewFlag {
  const arms = findComparedArms(analysis, comparison);
  return {
    kind: "combination",
    barcode: comparison.plate,
    arm: comparison.arm,
    class: comparison.class,
    grade: comparison.grade,
    rule_id: `combination/${comparison.class}`,
    severity: "high",
    title: `${comparisonTitle(comparison)} (assay result for review)`,
    reasons: [
      ...suspicionNotes(comparison.plate, analysis.suspicions),
      ...explainVerdict(comparison, arms, settings),
    ],
    wells: [],
    numbers: {
      interactionQ: comparison.interactionQ,
      alpha: settings.alpha,
      longestSensitisingRun: comparison.longestSensitisingRun,
      longestAntagonisticRun: comparison.longestAntagonisticRun,
      referenceDose: comparison.referenceDose,
      survivalVehicleAtReference: comparison.survivalVehicleAtReference,
      survivalInhibitorAtReference: comparison.survivalInhibitorAtReference,
      relativeAtReferencePercent: comparison.relativeAtReferencePercent,
      effectPoints: settings.effectPoints,
      effectRelative: settings.effectRelative,
    },
  };
}

function plateFlags(
  barcode: string,
  plate: PlateStatistics,
  settings: AnalysisSettings,
): NewFlag[] {
  const flags: NewFlag[] = [];
  // A plate that seems turned has a flag of its own.
  const failReasons = plate.failReasons.filter((reason) => reason !== "TURNED");
  if (failReasons.length > 0) {
    flags.push(
      qualityFlag(barcode, {
        rule_id: "quality/plate",
        severity: "high",
        arm: null,
        title: `Plate ${barcode} failed its quality checks`,
        reasons: failReasons.map((reason) => FAIL_SENTENCES[reason]),
        wells: [],
        numbers: {
          nBlank: plate.nBlank,
          blanksMin: settings.blanksMin,
          vehicleControlOd: plate.vehicleControlOd,
          controlOdMin: settings.controlOdMin,
          zPrime: plate.zPrime,
          cvUntreatedPercent: plate.cvUntreatedPercent,
          signalToBackground: plate.signalToBackground,
        },
      }),
    );
  }
  for (const duplicate of plate.discordant) {
    flags.push(
      qualityFlag(barcode, {
        rule_id: "quality/duplicate",
        severity: "warning",
        arm: duplicate.arm,
        title: `Duplicates disagree on plate ${barcode}: ${duplicate.wells.join(" and ")}`,
        reasons: [WARNING_SENTENCES.DISCORDANT_DUPLICATES],
        wells: duplicate.wells,
        numbers: {
          survival: duplicate.survival,
          dose: duplicate.dose,
          discordPoints: settings.discordPoints,
          duplicateRobustSd: plate.duplicateRobustSd,
        },
      }),
    );
  }
  return flags;
}

function armFlags(comparisons: readonly Comparison[], settings: AnalysisSettings): NewFlag[] {
  return comparisons
    .filter((comparison) => comparison.reasons.includes("ARM_CONTROL_OD_LOW"))
    .map((comparison) =>
      qualityFlag(comparison.plate, {
        rule_id: "quality/arm",
        severity: "warning",
        arm: comparison.arm,
        title: `${comparison.arm} on plate ${comparison.plate} has too little signal without prednisolone`,
        reasons: [reasonSentence("ARM_CONTROL_OD_LOW")],
        wells: [],
        numbers: { controlOdMin: settings.controlOdMin },
      }),
    );
}

/**
 * The flags of a sample's analysis: combinations first, then quality. Plates in `notJudged` (their layout was never
 * meant for the comparison) raise those of quality where an assay of their own needs the same controls, and suspicions,
 * which are of the reading.
 */
export function raiseFlags(
  analysis: SampleResult,
  settings: AnalysisSettings,
  notJudged: ReadonlySet<string>,
): readonly NewFlag[] {
  const judged = analysis.comparisons.filter(
    (comparison) => !notJudged.has(comparison.plate) && !isTitrated(analysis, comparison),
  );
  const plates = Object.entries(analysis.plates).filter(
    ([barcode]) =>
      !notJudged.has(barcode) || ownJudgement(analysis.assays[barcode] ?? []) === "controls",
  );
  return [
    ...judged
      .filter((comparison) => comparison.flag)
      .map((comparison) => combinationFlag(analysis, comparison, settings)),
    ...orientationFlags(analysis),
    ...plates.flatMap(([barcode, plate]) => plateFlags(barcode, plate, settings)),
    ...armFlags(judged, settings),
    ...analysis.uniformPlates.flatMap((plate) => uniformFlags(plate, settings)),
    ...Object.entries(analysis.suspicions).flatMap(([barcode, suspicions]) =>
      suspicionFlags(barcode, suspicions, settings),
    ),
  ];
}
