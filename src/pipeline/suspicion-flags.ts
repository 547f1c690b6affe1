import type { AnalysisSettings } from "../analysis/settings.ts";
import type { Suspicion, SuspicionKind } from "../analysis/suspicion/find-suspicions.ts";
import { otherReadingWords, SUSPICION_WORDS } from "../analysis/suspicion/suspicion-words.ts";
import { type NewFlag, qualityFlag } from "./new-flag.ts";

const REASONS: Readonly<Record<SuspicionKind, string>> = {
  IDENTICAL_READING:
    "Two reads of a plate never agree in every digit. The reader may have sent an old result again, or the same file may have been taken for two plates.",
  REPEATED_FROM_READING:
    "So many wells do not agree by chance with those of another read. Data may have been copied, or the reader's memory mixed up.",
  REPEATED_WITHIN:
    "So many wells do not agree by chance within one plate. Data may have been copied, or the reader may have read the same wells twice.",
  ONE_VALUE: "The reader may be stuck, or there may be no plate in it.",
  TOO_SMOOTH:
    "Equal treatments differ less than any assay with cells does. The numbers may have been smoothed, averaged or made up.",
};

/** Wells that repeat or agree too well: for a person to look at. Nothing is corrected for them. */
export function suspicionFlags(
  barcode: string,
  suspicions: readonly Suspicion[],
  settings: AnalysisSettings,
): NewFlag[] {
  return suspicions.map((suspicion) => {
    const { kind, wells, sameAs, other, chance } = suspicion;
    return qualityFlag(barcode, {
      rule_id: `quality/suspicion/${kind.toLowerCase().replaceAll("_", "-")}`,
      severity: kind === "IDENTICAL_READING" ? "high" : "warning",
      arm: null,
      title: `Plate ${barcode} ${SUSPICION_WORDS[kind]}${extent(suspicion)}`,
      reasons: [REASONS[kind], ...whereElse(suspicion)],
      wells,
      numbers: { chance, suspicionP: settings.suspicionP, sameAs, other },
    });
  });
}

function extent({ kind, wells }: Suspicion): string {
  return kind === "IDENTICAL_READING" || wells.length === 0 ? "" : ` (${wells.length} wells)`;
}

function whereElse({ wells, sameAs, other }: Suspicion): string[] {
  if (sameAs.length === 0) return [];
  const span = (list: readonly string[]) => `${list[0]} to ${list.at(-1)}`;
  const source = other === null ? "the same plate" : otherReadingWords(other);
  return [`${span(wells)} have the numbers of ${span(sameAs)} of ${source}.`];
}
