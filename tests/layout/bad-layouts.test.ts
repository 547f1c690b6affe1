import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { renderProblems } from "../../src/layout/problem.ts";
import {
  ROT180,
  SMALL_AXES,
  SMALL_SECTIONS,
  shippedText,
  smallLayout,
  spoil,
} from "./layout-text.ts";

function errorsOf(text: string) {
  const { layout, problems } = checkLayoutText(text);
  expect(layout).toBeNull();
  return problems.filter((problem) => problem.severity === "error");
}

/** The error's place in the text, as `line:column text-there`. */
function textAt(text: string, line: number | null, column: number | null): string {
  return (text.split("\n")[(line ?? 0) - 1] ?? "").slice((column ?? 0) - 1);
}

interface Fault {
  readonly name: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** The check that must find it, what its message says, and the text its line and column point at. */
  readonly check: string;
  readonly message: RegExp;
  readonly at: string;
  readonly remedy?: RegExp;
}

const FAULTS: readonly Fault[] = [
  {
    name: "a dose without a unit",
    from: '"250 ug/mL"',
    to: '"250"',
    check: "quantity",
    message: /no unit/,
    at: '",',
    remedy: /250 ug\/mL/,
  },
  {
    name: "a dose as a bare number",
    from: '"250 ug/mL"',
    to: "250",
    check: "quantity",
    message: /bare number/,
    at: "250,",
  },
  {
    name: "prednisolone in mg/mL",
    from: '"250 ug/mL"',
    to: '"250 mg/mL"',
    check: "implausible",
    message: /not plausible/,
    at: "250 mg/mL",
    remedy: /Did you mean 250 µg\/mL/,
  },
  {
    name: "an inhibitor in mM",
    from: 'sorafenib", concentration = "2.5 uM"',
    to: 'sorafenib", concentration = "2.5 mM"',
    check: "implausible",
    message: /not plausible/,
    at: "2.5 mM",
    remedy: /Did you mean 2.5 µM/,
  },
  {
    name: "a negative dose",
    from: '"250 ug/mL"',
    to: '"-250 ug/mL"',
    check: "quantity",
    message: /negative/,
    at: "-250",
  },
  {
    name: "an unknown unit",
    from: '"250 ug/mL"',
    to: '"250 mcg/mL"',
    check: "quantity",
    message: /no unit of concentration/,
    at: "mcg/mL",
  },
  {
    name: "a well of a larger plate",
    from: '"E12:H12"]',
    to: '"E12:P24"]',
    check: "wells",
    message: /384-well/,
    at: 'P24"]',
  },
  {
    name: "a bad well name",
    from: '"E12:H12"]',
    to: '"E12:Hx"]',
    check: "wells",
    message: /"Hx" is no well/,
    at: 'Hx"]',
  },
  {
    name: "an unknown role",
    from: 'role = "blank" ',
    to: 'role = "blnak" ',
    check: "value",
    message: /"blnak"/,
    at: '"blnak"',
    remedy: /`blank`/,
  },
  {
    name: "an unknown key",
    from: "turn      = 180",
    to: "trun      = 180",
    check: "unknown-key",
    message: /`trun` is unknown in \[\[block\]\] number 2/,
    at: "trun",
    remedy: /`turn`/,
  },
  {
    name: "an unknown section",
    from: "[require]",
    to: "[requires]",
    check: "unknown-key",
    message: /`requires` is unknown in the file/,
    at: "requires]",
    remedy: /`require`/,
  },
  {
    name: "a number where a text belongs",
    from: 'rows      = "prednisolone"',
    to: "rows      = 5",
    check: "type",
    message: /must be a text in quotes, not 5/,
    at: "5",
  },
  {
    name: "a text where a number belongs",
    from: "revision = 1",
    to: 'revision = "one"',
    check: "type",
    message: /must be a number, not "one"/,
    at: '"one"',
  },
  {
    name: "a fractional revision",
    from: "revision = 1",
    to: "revision = 1.5",
    check: "type",
    message: /must be a whole number, not 1.5/,
    at: "1.5",
  },
  {
    name: "another plate size",
    from: "plate    = 96",
    to: "plate    = 384",
    check: "value",
    message: /`plate` cannot be 384/,
    at: "384",
    remedy: /96-well plate only/,
  },
  {
    name: "another schema version",
    from: '"plate-layout/1"',
    to: '"plate-layout/9"',
    check: "value",
    message: /`schema`/,
    at: '"plate-layout/9"',
  },
  {
    name: "a quarter turn",
    from: "turn      = 180",
    to: "turn      = 90",
    check: "value",
    message: /`turn` cannot be 90/,
    at: "90",
  },
  {
    name: "an axis that is not there",
    from: 'rows      = "prednisolone"',
    to: 'rows      = "prednisolon"',
    check: "unknown-name",
    message: /no axis is called/,
    at: '"prednisolon"',
    remedy: /`prednisolone`/,
  },
  {
    name: "a block that does not fit its axis",
    from: '"A2:H6"',
    to: '"A2:G6"',
    check: "block-size",
    message: /7 rows, but axis `prednisolone` has 8 steps/,
    at: 'A2:G6"',
  },
  {
    name: "an order that forgets a level",
    from: "2, 0, 1]",
    to: "2, 0, 0]",
    check: "axis",
    message: /leaves out level 1/,
    at: "[7, 6",
  },
  {
    name: "an order that names a level too many",
    from: "2, 0, 1]",
    to: "2, 0, 1, 8]",
    check: "axis",
    message: /level 8, which the series does not have/,
    at: "[7, 6",
  },
  {
    name: "cells without a patient slot",
    from: 'patient   = "P1"\nreplicate = 2',
    to: "replicate = 2",
    check: "slots",
    message: /whose cells/,
    at: "block]]",
  },
  {
    name: "a patient's name instead of a slot",
    from: 'patient   = "P1"\nreplicate = 2',
    to: 'patient   = "Anna"\nreplicate = 2',
    check: "slots",
    message: /no patient slot/,
    at: '"Anna"',
  },
  {
    name: "a blank with a patient",
    from: 'role = "blank" ',
    to: 'patient = "P1"\nrole = "blank" ',
    check: "slots",
    message: /no cells/,
    at: "patient",
  },
  {
    name: "two arms of one name",
    from: 'compound = "sorafenib"',
    to: 'compound = "trametinib"',
    check: "duplicate-id",
    message: /two arms are called "trametinib"/,
    at: '{ compound = "trametinib"',
  },
  {
    name: "arms that look alike",
    from: 'compound = "sorafenib"',
    to: 'compound = "AS15I7499"',
    check: "names",
    message: /look alike/,
    at: '{ compound = "AS1517499"',
  },
  {
    name: "a Cyrillic letter in a name",
    from: 'compound = "crizotinib"',
    to: 'compound = "criz\u043etinib"',
    check: "names",
    message: /U\+043E/,
    at: "\u043etinib",
  },
  {
    name: "an arm without concentration",
    from: 'compound = "sorafenib", concentration = "2.5 uM"',
    to: 'compound = "sorafenib"',
    check: "arm",
    message: /no concentration is given for "sorafenib"/,
    at: "block]]",
  },
  {
    name: "a solvent that is not described",
    from: 'solvent = "DMSO"',
    to: 'solvent = "ethanol"',
    check: "solvent",
    message: /"ethanol" is not described/,
    at: '"ethanol"',
  },
  {
    name: "a waiver of an unknown check",
    from: 'check = "border"',
    to: 'check = "boarder"',
    check: "waive",
    message: /no check that can be waived/,
    at: '"boarder"',
    remedy: /`border`/,
  },
  {
    name: "a waiver without a reason",
    from: 'reason = "The plate is made to mean the same when it is turned."',
    to: 'reason = ""',
    check: "value",
    message: /`reason` cannot be ""/,
    at: '""',
  },
  {
    name: "fewer blanks than required",
    from: "blank               = 8",
    to: "blank               = 9",
    check: "blank",
    message: /8 blank wells, 9 needed/,
    at: "9",
  },
  {
    name: "another number of replicates than required",
    from: "replicates          = 2",
    to: "replicates          = 3",
    check: "replicates",
    message: /3 replicates of each treatment are required/,
    at: "3",
  },
  {
    name: "a value that is no TOML",
    from: 'rows      = "prednisolone"',
    to: "rows      = prednisolone",
    check: "syntax",
    message: /this is not TOML/,
    at: "prednisolone",
  },
  {
    name: "a key given twice",
    from: "revision = 1",
    to: "revision = 1\nrevision = 2",
    check: "syntax",
    message: /redefine/,
    at: "revision = 2",
  },
];

