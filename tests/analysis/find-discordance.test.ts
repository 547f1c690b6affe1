import { describe, expect, test } from "vitest";
import { findDiscordance } from "../../src/analysis/find-discordance.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { mean } from "../../src/analysis/statistics/moments.ts";
import type { ArmSummary } from "../../src/analysis/summarise-arm.ts";

/** An arm whose wells are numbered from 10 by dose and replicate; an empty list is a dose without unmasked wells. */
function armOf(survivalByDose: readonly (readonly number[])[]): ArmSummary {
  const wellsByDose = survivalByDose.map((values, dose) =>
    values.map((_, replicate) => 10 + 2 * dose + replicate),
  );
  const design = { arm: "vehicle", vehicle: true, wellsByDose };
  return {
    corrected: { design, controlMean: 0.6, controlWells: 2 },
    doses: survivalByDose.map((survival, dose) => ({
      wells: wellsByDose[dose] ?? [],
      survival,
      mean: mean(survival),
      sd: null,
      sem: null,
    })),
  };
}

function suspectsOf(survivalByDose: readonly (readonly number[])[]): readonly string[] {
  const doses = survivalByDose.map((_, index) => index);
  return findDiscordance([armOf(survivalByDose)], doses, DEFAULT_SETTINGS).suspects;
}

describe("suspect of a discordant duplicate", () => {
  const calm = [
    [90, 90],
    [90, 90],
    [90, 90],
  ];

  test("on a tie it is replicate 1", () => {
    // Expected (100 + 80) / 2 = 90, and both wells are 12 away.
    expect(suspectsOf([[100, 100], [102, 78], [80, 80], ...calm])).toEqual(["B1"]);
    expect(suspectsOf([[100, 100], [78, 102], [80, 80], ...calm])).toEqual(["B1"]);
  });

  test("rounding breaks no tie", () => {
    // 99.4 - 89.1 is greater than 89.1 - 78.8 in the last bits only.
    expect(99.4 - 89.1).toBeGreaterThan(89.1 - 78.8);
    expect(suspectsOf([[89.1, 89.1], [78.8, 99.4], [89.1, 89.1], ...calm])).toEqual(["B1"]);
  });

  test("lies farther from the mean of both neighbours", () => {
    expect(suspectsOf([[100, 100], [102, 79], [80, 80], ...calm])).toEqual(["B1"]);
    expect(suspectsOf([[100, 100], [101, 78], [80, 80], ...calm])).toEqual(["B2"]);
  });

  test("where a neighbouring dose has no wells, the next one beyond it is the neighbour", () => {
    // Expected (100 + 80) / 2 = 90 from the doses on either side of the empty ones.
    expect(suspectsOf([[100, 100], [], [101, 78], [], [80, 80], ...calm])).toEqual(["B4"]);
  });

  test("exactly the limit is not discordant", () => {
    expect(suspectsOf([[100, 100], [100, 80], [80, 80], ...calm])).toEqual([]);
  });
});

test("without a duplicate there is no robust SD and nothing discordant", () => {
  const found = findDiscordance([armOf([[100, 100], [50], [20]])], [0, 1, 2], DEFAULT_SETTINGS);
  expect(found).toEqual({ robustSd: null, discordant: [], suspects: [] });
});
