import { describe, expect, it } from "vitest";
import { FAIL_REASONS, PLATE_WARNINGS } from "../../src/analysis/sample-analysis.ts";
import { plateReasons } from "../../src/api/plate-reasons.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";

describe("why a plate is to be looked at", () => {
  it("names the wells that are left out, by reason", () => {
    const masked = [
      { well: "C4", reason: "reference-artefact" },
      { well: "D8", reason: "review" },
      { well: "G8", reason: "reference-artefact" },
    ] as const;
    const reasons = plateReasons({ failReasons: [], warnings: ["WELLS_MASKED"], masked });
    expect(reasons.inShort).toEqual([
      "C4 and G8 left out: reference artefact",
      "D8 left out: masked by a person",
    ]);
    expect(reasons.sentences).toEqual(reasons.inShort.map((text) => `${text}.`));
  });

  it("counts the wells beyond the sixth", () => {
    const left = (count: number) =>
      plateReasons({
        failReasons: [],
        warnings: ["WELLS_MASKED"],
        masked: ALL_WELLS.slice(0, count).map((well) => ({ well, reason: "over-range" })),
      }).inShort;
    expect(left(6)).toEqual(["A1, A2, A3, A4, A5 and A6 left out: over range or not read"]);
    expect(left(12)).toEqual(["A1, A2, A3, A4, A5 and 7 more left out: over range or not read"]);
  });

  it("says every reason once in a sentence and once in a few words, reasons to fail first", () => {
    const masked = [{ well: "B1", reason: "blank-outlier" }] as const;
    const { sentences, inShort } = plateReasons({
      failReasons: FAIL_REASONS,
      warnings: PLATE_WARNINGS,
      masked,
    });
    expect(sentences).toHaveLength(FAIL_REASONS.length + PLATE_WARNINGS.length);
    expect(inShort).toHaveLength(sentences.length);
    expect(inShort.slice(0, 2)).toEqual(["seems turned", "too few blanks"]);
    expect(new Set(inShort).size).toBe(inShort.length);
    for (const text of inShort) expect(text.length).toBeLessThan(50);
  });
});