describe("each fault alone", () => {
  test.each(FAULTS)("$name", ({ from, to, check, message, at, remedy }) => {
    const text = spoil(ROT180, from, to);
    const found = errorsOf(text).filter((problem) => problem.check === check);
    expect(found.map((problem) => problem.message)).toContainEqual(expect.stringMatching(message));
    const error = found.find((problem) => message.test(problem.message));
    expect(textAt(text, error?.line ?? null, error?.column ?? null).startsWith(at)).toBe(true);
    expect(error?.remedy).toMatch(remedy ?? /\S/);
  });
});

test("overlapping sections are named once with all their wells", () => {
  const text = spoil(ROT180, '"A1:D1", "E12:H12"', '"A1:D2", "E12:H12"');
  const [error, ...others] = errorsOf(text).filter((problem) => problem.check === "overlap");
  expect(others).toEqual([]);
  expect(error?.wells).toEqual(["A2", "B2", "C2", "D2"]);
  expect(error?.well).toBe("A2");
  expect(error?.message).toMatch(/A2:D2 are already taken by \[\[block\]\] number 1 \(line 36\)/);
});

test("a well claimed twice by one section is an overlap too", () => {
  const text = spoil(ROT180, '"A1:D1", "E12:H12"', '"A1:D1", "D1", "E12:H12"');
  expect(errorsOf(text).map((problem) => [problem.check, problem.well])).toEqual([
    ["overlap", "D1"],
  ]);
});

