import fc from "fast-check";
import { expect, test } from "vitest";
import { ADJUSTMENTS, adjustP } from "../../../src/analysis/statistics/adjust-p.ts";

const ps = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }), {
  maxLength: 12,
});

test.each(ADJUSTMENTS)(
  "%s: no smaller than P, at most 1, in the order of P, missing stays missing",
  (method) => {
    fc.assert(
      fc.property(ps, (list) => {
        const adjusted = adjustP(list, method);
        expect(adjusted).toHaveLength(list.length);
        list.forEach((p, i) => {
          const own = adjusted[i] ?? null;
          expect(own === null).toBe(p === null);
          if (p === null || own === null) return;
          // n / n times p may round down by one digit.
          expect(own).toBeGreaterThanOrEqual(p * (1 - Number.EPSILON));
          expect(own).toBeLessThanOrEqual(1);
          list.forEach((other, j) => {
            if (other !== null && other > p) expect(adjusted[j]).toBeGreaterThanOrEqual(own);
          });
        });
      }),
    );
  },
);

test.each(ADJUSTMENTS)("%s: depends neither on the order nor on missing values", (method) => {
  fc.assert(
    fc.property(ps, (list) => {
      const adjusted = adjustP(list, method);
      expect(adjustP(list.toReversed(), method)).toEqual(adjusted.toReversed());
      const present = list.filter((p) => p !== null);
      expect(adjustP(present, method)).toEqual(adjusted.filter((p) => p !== null));
    }),
  );
});

test("stricter ways give no smaller values: BH, then BY and Holm, then Bonferroni for Holm", () => {
  fc.assert(
    fc.property(ps, (list) => {
      const [bh, by, holm, bonferroni] = ADJUSTMENTS.map((method) => adjustP(list, method));
      list.forEach((p, i) => {
        if (p === null) return;
        expect(by?.[i]).toBeGreaterThanOrEqual(bh?.[i] ?? 2);
        expect(holm?.[i]).toBeGreaterThanOrEqual((bh?.[i] ?? 2) * (1 - 1e-12));
        expect(bonferroni?.[i]).toBeGreaterThanOrEqual(holm?.[i] ?? 2);
      });
    }),
  );
});

test("a family of four", () => {
  const four = [1 / 128, 2 / 128, 3 / 128, 4 / 128];
  expect(adjustP(four, "BH")).toEqual([1 / 32, 1 / 32, expect.closeTo(1 / 32, 15), 1 / 32]);
  expect(adjustP(four, "holm")).toEqual([1 / 32, 6 / 128, 6 / 128, 6 / 128]);
  expect(adjustP(four, "bonferroni")).toEqual([1 / 32, 2 / 32, 3 / 32, 4 / 32]);
});
