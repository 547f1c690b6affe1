import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { reportPlanCheck, reportPlanShow } from "../../src/layout/plan-commands.ts";
import { checkPlan } from "../../src/layout/plan-file.ts";
import { spoil } from "./layout-text.ts";

const root = join(import.meta.dirname, "../..");
const { layouts } = loadLayouts(join(root, "plate-layouts"));
const EXAMPLE = readFileSync(join(root, "docs/examples/plan.toml"), "utf8");

function planOf(text: string) {
  const { plan, problems } = checkPlan(text, layouts);
  if (plan) return plan;
  throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
}

describe("the example", () => {
  test("has no problem", () => {
    expect(checkPlan(EXAMPLE, layouts).problems).toEqual([]);
  });

  test("its pattern becomes one plate a sample", () => {
    const plan = planOf(EXAMPLE);
    expect(plan.plates.map((plate) => [plate.barcode, plate.samples.P1])).toEqual([
      ["ALL-1", "A"],
      ["ALL-2", "B"],
      ["ALL-3", "C"],
      ["ALL-4", "D"],
      ["ALL-5", "E"],
      ["ALL-6", "F"],
      ["ALL-7", "G"],
      ["ALL-D-single", "D"],
    ]);
    expect(plan.plates[7]).toEqual({
      barcode: "ALL-D-single",
      layoutId: "single-agent-6x10fold-1plate",
      layoutRevision: 1,
      samples: { P1: "D" },
      drugs: {},
      dueAt: "2026-03-06T16:30:00.000+01:00",
      reader: null,
    });
  });

  test("what is not stated stays unknown", () => {
    const [a, , , , , f] = planOf(EXAMPLE).samples;
    expect(a).toEqual({
      id: "A",
      patient: "ALL-0017",
      ras: "mutant",
      mutatedGenes: ["KRAS", "NRAS"],
      blastsDay4Percent: 93,
    });
    expect(f?.blastsDay4Percent).toBeNull();
  });

  test("is shown as tables", () => {
    const { text } = reportPlanShow(planOf(EXAMPLE));
    expect(text).toMatch(/^A +ALL-0017 +mutant \(KRAS, NRAS\) +93 %$/m);
    expect(text).toMatch(/^F +ALL-0031 +wild type +not entered$/m);
    expect(text).toMatch(/^2026-03-06 15:00 \+01:00 +ALL-1 +combination-rot180-1plate r1 +P1 = A/m);
  });
});

test.each([
  ["{n}", 9, ["X-9", "X-10"]],
  ["{nn}", 9, ["X-09", "X-10"]],
  ["{nnn}", 9, ["X-009", "X-010"]],
])("the counter %s from %d", (counter, from, barcodes) => {
  let text = spoil(EXAMPLE, "ALL-{n}", `X-${counter}`);
  text = spoil(
    text,
    '["A", "B", "C", "D", "E", "F", "G"]',
    `["A", "B"] }\nfrom = ${from}\ndrugs = {`,
  );
  text = spoil(text, "drugs = { }", "drugs = {}");
  expect(
    planOf(text)
      .plates.slice(0, 2)
      .map((plate) => plate.barcode),
  ).toEqual(barcodes);
});

test("drug slots are bound by the plan", () => {
  let text = spoil(EXAMPLE, '"single-agent-6x10fold-1plate"', '"mtt-four-drugs-quadrants"');
  const unbound = checkPlan(text, layouts).problems;
  expect(unbound.map((problem) => problem.message)).toContain(
    'slot D1, D2, D3, D4 of layout "mtt-four-drugs-quadrants" has no compound',
  );
  const drugs = '{ D1 = "trametinib", D2 = "sorafenib", D3 = "AS1517499", D4 = "crizotinib" }';
  text = spoil(text, 'samples = { P1 = "D" }', `samples = { P1 = "D" }\ndrugs = ${drugs}`);
  expect(planOf(text).plates.at(-1)?.drugs).toMatchObject({ D2: "sorafenib" });
});

interface Fault {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly message: RegExp;
  /** The text that line and column point at. */
  readonly at: string;
}

