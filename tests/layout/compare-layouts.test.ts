import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diffLayouts } from "../../src/layout/diff-layouts.ts";
import { describeFingerprint, fingerprint } from "../../src/layout/fingerprint.ts";
import {
  reportLayoutCheck,
  reportLayoutDiff,
  reportLayoutShow,
} from "../../src/layout/layout-commands.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { renderLayout } from "../../src/layout/render-layout.ts";
import { layoutOf, ROT180, shippedText, spoil } from "./layout-text.ts";

const rot180 = layoutOf(ROT180);
const classic = layoutOf(shippedText("combination-classic-1plate"));
const inner60 = layoutOf(shippedText("combination-inner60-1"));
const matrix = layoutOf(
  readFileSync(join(import.meta.dirname, "../data/layouts/pred-combo-5x4.r3.toml"), "utf8"),
);

describe("fingerprint", () => {
  test("rot180 is the same plate when it is turned, but not when it is mirrored", () => {
    const print = fingerprint(rot180);
    expect(print["turned-180"]).toEqual({ wells: 0, controls: 0, cells: 0, doses: 0 });
    expect(print["mirrored-left-right"]).toEqual({
      wells: 96,
      controls: 16,
      cells: 16,
      doses: 80,
    });
    expect(describeFingerprint(print)[0]).toMatch(/cannot be told and does no harm/);
  });

  test("classic means something else when it is turned, and its controls cannot show it", () => {
    expect(fingerprint(classic)["turned-180"]).toEqual({
      wells: 80,
      controls: 0,
      cells: 0,
      doses: 80,
    });
    expect(describeFingerprint(fingerprint(classic))[0]).toMatch(/cannot show the turn/);
  });

  test("inner60 has cells in the same wells when it is turned", () => {
    expect(fingerprint(inner60)["turned-180"]).toEqual({
      wells: 78,
      controls: 32,
      cells: 0,
      doses: 58,
    });
  });

  test("the published matrix layout differs in 58 wells when it is turned", () => {
    expect(fingerprint(matrix)["turned-180"].wells).toBe(58);
  });
});

describe("diffLayouts", () => {
  test("a layout does not differ from itself", () => {
    expect(diffLayouts(rot180, rot180)).toEqual([]);
    expect(reportLayoutDiff(rot180, rot180)).toMatchObject({ ok: true });
  });

  test("names each well that changes meaning, with all digits", () => {
    const text = spoil(
      ROT180,
      'sorafenib", concentration = "2.5 uM"',
      'sorafenib", concentration = "5 uM"',
    );
    const differences = diffLayouts(rot180, layoutOf(text));
    expect(differences).toHaveLength(16);
    expect(differences[0]).toMatchObject({
      well: "A4",
      beforeText: "treated: sorafenib 2.5 uM in DMSO, prednisolone 250 ug/mL, replicate 1, P1",
      afterText: "treated: sorafenib 5 uM in DMSO, prednisolone 250 ug/mL, replicate 1, P1",
    });
  });

  test("sees a difference far behind the decimal point and a change of replicate", () => {
    const finer = layoutOf(spoil(ROT180, '"250 ug/mL"', '"250.0000000001 ug/mL"'));
    expect(diffLayouts(rot180, finer).length).toBeGreaterThan(0);
    const renumbered = layoutOf(spoil(ROT180, "replicate = 2", "replicate = 3"));
    expect(diffLayouts(rot180, renumbered)).toHaveLength(40);
  });

  test("the report says which is which, and counts them", () => {
    const report = reportLayoutDiff(classic, rot180);
    expect(report.ok).toBe(false);
    expect(report.text).toMatch(
      /^Before: \S+ r1\. After: \S+ r1\. They differ in 74 of 96 wells:\n(?:.+ {2}-> {2}.+\n?){74}$/,
    );
  });
});

describe("renderLayout", () => {
  test("shows the picture and explains every code in it", () => {
    const text = renderLayout(rot180);
    expect(text).toContain("A   B  V7 T7 S7 A7 C7 C1 A1 S1 T1 V1 U");
    expect(text).toMatch(/^T {3}trametinib 2\.5 µM in DMSO +16 wells$/m);
    expect(text).toContain(
      "1 = 0.061, 2 = 0.244, 3 = 0.977, 4 = 3.91, 5 = 15.6, 6 = 62.5, 7 = 250",
    );
    expect(text).toContain("patient slots: P1");
    expect(text).toContain("Waived check border: All 96 wells are needed");
    expect(text).toContain(rot180.sha256);
  });

  test("as JSON the doses keep all their digits", () => {
    const json = JSON.parse(JSON.stringify(reportLayoutShow(rot180).json));
    expect(json.wells.H2.prednisoloneUgPerMl).toBe(0.06103515625);
    expect(json.fingerprint["turned-180"].wells).toBe(0);
  });

  test("gives letters to arms whose names begin alike", () => {
    expect(renderLayout(matrix)).toMatch(/^c {3}D1 0\.625 µM in dmso +8 wells$/m);
  });
});

describe("`layout check` on the shipped layouts", () => {
  const shelf = loadLayouts(join(import.meta.dirname, "../../plate-layouts"));
  const hidden: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    shelf.files.map((file) => {
      const lines = reportLayoutCheck(file).text.split("\n");
      return [file.layout?.id ?? "", lines.filter((line) => line.startsWith("  "))];
    }),
  );

  test("names each turn that the controls cannot reveal, with the wells that would differ", () => {
    const named = (id: string) =>
      hidden[id]?.map((line) => /^ {2}(.*?): (\d+|every)/.exec(line)?.slice(1).join(" "));
    expect(Object.fromEntries(Object.keys(hidden).map((id) => [id, named(id)]))).toEqual({
      "checkerboard-6x5-1plate": ["mirrored left to right 60"],
      "combination-classic-1plate": ["turned by 180° 80"],
      "combination-inner60-1": [
        "turned by 180° 78",
        "mirrored left to right 60",
        "mirrored top to bottom 72",
      ],
      "combination-inner60-2": [
        "turned by 180° 78",
        "mirrored left to right 60",
        "mirrored top to bottom 72",
      ],
      "combination-one-concentration-1plate": ["mirrored left to right 60"],
      "combination-rot180-1plate": ["turned by 180° every"],
      "mtt-four-drugs-quadrants": [
        "turned by 180° 96",
        "mirrored left to right 96",
        "mirrored top to bottom 96",
      ],
      "single-agent-6x10fold-1plate": ["mirrored left to right 48"],
      "uniform-96": [
        "turned by 180° every",
        "mirrored left to right every",
        "mirrored top to bottom every",
      ],
    });
  });

  test("says what else can tell: the response to the doses, or nothing", () => {
    expect(hidden["combination-classic-1plate"]?.[0]).toMatch(/the response to the doses can/);
    expect(hidden["single-agent-6x10fold-1plate"]?.[0]).toMatch(/nor can the doses/);
    expect(hidden["combination-rot180-1plate"]?.[0]).toMatch(/does no harm/);
  });
});
