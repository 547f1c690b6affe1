import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { PAGES, pageAddress, parseRoute, plateAddress, wellOf } from "../../src/web/route.ts";

describe("addresses of pages", () => {
  it("lead back to the plate and well they were made for", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.constantFrom(...ALL_WELLS),
        (plateId, well) => {
          const withWell = parseRoute(plateAddress(plateId, well));
          expect(withWell).toMatchObject({ page: "plates", parts: [plateId, well] });
          expect(wellOf(withWell)).toBe(well);
          const without = parseRoute(plateAddress(plateId));
          expect(without).toMatchObject({ page: "plates", parts: [plateId] });
          expect(wellOf(without)).toBeNull();
        },
      ),
    );
  });

  it("lead back to every page with its parts and search", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PAGES),
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.string(),
        (page, part, sought) => {
          const search = new URLSearchParams({ text: sought });
          const route = parseRoute(`${pageAddress(page, part)}?${search}`);
          expect(route).toMatchObject({ page, parts: [part] });
          expect(route.search.get("text")).toBe(search.get("text"));
        },
      ),
    );
  });

  it("lead to the bench when they say nothing else, and never throw", () => {
    for (const hash of ["", "#", "#/", "#/plates", "#/plates/", "#/other/x", "#inbox"]) {
      expect(parseRoute(hash).page).toBe("bench");
    }
    expect(parseRoute("#/plates/%E0%A4/Z99")).toMatchObject({
      page: "plates",
      parts: ["%E0%A4", "Z99"],
    });
    expect(wellOf(parseRoute("#/plates/x/Z99"))).toBeNull();
    fc.assert(fc.property(fc.string(), (hash) => void parseRoute(hash)));
  });
});
