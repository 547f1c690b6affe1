/** The comparison with an oracle finds what either side has and the other lacks. */
import { describe, expect, test } from "vitest";
import { compareImport } from "../../../src/instrument/exports/compare-import.ts";
import type { ImportedWell, ImportOutcome } from "../../../src/instrument/exports/contract.ts";
import { parseExportOracle } from "../../../src/instrument/exports/export-oracle.ts";

const source = { table: null, row: 1, column: 1 };
const number = (absorbance: number): ImportedWell => ({
  absorbance,
  token: `${absorbance}`,
  remark: null,
  source,
});
const over: ImportedWell = {
  absorbance: null,
  token: "OVER",
  remark: { direction: "over-range", meaning: "over range" },
  source,
};

function outcome(
  wells: Readonly<Record<string, ImportedWell>>,
  plateId: string | null = "P1",
): ImportOutcome {
  const plate = {
    label: "x",
    plateId,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: null,
    readerModel: null,
    readerSerial: null,
    temperatureC: null,
    reads: [{ label: "570", wavelengthNm: 570, wells, referenceSubtracted: false }],
    vendorResults: [],
    header: {},
    bars: [],
    warnings: [],
  };
  return { kind: "plates", dialectId: "x", dialectVersion: "1", plates: [plate] };
}

function oracle(wells: Record<string, number>, flags = {}, more = {}) {
  const read = { label: "other words", wavelength_nm: 570, unit: "OD", wells, flags };
  const parsed = parseExportOracle(
    JSON.stringify({ plates: [{ plate_id: "P1", rows: 8, columns: 12, reads: [read], ...more }] }),
  );
  if (!("oracle" in parsed)) throw new Error(parsed.problem);
  return parsed.oracle;
}

const OVER_FLAG = { A2: { token: "OVER", meaning: "over range (saturated)" } };

describe("comparing an import with its oracle", () => {
  test("agreement: labels may differ", () => {
    const result = compareImport(
      oracle({ A1: 0.5 }, OVER_FLAG),
      outcome({ A1: number(0.5), A2: over }),
    );
    expect(result.deviations).toEqual([]);
    expect(result.passed).toBeGreaterThan(5);
  });

  test.each<[string, ReturnType<typeof oracle>, ImportOutcome]>([
    ["another number", oracle({ A1: 0.5 }), outcome({ A1: number(0.5000001) })],
    ["a number too many", oracle({ A1: 0.5 }), outcome({ A1: number(0.5), A3: number(0.1) })],
    ["a number that lacks", oracle({ A1: 0.5, A3: 0.1 }), outcome({ A1: number(0.5) })],
    [
      "a number where there is none",
      oracle({ A1: 0.5 }, OVER_FLAG),
      outcome({ A1: number(0.5), A2: number(0) }),
    ],
    [
      "a flag that lacks",
      oracle({ A1: 0.5 }, { A1: { token: "*0.5*", meaning: "masked" } }),
      outcome({ A1: number(0.5) }),
    ],
    [
      "another direction",
      oracle({}, { A2: { token: "OVER", meaning: "not measured (missed)" } }),
      outcome({ A2: over }),
    ],
    [
      "another token",
      oracle({}, { A2: { token: "OVRFLW", meaning: "over range" } }),
      outcome({ A2: over }),
    ],
    ["another plate id", oracle({ A1: 0.5 }), outcome({ A1: number(0.5) }, "P2")],
    [
      "a unit that is no absorbance",
      oracle({ A1: 0.5 }, {}, { reads: [{ wells: { A1: 0.5 }, wavelength_nm: 570, unit: "RFU" }] }),
      outcome({ A1: number(0.5) }),
    ],
  ])("deviation: %s", (_what, expected, found) => {
    expect(compareImport(expected, found).deviations).not.toEqual([]);
  });

  test("a refusal agrees only with an oracle that demands one", () => {
    const refused: ImportOutcome = { kind: "refused", dialectId: null, code: "X", sentence: "no" };
    expect(compareImport({ refused: true, plates: [] }, refused)).toMatchObject({
      passed: 1,
      deviations: [],
    });
    expect(compareImport(oracle({ A1: 0.5 }), refused).deviations).toHaveLength(1);
    expect(
      compareImport({ refused: true, plates: [] }, outcome({ A1: number(0.5) })).deviations,
    ).toHaveLength(1);
  });
});
