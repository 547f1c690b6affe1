import { describe, expect, test } from "vitest";
import { judgeComparison } from "../../src/analysis/judge-comparison.ts";
import type { FailReason } from "../../src/analysis/sample-analysis.ts";
import { parseSettings } from "../../src/analysis/settings.ts";
import { readData, readGold } from "../analysis/test-data.ts";

interface Input {
  readonly sv: (number | null)[];
  readonly sa: (number | null)[];
  readonly contrastP: (number | null)[];
  readonly half: number;
  readonly q: number | null;
  readonly studentP: number | null;
  readonly singleAgent?: number;
  readonly blasts?: number;
  readonly plateFailReasons?: FailReason[];
}

interface Expected {
  readonly class: string;
  readonly flag: boolean;
  readonly grade: string | null;
  readonly reasons: string[];
  readonly sensitisingRun: number;
  readonly antagonisticRun: number;
}

describe("decision table, every boundary", () => {
  const { thresholds } = readData("gold/flag-rules.json") as { thresholds: unknown };
  const settings = parseSettings(thresholds);
  test.each(readGold<Input, Expected>("flag-rules"))("$name", ({ input, expected }) => {
    const verdict = judgeComparison(
      {
        doses: input.sv.map((vehicle, index) => {
          const inhibitor = input.sa[index] ?? null;
          const contrastP = input.contrastP[index] ?? null;
          return { tested: vehicle !== null && inhibitor !== null, vehicle, inhibitor, contrastP };
        }),
        referenceIndex: 3,
        q: input.q,
        halfWidthAtReference: input.half,
        studentP: input.studentP,
        ...(input.singleAgent === undefined
          ? {}
          : { singleAgentSurvivalPercent: input.singleAgent }),
        ...(input.blasts === undefined ? {} : { blastsDay4Percent: input.blasts }),
        ...(input.plateFailReasons === undefined
          ? {}
          : { plateFailReasons: input.plateFailReasons }),
      },
      settings,
    );
    expect({
      class: verdict.class,
      flag: verdict.flag,
      grade: verdict.grade,
      reasons: verdict.reasons,
      sensitisingRun: verdict.longestSensitisingRun,
      antagonisticRun: verdict.longestAntagonisticRun,
    }).toEqual(expected);
  });
});