test("wells that nobody mentions are listed", () => {
  const text = spoil(ROT180, '"A1:D1", "E12:H12"', '"A1:D1", "F12:H12"');
  const error = errorsOf(text).find((problem) => problem.check === "unaccounted");
  expect(error?.wells).toEqual(["E12"]);
  expect(textAt(text, error?.line ?? null, error?.column ?? null)).toMatch(/^96/);
});

test("a picture that disagrees is reported well by well, at the very cell", () => {
  const text = spoil(ROT180, "C4 C3", "C3 C4");
  const errors = errorsOf(text);
  expect(errors.map((problem) => [problem.check, problem.well])).toEqual([
    ["picture", "D6"],
    ["picture", "D7"],
  ]);
  expect(textAt(text, errors[0]?.line ?? null, errors[0]?.column ?? null)).toMatch(/^C3 C4/);
});

test("a picture that disagrees in many wells is summed up", () => {
  const errors = errorsOf(spoil(ROT180, "turn      = 180", ""));
  expect(errors).toHaveLength(13);
  expect(errors.at(-1)?.message).toMatch(/disagrees in \d+ more wells/);
  expect(new Set(errors.flatMap((problem) => problem.wells)).size).toBe(40);
});

test.each([
  ["a short row", "V7 B\n", "V7\n", /row H of the picture has 11 wells instead of 12/],
  ["a row too many", "\nH   U", "\nI   B B B B B B B B B B B B\nH   U", /has a row "I"/],
  ["a row missing", /\nH {3}U.*/, "", /lacks row H/],
  ["a row twice", "\nB   B", "\nA   B", /row A twice/],
])("a picture with %s", (_name, from, to, message) => {
  const errors = errorsOf(spoil(ROT180, from, to));
  expect(errors.map((problem) => problem.check)).toContain("picture");
  expect(errors.map((problem) => problem.message)).toContainEqual(expect.stringMatching(message));
});

test("every problem comes at once, in the order of the file", () => {
  let text = spoil(ROT180, '"250 ug/mL"', '"250"');
  text = spoil(text, "title ", "titel ");
  text = spoil(text, "turn ", "trun ");
  text = spoil(text, '"A7:H11"', '"A6:H10"');
  text = spoil(text, '"E12:H12"', '"E12:H13"');
  text = spoil(
    text,
    'sorafenib", concentration = "2.5 uM"',
    'sorafenib", concentration = "2.5 mM"',
  );
  const errors = errorsOf(text);
  expect(errors.map((problem) => problem.check)).toEqual([
    "missing",
    "unknown-key",
    "quantity",
    "implausible",
    "overlap",
    "unknown-key",
    "wells",
  ]);
  const lines = errors.map((problem) => problem.line ?? 0);
  expect(lines).toEqual(lines.toSorted((a, b) => a - b));
});

test("an empty file says what is missing", () => {
  const checks = errorsOf("").map((problem) => problem.message);
  expect(checks.filter((message) => / is missing in the file/.test(message))).toHaveLength(5);
});

