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
import { nistNonlinearKind } from "./kinds/nist-nonlinear.ts";
import { outliersKind } from "./kinds/outliers.ts";
import { plateQcKind } from "./kinds/plate-qc.ts";
import { timingCurvesKind } from "./kinds/timing-curves.ts";
import { ttestKind } from "./kinds/ttest.ts";

/** Every kind of gold file that can be judged. */
export const GOLD_KINDS: readonly GoldKind[] = [
  anovaRmKind,
  anovaTwowayKind,
  combinationKind,
  correctionKind,
  distributionsKind,
  flagRulesKind,
  grMetricsKind,
  lc50InterpolationKind,
  multipleTestingKind,
  nistAnovaKind,
  outliersKind,
  plateQcKind,
  ttestKind,
  doseResponseKind,
  nistNonlinearKind,
  timingCurvesKind,
];
