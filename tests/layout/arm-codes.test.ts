import fc from "fast-check";
import { expect, test } from "vitest";
import { shortArmCodes } from "../../src/layout/arm-codes.ts";

const codesOf = (...ids: string[]) => [...shortArmCodes(ids).values()];

test("arms go by the shortest beginnings that differ", () => {
  expect(codesOf("vehicle", "trametinib", "S63845")).toEqual(["V", "T", "S"]);
  expect(codesOf("vehicle", "trametinib", "tipifarnib")).toEqual(["Ve", "Tr", "Ti"]);
});

test("a space or a dash is never part of a code", () => {
  expect(codesOf("t", "tit", "s hi")).toEqual(["T", "Ti", "Sh"]);
  expect(codesOf("a-1", "a-2")).toEqual(["A1", "A2"]);
});

test("arms that begin alike, or have neither letters nor digits, are lettered", () => {
  expect(codesOf("trametinib 1", "trametinib 2")).toEqual(["a", "b"]);
  expect(codesOf("+", "vehicle")).toEqual(["a", "b"]);
});

test("whatever the arms are called, each has a code of its own, of letters and digits", () => {
  const id = fc.oneof(
    fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }),
    fc.stringMatching(/^[a-c -]{1,4}$/),
  );
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 96 }), (ids) => {
      const codes = shortArmCodes(ids);
      expect([...codes.keys()]).toEqual(ids);
      expect(new Set(codes.values()).size).toBe(ids.length);
      for (const code of codes.values()) expect(code).toMatch(/^[\p{L}\p{N}]+$/u);
    }),
  );
});
