import { expect, test } from "vitest";
import type { WellView } from "../../src/api/views.ts";
import { armMarks } from "../../src/web/plate/arm-marks.ts";
import { fakePlate } from "../api/fake-plate.ts";

const [well] = fakePlate({
  id: "p",
  barcode: "P",
  sample: "A",
  rasStatus: "mutant",
  readerId: "r",
  capturedAtUtc: "2026-03-06T15:00:00.000Z",
  quality: "pass",
  sentences: [],
  truth: {},
  masks: {},
}).wells;

function wellsOf(...arms: readonly string[]): WellView[] {
  if (well === undefined) throw new Error("the plate has no wells");
  return arms.map((arm) => ({ ...well, arm }));
}

test("arms that begin alike get letters that differ", () => {
  const marks = armMarks(
    wellsOf("vehicle", "trametinib", "trametinib 5 uM", "vemurafenib", "T"),
    new Set(["vehicle"]),
  );
  const letters = [...marks.values()].map((mark) => mark.letter);
  expect(letters).toEqual(["V", "T", "TR", "VE", "T5"]);
  expect(new Set(letters).size).toBe(5);
});

test("the vehicle is grey, and inhibitors that stand beside each other differ in colour", () => {
  const marks = armMarks(wellsOf("vehicle", "a", "b", "c"), new Set(["vehicle"]));
  const colours = [...marks.values()].map((mark) => mark.colour);
  expect(colours[0]).toBe("#b4b9c2");
  expect(new Set(colours).size).toBe(4);
});
