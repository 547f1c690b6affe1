import {
  UNIFORM_FAIL_SENTENCE,
  UNIFORM_WARNING_SENTENCES,
} from "../analysis/assays/assay-sentences.ts";
import type { UniformPlateResult } from "../analysis/assays/sample-assays.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { type NewFlag, qualityFlag } from "./new-flag.ts";

/** A check of reader and pipettes that failed; one that only gives warnings raises no flag. */
export function uniformFlags(plate: UniformPlateResult, settings: AnalysisSettings): NewFlag[] {
  if (plate.verdict !== "fail") return [];
  return [
    qualityFlag(plate.plate, {
      rule_id: "quality/uniform",
      severity: "high",
      arm: null,
      title: `Plate ${plate.plate} is not even: reader or pipettes need a look`,
      reasons: [
        UNIFORM_FAIL_SENTENCE,
        ...plate.warnings.map((warning) => UNIFORM_WARNING_SENTENCES[warning]),
      ],
      wells: [],
      numbers: {
        n: plate.n,
        meanAu: plate.meanAu,
        cvPercent: plate.cvPercent,
        cvFail: settings.cvFail,
      },
    }),
  ];
}
