import { describe, expect, test } from "vitest";
import type { PlateReading, WellValue } from "../../src/domain/reading.ts";
import type { LastPlate, UnaskedRecord } from "../../src/instrument/contract.ts";
import type { Conversation } from "../../src/instrument/reader-session.ts";
import { isSameReading } from "../../src/pipeline/same-plate.ts";
import { askedTalk550, hold, measured, paperBench, pushTalk } from "./paper-bench.ts";

function plateIn(talk: Conversation<LastPlate | UnaskedRecord>): PlateReading {
  if (talk.outcome.kind !== "done" || talk.outcome.result.plate === null) throw new Error("none");
  return talk.outcome.result.plate;
}

const bothWays = (one: PlateReading, other: PlateReading): boolean[] => [
  isSameReading(one, other),
  isSameReading(other, one),
];

function pushedAndAsked(plateId: string): { pushed: PlateReading; asked: PlateReading } {
  const bench = paperBench();
  const plate = measured(plateId);
  return {
    pushed: plateIn(hold(bench, "listen", pushTalk(plate))),
    asked: plateIn(hold(bench, "lastPlate", askedTalk550(plate))),
  };
}

function withFirstWell(reading: PlateReading, value: WellValue): PlateReading {
  const planes = reading.planes.map((plane) =>
    plane.role === "measurement" ? { ...plane, values: [value, ...plane.values.slice(1)] } : plane,
  );
  return { ...reading, planes };
}

const OVER: WellValue = { absorbance: null, token: "*****", direction: "over-range" };

describe("two transfers of one plate", () => {
  test("are the same with the reference taken off and raw", () => {
    const { pushed, asked } = pushedAndAsked("D-1");
    expect(pushed.referenceSubtracted).toBe(true);
    expect(asked.referenceSubtracted).toBe(false);
    expect(bothWays(pushed, asked)).toEqual([true, true]);
    expect(bothWays(pushed, pushed)).toEqual([true, true]);
  });

  test("are the same when a well is over range in both", () => {
    const { pushed, asked } = pushedAndAsked("D-1");
    expect(bothWays(withFirstWell(pushed, OVER), withFirstWell(asked, OVER))).toEqual([true, true]);
  });
});

describe("two plates", () => {
  test("differ when any one well does", () => {
    const { pushed, asked } = pushedAndAsked("D-1");
    const other = withFirstWell(asked, { absorbance: 1.5, token: "1.500" });
    expect(bothWays(pushed, other)).toEqual([false, false]);
  });

  test("differ when a well has a number in one of them only", () => {
    const { pushed, asked } = pushedAndAsked("D-1");
    expect(bothWays(withFirstWell(pushed, OVER), asked)).toEqual([false, false]);
    expect(bothWays(pushed, withFirstWell(asked, OVER))).toEqual([false, false]);
  });

  test("of two patients differ", () => {
    expect(bothWays(pushedAndAsked("D-1").pushed, pushedAndAsked("G-1").asked)).toEqual([
      false,
      false,
    ]);
  });

  test("read at one wavelength are never the difference of another", () => {
    const { pushed, asked } = pushedAndAsked("D-1");
    const single = { ...asked, planes: asked.planes.slice(0, 1) };
    expect(bothWays(pushed, single)).toEqual([false, false]);
  });
});
