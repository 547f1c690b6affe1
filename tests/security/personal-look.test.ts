import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isPersonalHeading, personalLook } from "../../src/domain/personal-look.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { checkPlan } from "../../src/layout/plan-file.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("what looks like a person", () => {
  test.each([
    "Jansen, A.",
    "A. Jansen",
    "Anna de Vries",
    "Jansen-Anna",
    "Anna.Jansen",
    "Müller, Björn",
  ])("%s looks like a name", (text) => expect(personalLook(text)).toBe("a name"));

  test.each([
    "2014-03-09",
    "9-3-2014",
    "09.03.2014",
    "20140309",
    "09032014",
    "P-2014_03_09-a",
    "03/25/2014",
  ])("%s looks like a date", (text) => expect(personalLook(text)).toBe("a date"));

  test.each([
    ...[
      "A",
      "C",
      "P1",
      "ALL-0017",
      "SJBALL020013",
      "B-ALL_12",
      "PW-C-1",
      "10482-3",
      "2026-03",
      "PDX 12",
    ],
    ...[
      "Patient Three",
      "Healthy Donor",
      "Bone Marrow",
      "Cell Line",
      "NALM-6",
      "Jurkat",
      "check U-1",
    ],
    ...[
      "ALL-2021-034",
      "99999999",
      "00000000",
      "12345678",
      "prednisolone-combinations-2026-03",
      "",
    ],
  ])("%j looks like none", (text) => expect(personalLook(text)).toBeNull());

  test("one capitalised word is a name only where a pseudonym should be", () => {
    expect(personalLook("Jansen")).toBeNull();
    expect(personalLook("Jansen", { mayStandAlone: true })).toBe("a name");
    for (const text of ["ALL-0017", "ABCD", "P-17", "anon", "Anon"]) {
      expect(personalLook(text, { mayStandAlone: true })).toBeNull();
    }
  });

  test.each([
    "name",
    "Surname",
    "patient_name",
    "Date of birth",
    "DOB",
    "BSN",
    "MRN",
    "e-mail",
    "postcode",
  ])("a column called %s is personal", (name) => expect(isPersonalHeading(name)).toBe(true));

  test.each([
    "sample",
    "NRAS",
    "gene name",
    "age",
    "blasts_day4_percent",
    "MRD",
    "birthmark",
    "cytogenetics",
  ])("a column called %s is not", (name) => expect(isPersonalHeading(name)).toBe(false));
});

describe("a plan", () => {
  const { layouts } = loadLayouts(join(ROOT, "plate-layouts"));
  const example = readFileSync(join(ROOT, "docs/examples/plan.toml"), "utf8");

  test("with a patient's name is warned of at its place, and can be used all the same", () => {
    const named = example.replace('patient = "ALL-0017"', 'patient = "Jansen-2014.03.09"');
    const { plan, problems } = checkPlan(named, layouts);
    expect(plan).not.toBeNull();
    expect(problems).toMatchObject([
      { severity: "warning", check: "pseudonym", message: "`patient` looks like a date" },
    ]);
  });

  test("of the examples raises no such alarm", () => {
    const plans = readdirSync(join(ROOT, "docs/examples")).filter((name) => name.endsWith(".toml"));
    expect(plans.length).toBeGreaterThan(0);
    for (const name of plans) {
      const text = readFileSync(join(ROOT, "docs/examples", name), "utf8");
      const { problems } = checkPlan(text, layouts);
      expect(problems.filter(({ check }) => check === "pseudonym")).toEqual([]);
    }
  });
});
