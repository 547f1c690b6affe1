import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { parseRoute, plateAddress } from "../../src/web/route.ts";

describe("addresses of pages", () => {
  it("lead back to the plate and well they were made for", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.constantFrom(...ALL_WELLS),
        (plateId, well) => {
          expect(parseRoute(plateAddress(plateId, well))).toEqual({ page: "plate", plateId, well });
          expect(parseRoute(plateAddress(plateId))).toEqual({ page: "plate", plateId, well: null });
        },
      ),
    );
  });

  it("lead to the bench when they say nothing else, and never throw", () => {
    for (const hash of ["", "#", "#/", "#/plates", "#/plates/", "#/other/x"]) {
      expect(parseRoute(hash)).toEqual({ page: "bench" });
    }
    expect(parseRoute("#/plates/%E0%A4/Z99")).toEqual({
      page: "plate",
      plateId: "%E0%A4",
      well: null,
    });
    fc.assert(fc.property(fc.string(), (hash) => void parseRoute(hash)));
  });
});