const FAULTS: readonly Fault[] = [
  {
    name: "a time without zone",
    from: "15:00:00+01:00",
    to: "15:00:00",
    message: /no zone/,
    at: "2026",
  },
  {
    name: "a date without time",
    from: "2026-03-06T15:00:00+01:00",
    to: "2026-03-06",
    message: /no date with a time/,
    at: "2026",
  },
  {
    name: "a text that is no time",
    from: "2026-03-06T15:00:00+01:00",
    to: '"tomorrow"',
    message: /no date with a time/,
    at: '"tomorrow"',
  },
  {
    name: "an unknown sample",
    from: '"F", "G"] }',
    to: '"F", "Hx"] }',
    message: /no sample of this plan is called "Hx"/,
    at: '"Hx"',
  },
  {
    name: "an unknown layout",
    from: '"combination-rot180-1plate"',
    to: '"combination-rot18"',
    message: /no layout is called/,
    at: '"combination-rot18"',
  },
  {
    name: "an unknown revision",
    from: "revision = 1",
    to: "revision = 3",
    message: /no revision 3/,
    at: "3",
  },
  {
    name: "an unknown RAS status",
    from: '"unknown"',
    to: '"wildtype"',
    message: /`ras` cannot be "wildtype"/,
    at: '"wildtype"',
  },
  {
    name: "genes of a wild type",
    from: 'ras     = "wild type"',
    to: 'ras     = "wild type"\ngenes   = ["KRAS"]',
    message: /wild type but lists/,
    at: '["KRAS"]',
  },
  {
    name: "a sample described twice",
    from: 'id      = "B"',
    to: 'id      = "A"',
    message: /sample "A" is described twice/,
    at: '"A"',
  },
  {
    name: "a barcode with a space",
    from: '"ALL-{n}"',
    to: '"ALL {n}"',
    message: /no barcode that a label can hold/,
    at: '"ALL {n}"',
  },
  {
    name: "a barcode planned twice",
    from: '"ALL-D-single"',
    to: '"all-4"',
    message: /planned twice \(as "ALL-4"\)/,
    at: '"all-4"',
  },
  {
    name: "several samples, one barcode",
    from: '"ALL-{n}"',
    to: '"ALL-X"',
    message: /for one plate, but the section describes several/,
    at: '"ALL-X"',
  },
  {
    name: "a count that disagrees",
    from: 'reader   = "bench-1"',
    to: "count = 3",
    message: /disagree: 7, 3/,
    at: "{ P1",
  },
  {
    name: "an unknown key",
    from: "reader ",
    to: "raeder ",
    message: /`raeder` is unknown in \[\[plate\]\] number 1/,
    at: "raeder",
  },
  {
    name: "a slot the layout does not have",
    from: '{ P1 = "D" }',
    to: '{ P1 = "D", P2 = "A" }',
    message: /no slot P2/,
    at: "P2",
  },
  {
    name: "a slot without a sample",
    from: '{ P1 = "D" }',
    to: "{}",
    message: /slot P1 of layout "single-agent/,
    at: "{}",
  },
  {
    name: "a drug slot for cells",
    from: '{ P1 = "D" }',
    to: '{ D1 = "D" }',
    message: /"D1" is no patient slot/,
    at: "D1",
  },
  {
    name: "too many blasts",
    from: "= 93",
    to: "= 193",
    message: /`blasts_day4_percent` cannot be 193/,
    at: "193",
  },
  {
    name: "a name instead of a pseudonym",
    from: '"ALL-0017"',
    to: '"Anna Smith"',
    message: /`patient` cannot be "Anna Smith"/,
    at: '"Anna Smith"',
  },
  {
    name: "a lot described twice",
    from: 'compound = "sorafenib"',
    to: 'compound = "trametinib"',
    message: /lot of "trametinib" is described twice/,
    at: '"trametinib"',
  },
  {
    name: "a line that is no TOML",
    from: 'ras     = "unknown"',
    to: "ras     = unknown",
    message: /this is not TOML/,
    at: "unknown",
  },
];

describe("each fault alone", () => {
  test.each(FAULTS)("$name", ({ from, to, message, at }) => {
    const text = spoil(EXAMPLE, from, to);
    const checked = checkPlan(text, layouts);
    expect(checked.plan).toBeNull();
    const error = checked.problems.find((problem) => message.test(problem.message));
    expect(error?.severity).toBe("error");
    const line = text.split("\n")[(error?.line ?? 0) - 1] ?? "";
    expect(line.slice((error?.column ?? 0) - 1).startsWith(at)).toBe(true);
    expect(error?.remedy).toMatch(/\S/);
    expect(reportPlanCheck("plan.toml", checked).ok).toBe(false);
  });
});

test("all problems come at once", () => {
  let text = spoil(EXAMPLE, "= 93", "= 193");
  text = spoil(text, '"F", "G"] }', '"F", "Hx"] }');
  text = spoil(text, "16:30:00+01:00", "16:30:00");
  const { problems } = checkPlan(text, layouts);
  expect(problems.map((problem) => problem.check)).toEqual(["value", "unknown-sample", "time"]);
});

test("a compound without a lot and a lot without use are warnings", () => {
  const { plan, problems } = checkPlan(spoil(EXAMPLE, '"crizotinib"', '"crizotnib"'), layouts);
  expect(plan).not.toBeNull();
  expect(problems.map((problem) => problem.severity)).toEqual(["warning", "warning"]);
});

test("whatever the text, the check answers and never throws", () => {
  const lines = EXAMPLE.split("\n");
  const spoilt = fc
    .tuple(fc.nat(lines.length - 1), fc.string({ maxLength: 20 }))
    .map(([place, insert]) => {
      return lines.map((line, index) => (index === place ? insert : line)).join("\n");
    });
  fc.assert(
    fc.property(fc.oneof(fc.string(), spoilt), (text) => {
      const { plan, problems } = checkPlan(text, layouts);
      expect(plan === null).toBe(problems.some((problem) => problem.severity === "error"));
      for (const problem of problems) expect(problem.line).toBeGreaterThan(0);
    }),
  );
});
