import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnalysisPlate, toAnalysisWells } from "../../../src/analysis/analysis-input.ts";
import { checkOrientation } from "../../../src/analysis/orientation/check-orientation.ts";
import {
  MISFIT_PARTS,
  type Orientation,
  waysToRuleOut,
} from "../../../src/analysis/orientation/orientation.ts";
import {
  cannotTellSentence,
  orientationSentences,
  turnedSentence,
} from "../../../src/analysis/orientation/orientation-sentences.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { PLATE_TURNS, type PlateTurn, TURNS, turnValues } from "../../../src/domain/plate-turn.ts";
import { loadStudy } from "../../../src/study/study-file.ts";
import {
  BAD,
  drawFrom,
  PATIENTS,
  type Patient,
  simulatePlate,
  USUAL,
  wellsOf,
} from "./simulated-plates.ts";

const check = (plate: AnalysisPlate) => checkOrientation(plate, DEFAULT_SETTINGS);

const CLASSIC = wellsOf("combination-classic-1plate");
const ROT180 = wellsOf("combination-rot180-1plate");

/** So many plates of a kind, each checked. */
function checked(
  layout: string,
  patient: Patient,
  laid: PlateTurn,
  plates = 40,
  accidents = USUAL,
): Orientation[] {
  const draw = drawFrom(20_261_124);
  const wells = wellsOf(layout);
  return Array.from({ length: plates }, () =>
    check(simulatePlate(wells, patient, accidents, draw, laid)),
  );
}

const verdicts = (found: readonly Orientation[]) => new Set(found.map(({ verdict }) => verdict));

const COMBINATIONS = ["combination-classic-1plate", "combination-inner60-1"];

describe("a plate that lay right", () => {
  test.each(COMBINATIONS)("%s: fits where prednisolone kills", (layout) => {
    for (const patient of ["sensitive", "intermediate"] as const) {
      expect(verdicts(checked(layout, patient, "as-read"))).toEqual(new Set(["fits"]));
    }
  });

  test.each([
    ...COMBINATIONS,
    "combination-rot180-1plate",
    "combination-one-concentration-1plate",
    "checkerboard-6x5-1plate",
    "single-agent-6x10fold-1plate",
  ])("%s: is not held, whoever the patient is", (layout) => {
    for (const patient of Object.keys(PATIENTS) as Patient[]) {
      expect(verdicts(checked(layout, patient, "as-read", 20))).not.toContain("another-way-fits");
    }
  });

  test("is not held on a bench with worn pipettes, drift and spoilt wells", () => {
    for (const layout of COMBINATIONS) {
      const found = checked(layout, "resistant", "as-read", 40, BAD);
      expect(verdicts(found)).not.toContain("another-way-fits");
    }
  });
});

describe("a plate that lay turned", () => {
  test.each(COMBINATIONS)("%s: never passes, and is held where prednisolone kills", (layout) => {
    for (const laid of TURNS) {
      for (const patient of Object.keys(PATIENTS) as Patient[]) {
        const found = checked(layout, patient, laid, 20);
        expect(verdicts(found)).not.toContain("fits");
        if (patient === "sensitive" || patient === "intermediate") {
          expect(verdicts(found)).toEqual(new Set(["another-way-fits"]));
          expect(new Set(found.map(({ best }) => best))).toEqual(new Set([laid]));
        }
      }
    }
  });

  test("says by how much, in how many wells, and what the other way is", () => {
    const [found] = checked("combination-classic-1plate", "sensitive", "turned-180", 1);
    if (found === undefined) throw new Error("nothing was checked");
    expect(found.margin).toBeGreaterThan(found.limit);
    expect(found.ways.map(({ wellsThatDiffer }) => wellsThatDiffer)).toEqual([0, 80, 80, 96]);
    expect(turnedSentence(found)).toMatch(
      /^The plate seems turned by 180°: .* misfit of \d+, as read with \d+; 80 wells would mean/,
    );
  });

  test("of a layout that means the same turned fits, and says that it cannot tell", () => {
    const found = checked("combination-rot180-1plate", "resistant", "turned-180", 10);
    expect(verdicts(found)).toEqual(new Set(["fits"]));
    expect(orientationSentences(found[0] as Orientation)).toContain(
      "The plate turned by 180° would mean the same in every well: this cannot be told and does no harm.",
    );
  });
});

describe("a plate that cannot tell", () => {
  const flat = (wells = CLASSIC): AnalysisPlate => ({
    plateId: "P-1",
    wells,
    measurement: wells.map(
      ({ role }, well) => (role === "blank" ? 0.05 : 0.8) + 0.001 * (well % 5),
    ),
    reference: null,
    referenceSubtracted: false,
    reviewMasks: [],
  });

  test("because prednisolone does nothing names the turn, and asks for a look at it", () => {
    const found = check(flat());
    expect(found).toMatchObject({ verdict: "undecidable", cannotTell: ["turned-180"] });
    expect(waysToRuleOut(found)).toEqual(["turned-180"]);
    expect(cannotTellSentence(found)).toBe(
      "Nothing in the numbers tells whether the plate lay right or turned by 180°. Look where A1 lay, or at the label.",
    );
  });

  test("because it is dead scores nothing and names every way that would do harm", () => {
    const plate = { ...flat(), measurement: CLASSIC.map((_, well) => 0.05 + 0.001 * (well % 7)) };
    const found = check(plate);
    expect(found).toMatchObject({ verdict: "undecidable", notScored: "NO_SIGNAL", margin: null });
    expect(found.cannotTell).toEqual(TURNS);
    expect(cannotTellSentence(found)).toMatch(/no well is much darker/);
  });

  test("because hardly a well has a number says so", () => {
    const plate = { ...flat(), measurement: CLASSIC.map((_, well) => (well < 20 ? 0.5 : null)) };
    expect(check(plate).notScored).toBe("TOO_FEW_WELLS");
  });

  test("whatever is read, because a mirror only exchanges arms, asks nobody at the lamp", () => {
    for (const found of checked("single-agent-6x10fold-1plate", "resistant", "as-read", 10)) {
      expect(found).toMatchObject({
        verdict: "undecidable",
        cannotTell: ["mirrored-left-right"],
      });
      expect(waysToRuleOut(found)).toEqual([]);
      expect(cannotTellSentence(found)).toBeNull();
      expect(orientationSentences(found).join(" ")).toMatch(
        /mirrored left to right would exchange/,
      );
    }
  });

  test("of a layout without differences there is nothing to tell", () => {
    const found = check(flat(wellsOf("uniform-96")));
    expect(found).toMatchObject({ verdict: "fits", margin: null, notScored: null });
  });
});

