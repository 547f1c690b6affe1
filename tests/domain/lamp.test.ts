import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM_WARNINGS } from "../../src/analysis/assays/sample-assays.ts";
import {
  COMPARISON_REASONS,
  FAIL_REASONS,
  PLATE_WARNINGS,
  QUALIFIERS,
} from "../../src/analysis/sample-analysis.ts";
import {
  isLampCode,
  LAMPS,
  type Lamp,
  type LampCode,
  lampOf,
  transferLampCode,
} from "../../src/domain/lamp.ts";

const codes = Object.keys(LAMPS) as LampCode[];
const anyCode = fc.constantFrom(...codes);
const project = join(import.meta.dirname, "../..");

/** Every code that a driver, a file's dialect or the pipeline puts on a reading as a warning. */
function warningCodes(): string[] {
  const files = ["drivers", "src/instrument", "src/pipeline"].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !/simulator|review/.test(name))
      .map((name) => readFileSync(join(project, folder, name), "utf8")),
  );
  const made = /code: "([A-Z_]+)",\s*message|\{ code: "([A-Z_]+)", message/g;
  const found = files.flatMap((text) =>
    [...text.matchAll(made)].map((one) => one[1] ?? one[2] ?? ""),
  );
  return [...new Set(found)];
}

describe("the table of lamps", () => {
  it("has a row for every code of the analysis", () => {
    const ofAnalysis = [
      // What holds a plate has the code of its orientation.
      ...FAIL_REASONS.map((reason) => (reason === "TURNED" ? "PLATE_TURNED" : reason)),
      ...PLATE_WARNINGS,
      ...UNIFORM_WARNINGS,
      ...COMPARISON_REASONS,
      ...QUALIFIERS,
    ];
    expect(ofAnalysis.filter((code) => !isLampCode(code))).toEqual([]);
  });

  it("has a row of its own for every warning of a transfer", () => {
    const warnings = warningCodes();
    expect(warnings).toContain("CHECKSUM");
    expect(warnings.length).toBeGreaterThan(15);
    expect(warnings.filter((code) => transferLampCode(code) === "TRANSFER_OTHER")).toEqual([]);
  });

  it("says for each lamp what the laboratory was promised", () => {
    const lampFor = (code: LampCode): Lamp => LAMPS[code].lamp;
    const promised = {
      "re-read": [
        "READING_GIVEN_UP",
        "TRANSFER_CHECKSUM",
        "WELLS_NOT_READ",
        "WELLS_OVER_RANGE",
        "WELLS_REFERENCE_ARTEFACT",
        "TRANSFER_FILTER_DIFFERS",
        "PLATE_TURNED",
      ],
      look: ["DISCORDANT_DUPLICATES", "EDGE_EFFECT", "SUSPICIOUS_NUMBERS"],
      failed: ["CONTROL_OD_LOW", "TOO_FEW_BLANKS", "BLASTS_LOW"],
      good: ["GOOD"],
    } as const satisfies Partial<Record<Lamp, readonly LampCode[]>>;
    for (const [lamp, rows] of Object.entries(promised)) {
      expect([lamp, rows.map(lampFor)]).toEqual([lamp, rows.map(() => lamp)]);
    }
  });

  it("says a sentence and what to do in plain words", () => {
    for (const code of codes) {
      const { sentence, remedy } = LAMPS[code];
      expect(`${code}: ${sentence}`).toMatch(/^[A-Z_]+: [A-Z].*\.$/);
      expect(`${code}: ${remedy}`).toMatch(/^[A-Z_]+: [A-Z].*\.$/);
      expect(`${sentence} ${remedy}`).not.toContain("_");
    }
  });
});

describe("the lamp of a plate", () => {
  const urgency: readonly Lamp[] = ["re-read", "failed", "look", "none", "good"];

  it("is the most urgent one of what was found, in whatever order", () => {
    fc.assert(
      fc.property(fc.array(anyCode, { minLength: 1, maxLength: 8 }), (found) => {
        const places = found.map((code) => urgency.indexOf(LAMPS[code].lamp));
        expect(lampOf(found).lamp).toBe(urgency[Math.min(...places)]);
        expect(lampOf(found)).toEqual(lampOf([...found].reverse()));
      }),
    );
  });

  it("is good with nothing found, and with nothing but what needs nobody", () => {
    expect(lampOf([]).code).toBe("GOOD");
    expect(lampOf(["TRANSFER_RETRANSMITTED"])).toMatchObject({ code: "GOOD", lamp: "good" });
  });
});
