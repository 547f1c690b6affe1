import { describe, expect, it } from "vitest";
import { armVerdicts } from "../../src/web/bench/arm-verdicts.ts";

function cell(barcode: string, verdict: string | null, arm = "trametinib") {
  return {
    arm,
    class: verdict,
    grade: null,
    plateId: barcode,
    barcode,
    reasons: [],
    suspicions: [],
  };
}

describe("the verdicts on one inhibitor", () => {
  it("are those of every plate, the strongest first, and say that plates disagree", () => {
    const cells = [
      cell("P-1", "none"),
      cell("P-2", "inconclusive"),
      cell("P-3", "partial"),
      cell("P-4", "antagonistic"),
      cell("P-5", "complete"),
      cell("P-6", "complete", "sorafenib"),
    ];
    const { verdicts, disagree } = armVerdicts(cells, "trametinib");
    expect(verdicts.map((verdict) => verdict.barcode)).toEqual(["P-4", "P-5", "P-3", "P-2", "P-1"]);
    expect(disagree).toBe(true);
  });

  it("agree when every plate has the same class", () => {
    const { verdicts, disagree } = armVerdicts(
      [cell("P-2", "none"), cell("P-1", "none")],
      "trametinib",
    );
    expect(verdicts.map((verdict) => verdict.barcode)).toEqual(["P-1", "P-2"]);
    expect(disagree).toBe(false);
  });

  it("are none where no read plate tested it", () => {
    expect(armVerdicts([cell("P-1", null)], "trametinib")).toEqual({
      verdicts: [],
      disagree: false,
    });
  });
});