describe("the scores", () => {
  const anyPlate = fc
    .tuple(
      fc.integer(),
      fc.constantFrom(...(Object.keys(PATIENTS) as Patient[])),
      fc.constantFrom(CLASSIC, ROT180, wellsOf("combination-inner60-1")),
      fc.constantFrom(...PLATE_TURNS),
    )
    .map(([seed, patient, wells, laid]) =>
      simulatePlate([...wells], patient, BAD, drawFrom(seed), laid),
    );

  test("of a turned plate are those of the plate, each with the other way", () => {
    fc.assert(
      fc.property(anyPlate, fc.constantFrom(...TURNS), (plate, turn) => {
        const laid = { ...plate, measurement: turnValues(plate.measurement, turn) };
        const before = check(plate).ways.map(({ misfit }) => misfit ?? Number.NaN);
        const after = check(laid).ways.map(({ misfit }) => misfit ?? Number.NaN);
        const at = PLATE_TURNS.indexOf(turn);
        expect(after[at]).toBeCloseTo(before[0] ?? Number.NaN, 6);
        expect(after[0]).toBeCloseTo(before[at] ?? Number.NaN, 6);
      }),
      { numRuns: 30 },
    );
  });

  test("do not depend on how a person said that it lay, and add up from their parts", () => {
    fc.assert(
      fc.property(anyPlate, fc.constantFrom(...PLATE_TURNS), (plate, turn) => {
        const said = { ...plate, turn, measurement: turnValues(plate.measurement, turn) };
        const found = check(said);
        expect(found).toEqual(check(plate));
        for (const { misfit, parts } of found.ways) {
          if (parts === null || misfit === null) continue;
          const sum = MISFIT_PARTS.reduce((total, part) => total + parts[part], 0);
          expect(sum).toBeCloseTo(misfit, 9);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("are numbers or null for any numbers at all", () => {
    const value = fc.option(fc.double({ min: -0.5, max: 6, noNaN: true }), { freq: 10 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 96, maxLength: 96 }),
        fc.constantFrom(CLASSIC, ROT180, wellsOf("mtt-four-drugs-quadrants")),
        (measurement, wells) => {
          const found = check({
            plateId: "P-1",
            wells,
            measurement,
            reference: null,
            referenceSubtracted: false,
            reviewMasks: [],
          });
          for (const { misfit } of found.ways) {
            expect(misfit === null || Number.isFinite(misfit)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are not decided by one spoilt well", () => {
    const draw = drawFrom(7);
    const calm = { ...USUAL, spoilt: 0 };
    for (let plate = 0; plate < 10; plate++) {
      const right = simulatePlate(CLASSIC, "sensitive", calm, draw);
      const well = Math.floor(96 * draw());
      for (const spoilt of [null, 0.05, 1.5]) {
        const measurement = right.measurement.with(well, spoilt);
        expect(check({ ...right, measurement }).verdict).toBe("fits");
      }
    }
  });
});

const STUDIES = join(import.meta.dirname, "../../../../shared/studies");
const missing = !existsSync(STUDIES);

describe.skipIf(missing)(`the stored studies${missing ? " (not in this place)" : ""}`, () => {
  const plates = missing
    ? []
    : ["figure3-study", "figure2-plate"].flatMap((name) => {
        const study = loadStudy(join(STUDIES, `${name}.json`));
        return study.plates.map((plate) => {
          const layout = study.layouts.find(({ id }) => id === plate.layoutId);
          if (layout === undefined) throw new Error(`no layout ${plate.layoutId}`);
          return { id: plate.id, plate, wells: toAnalysisWells(layout, null) };
        });
      });
  const laid = ({ plate, wells }: (typeof plates)[number], turn: PlateTurn) =>
    check({
      plateId: plate.id,
      wells,
      measurement: turnValues(plate.measurement.flat(), turn),
      reference: plate.reference === null ? null : turnValues(plate.reference.flat(), turn),
      referenceSubtracted: false,
      reviewMasks: [],
    });

  test.each(plates)("$id as it is needs nobody to look", (plate) => {
    const found = laid(plate, "as-read");
    expect(found.verdict).not.toBe("another-way-fits");
    expect(waysToRuleOut(found)).toEqual([]);
  });

  test.each(plates)("$id turned or mirrored is held, undecidable, or means the same", (plate) => {
    for (const turn of TURNS) {
      const found = laid(plate, turn);
      const harm = found.ways[PLATE_TURNS.indexOf(turn)]?.wellsThatDiffer ?? 0;
      expect(found.verdict === "fits").toBe(harm === 0);
    }
  });
});
