import { describe, expect, test } from "vitest";
import type { DriverReport } from "../../src/instrument/contract.ts";
import { progressAfter, startProgress } from "../../src/instrument/reading-progress.ts";

const START = "2026-03-06T14:00:00.000Z";
const LATER = "2026-03-06T14:00:09.000Z";
const values = Array.from({ length: 12 }, () => ({ absorbance: 0.5, token: "0.500" }) as const);

const row = (role: "measurement" | "reference", at: number): DriverReport => ({
  kind: "row",
  role,
  row: at,
  values,
});

describe("the progress of a reading", () => {
  test("begins with eight empty rows at each wavelength", () => {
    const start = startProgress("run", START);
    expect(start).toMatchObject({ runId: "run", phase: "starting", expectedMs: null });
    expect([start.measurement, start.reference]).toEqual([
      Array(8).fill(null),
      Array(8).fill(null),
    ]);
  });

  test("has a phase with its own beginning and what it usually takes", () => {
    const phase = { kind: "phase", phase: "measuring", expectedMs: 5000 } as const;
    expect(progressAfter(startProgress(null, START), phase, LATER)).toMatchObject({
      phase: "measuring",
      startedAtUtc: START,
      phaseStartedAtUtc: LATER,
      expectedMs: 5000,
    });
  });

  test("fills row by row, each wavelength for itself", () => {
    const start = startProgress(null, START);
    const one = progressAfter(start, row("measurement", 2), LATER);
    const two = progressAfter(one, row("reference", 7), LATER);
    expect(two.measurement.map((arrived) => arrived !== null)).toEqual(
      Array.from({ length: 8 }, (_, at) => at === 2),
    );
    expect(two.reference[7]).toBe(values);
    expect(two.phase).toBe("transferring");
    expect(start.measurement[2]).toBeNull();
  });

  test("stays the same object when a report tells nothing of it", () => {
    const start = startProgress(null, START);
    const rejected = { kind: "rejected", reason: "noise", text: "~" } as const;
    expect(progressAfter(start, rejected, LATER)).toBe(start);
  });

  test("does not grow beyond eight rows", () => {
    const after = progressAfter(startProgress(null, START), row("measurement", 8), LATER);
    expect(after.measurement).toEqual(Array(8).fill(null));
  });
});
