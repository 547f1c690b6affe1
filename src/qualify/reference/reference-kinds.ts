import type { GoldKind } from "./gold-kind.ts";
import { anovaRmKind } from "./kinds/anova-rm.ts";
import { anovaTwowayKind } from "./kinds/anova-twoway.ts";
import { combinationKind } from "./kinds/combination.ts";
import { correctionKind } from "./kinds/correction.ts";
import { distributionsKind } from "./kinds/distributions.ts";
import { doseResponseKind } from "./kinds/dose-response.ts";
import { flagRulesKind } from "./kinds/flag-rules.ts";
import { grMetricsKind } from "./kinds/gr-metrics.ts";
import { lc50InterpolationKind } from "./kinds/lc50-interpolation.ts";
import { multipleTestingKind } from "./kinds/multiple-testing.ts";
import { nistAnovaKind } from "./kinds/nist-anova.ts";
import { outliersKind } from "./kinds/outliers.ts";
import { plateQcKind } from "./kinds/plate-qc.ts";
import { ttestKind } from "./kinds/ttest.ts";

/** Kinds of reference numbers that a verdict rests on, from correction to rule. */
export const REFERENCE_KINDS: readonly GoldKind[] = [
  anovaRmKind,
  anovaTwowayKind,
  combinationKind,
  correctionKind,
  distributionsKind,
  doseResponseKind,
  flagRulesKind,
  grMetricsKind,
  lc50InterpolationKind,
  multipleTestingKind,
  nistAnovaKind,
  outliersKind,
  plateQcKind,
  ttestKind,
];