describe("controls that the result needs", () => {
  const withoutBlanks = spoil(SMALL_SECTIONS, 'role = "blank"', 'role = "unused"');
  const withoutZero = spoil(SMALL_AXES, '"0 ug/mL"', '"1 ug/mL"');
  const withoutVehicle = spoil(
    SMALL_AXES,
    '{ id = "vehicle", vehicle = true }',
    '{ compound = "sorafenib", concentration = "2.5 uM" }',
  );
  const withoutDose = spoil(SMALL_AXES, '"10 ug/mL"', '"0 ug/mL"');

  test.each([
    ["blank", { sections: withoutBlanks }, ["blank"]],
    [
      "zero-prednisolone",
      { axes: withoutZero },
      ["vehicle", "zero-prednisolone", "zero-prednisolone"],
    ],
    ["vehicle", { axes: withoutVehicle }, ["vehicle", "vehicle-series"]],
    ["prednisolone", { axes: withoutDose }, ["prednisolone"]],
  ])("%s", (_check, parts, expected) => {
    const checks = errorsOf(smallLayout(parts)).map((problem) => problem.check);
    expect(checks.toSorted()).toEqual(expected);
  });

  test("a waiver with a reason lets the plate pass, and stands in the layout", () => {
    const waive = [
      "blank",
      "untreated",
      "adjacent",
      "border",
      "replicates",
      "controls-side",
      "orientation",
    ]
      .map((check) => `{ check = "${check}", reason = "made like this elsewhere" }`)
      .join(", ");
    const { layout } = checkLayoutText(smallLayout({ sections: withoutBlanks, waive }));
    expect(layout?.waivers.map((waiver) => waiver.check)).toContain("blank");
  });

  test("a waiver that is not needed is a warning", () => {
    const waive = '{ check = "blank", reason = "not needed at all" }';
    const { problems } = checkLayoutText(smallLayout({ waive }));
    expect(problems.map((problem) => problem.message)).toContain(
      "`blank` is waived, but this layout passes it",
    );
  });
});

test("a vehicle along a dilution must say that it matches it", () => {
  const text = spoil(shippedText("single-agent-6x10fold-1plate"), ', matches = "dilution"', "");
  expect(errorsOf(text)[0]?.message).toMatch(/without saying so/);
});

test("every level of a titration needs its matched vehicle", () => {
  let text = shippedText("single-agent-6x10fold-1plate");
  text = spoil(
    text,
    "[require]",
    `[[wells]]\nrole = "unused"\nat = "B2:B3"\nreplaces = true\n[require]`,
  );
  text = spoil(text, /vehicle_per_patient = 12/, "vehicle_per_patient = 10");
  text = spoil(text, "V6 V6", "-- --");
  expect(errorsOf(text).map((problem) => problem.check)).toEqual(["matched-vehicle"]);
});

test("a load above the solvent's limit is refused", () => {
  const text = spoil(
    spoil(
      ROT180,
      "[require]",
      `[[wells]]\nrole = "vehicle"\npatient = "P1"\nat = "A1"\nload = { DMSO = "0.2 % v/v" }\nreplaces = true\n[require]`,
    ),
    /\[picture\][\s\S]*/,
    "",
  );
  expect(errorsOf(text).map((problem) => problem.message)).toContain(
    "0.2 % v/v DMSO is above its limit of 0.1 % v/v",
  );
});

describe("whatever the text", () => {
  const texts = ["combination-rot180-1plate", "single-agent-6x10fold-1plate"].map(shippedText);

  test("the check answers with problems that have line, column and remedy, and never throws", () => {
    const spoiltLines = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(), fc.string({ maxLength: 12 }))
      .map(([text, line, column, insert]) => {
        const lines = text.split("\n");
        const place = line % lines.length;
        const old = lines[place] ?? "";
        const cut = column % (old.length + 1);
        lines[place] = old.slice(0, cut) + insert + old.slice(cut + insert.length);
        return lines.join("\n");
      });
    const deleted = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.integer({ min: 1, max: 5 }))
      .map(([text, line, count]) => {
        const lines = text.split("\n");
        lines.splice(line % lines.length, count);
        return lines.join("\n");
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), spoiltLines, deleted), (text) => {
        const { layout, problems } = checkLayoutText(text);
        for (const problem of problems) {
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.column).toBeGreaterThan(0);
          expect(problem.remedy).not.toBe("");
        }
        expect(layout === null).toBe(problems.some((problem) => problem.severity === "error"));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["deep nesting", `a = ${"[".repeat(20_000)}`],
    ["binary", "\u0000PNG\u0001{{{"],
    ["JSON", '{ "schema": "plate-layout/1" }'],
    [
      "an axis that is a text",
      'axis = "x"\nblock = 5\nwells = [1, "a", { at = "A1" }]\nsolvent = []',
    ],
    ["prototype keys", "[axis.__proto__]\nlist = []\n[solvent.constructor]\nmax = 1"],
  ])("%s ends in problems, not in an exception", (_name, text) => {
    const problems = errorsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(renderProblems(problems, "bad.toml")).toMatch(/^bad\.toml:\d+:\d+: error \[/);
  });
});
