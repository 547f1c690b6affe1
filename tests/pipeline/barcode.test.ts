import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requireBarcode } from "../../src/pipeline/barcode.ts";

describe("a barcode", () => {
  test.each(["A-1", "2026/03/06:17", "x", "a".repeat(64), "ALL_17.2"])("%s is one", (text) => {
    expect(requireBarcode(`\t${text}\r`)).toBe(text);
  });

  test.each(["", "-A", "a b", "<b>", "'; DROP TABLE plate", "ä", "a".repeat(65), "a\u0000b"])(
    "%j is none",
    (text) => {
      expect(() => requireBarcode(text)).toThrow(
        expect.objectContaining({ code: "BARCODE_INVALID" }),
      );
    },
  );

  test("is never anything that a page or a shell would take for more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        try {
          expect(requireBarcode(text)).toMatch(/^[\w./:-]+$/);
        } catch (error) {
          expect(error).toMatchObject({ code: "BARCODE_INVALID" });
        }
      }),
    );
  });

  test("is shortened in the message when it is absurd", () => {
    expect(() => requireBarcode("!".repeat(5000))).toThrow(/^.{60,120}$/s);
  });
});
