import { describe, expect, test } from "vitest";
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import {
  explainVerdict,
  findComparedArms,
  formatLc50,
  formatNumber,
} from "../../src/analysis/explain-verdict.ts";
import {
  COMPARISON_CLASSES,
  COMPARISON_REASONS,
  FAIL_REASONS,
  MASK_REASONS,
  PLATE_WARNINGS,
  QUALIFIERS,
} from "../../src/analysis/sample-analysis.ts";
import {
  CLASS_SENTENCES,
  FAIL_SENTENCES,
  MASK_SENTENCES,
  QUALIFIER_SENTENCES,
  reasonSentence,
  WARNING_SENTENCES,
} from "../../src/analysis/sentences.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { analyseFigure3 } from "./figure-3.ts";
import { buildPlate, COMPLETE_ARM, RESISTANT_VEHICLE } from "./plate-builder.ts";

const SENTENCES = [
  ...MASK_REASONS.map((code) => MASK_SENTENCES[code]),
  ...FAIL_REASONS.map((code) => FAIL_SENTENCES[code]),
  ...FAIL_REASONS.map((code) => reasonSentence(`PLATE_${code}`)),
  ...PLATE_WARNINGS.map((code) => WARNING_SENTENCES[code]),
  ...COMPARISON_REASONS.map(reasonSentence),
  ...QUALIFIERS.map((code) => QUALIFIER_SENTENCES[code]),
  ...COMPARISON_CLASSES.map((code) => CLASS_SENTENCES[code]),
];

describe("sentences", () => {
  test.each(SENTENCES)("is a sentence and no advice: %s", (sentence) => {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toMatch(/\b(treat|therapy|should|must|recommend)\b/i);
  });

  test("no two codes share one", () => {
    expect(new Set(SENTENCES).size).toBe(SENTENCES.length);
  });

  test("a flagged class is an assay result for review", () => {
    for (const code of ["complete", "partial", "antagonistic"] as const) {
      expect(CLASS_SENTENCES[code]).toContain("Assay result for review");
    }
  });
});

describe("explained verdicts", () => {
  const study = analyseFigure3("automatic");
  const explain = (plate: string, arm: string) => {
    const comparison = study.comparisons.find((each) => each.plate === plate && each.arm === arm);
    if (comparison === undefined) throw new Error("no such comparison");
    return explainVerdict(comparison, findComparedArms(study, comparison), DEFAULT_SETTINGS).join(
      "\n",
    );
  };

  test("complete sensitisation carries the numbers it rests on", () => {
    const text = explain("B-1", "trametinib");
    expect(text).toMatch(/^trametinib: Complete sensitisation.*Grade A\.$/m);
    expect(text).toMatch(/At 3\.91 µg\/mL prednisolone 90\.8 % .* points less/);
    expect(text).toContain("P = 5.8e-8");
    expect(text).toContain("q = 2.3e-7, below 0.05");
    expect(text).toMatch(
      /LC50 of prednisolone: > 250 µg\/mL with vehicle, 0\.128 µg\/mL with trametinib/,
    );
    expect(text).toContain("vehicle over inhibitor ≥ 1960");
    expect(text).toMatch(/7 sensitising, 0 antagonistic/);
  });

  test("antagonism says more cells live", () => {
    expect(explain("G-1", "trametinib")).toMatch(/points more/);
  });

  test("an inconclusive one gives every reason, and what leaving out would give", () => {
    const text = explain("E-1", "crizotinib");
    expect(text).toContain(reasonSentence("IMPRECISE"));
    expect(text).toContain(reasonSentence("REPLICATE_DISCORDANCE"));
    expect(text).toContain("Without the suspect wells of discordant duplicates the class is none.");
  });

  test("missing numbers are said to be missing, never zero or NaN", () => {
    const noVehicle = buildPlate({ arms: [COMPLETE_ARM] });
    const analysis = analyseSample(
      { sampleId: "S", blastsDay4Percent: null, plates: [noVehicle] },
      DEFAULT_SETTINGS,
    );
    const [comparison] = analysis.comparisons;
    if (comparison === undefined) throw new Error("no comparison");
    const arms = findComparedArms(analysis, comparison);
    const text = explainVerdict(comparison, arms, DEFAULT_SETTINGS).join("\n");
    expect(arms.vehicle).toBeNull();
    expect(text).toContain("The plate failed.");
    expect(text).toContain("not measured with vehicle");
    expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
  });

  test("a failed plate's P is not adjusted", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM], blankNetAu: [0.05] });
    const analysis = analyseSample(
      { sampleId: "S", blastsDay4Percent: 90, plates: [plate] },
      DEFAULT_SETTINGS,
    );
    const text = analysis.comparisons
      .flatMap((each) => explainVerdict(each, findComparedArms(analysis, each), DEFAULT_SETTINGS))
      .join("\n");
    expect(text).toContain("not adjusted, because the plate failed");
  });
});

test("numbers for reading keep three digits and never look like zero", () => {
  expect([91.684, 0.05, 0.000012, 0, 250, 1960.1, 2.5e7, null].map(formatNumber)).toEqual([
    "91.7",
    "0.05",
    "1.2e-5",
    "0",
    "250",
    "1960",
    "2.5e+7",
    "–",
  ]);
  expect(formatLc50({ relation: "<", value: 0.06103515625, multipleCrossings: false })).toBe(
    "< 0.061 µg/mL",
  );
  expect(formatLc50(null)).toBe("not measured");
});
