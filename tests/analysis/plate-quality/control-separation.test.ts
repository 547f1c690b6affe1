import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  describeSeparation,
  ssmdOf,
  zPrimeOf,
} from "../../../src/analysis/plate-quality/control-separation.ts";

const absorbance = fc.double({ min: 0.01, max: 4, noNaN: true });
const group = fc.array(absorbance, { minLength: 2, maxLength: 12 });

describe("separation of two groups of controls", () => {
  test("gives the sums done by hand", () => {
    // Means 1.0 and 0.1, SDs 0.1 and 0.02, medians the same, MADs 0.1 and 0.02.
    const found = describeSeparation([0.9, 1.0, 1.1], [0.08, 0.1, 0.12]);
    expect(found.zPrime).toBeCloseTo(1 - (3 * 0.12) / 0.9, 12);
    expect(found.zPrimeRobust).toBeCloseTo(1 - (3 * 1.4826 * 0.12) / 0.9, 12);
    expect(found.ssmd).toBeCloseTo(0.9 / Math.sqrt(0.01 + 0.0004), 12);
    expect(found.ssmdRobust).toBeCloseTo(0.9 / (1.4826 * Math.sqrt(0.01 + 0.0004)), 12);
    expect(found.signalToBackground).toBeCloseTo(10, 12);
    expect(found.signalToNoise).toBeCloseTo(45, 12);
    expect(found.cvControlPercent).toBeCloseTo(10, 12);
    expect(found.cvBlankPercent).toBeCloseTo(20, 12);
  });

  test("one outlier spoils Z' and leaves the robust form", () => {
    const found = describeSeparation([0.68, 0.7, 0.69, 0.71, 0.12], [0.05, 0.051, 0.049, 0.05]);
    expect(found.zPrime).toBeLessThan(0);
    expect(found.zPrimeRobust).toBeGreaterThan(0.8);
  });

  test("one value has no spread, and no value no mean", () => {
    const single = describeSeparation([0.7], [0.05, 0.06]);
    expect(single.sdControl).toBeNull();
    expect(single.zPrime).toBeNull();
    expect(single.zPrimeRobust).toBeNull();
    expect(single.ssmdRobust).toBeNull();
    expect(single.signalToBackground).toBeCloseTo(0.7 / 0.055, 12);
    const none = describeSeparation([], [0.05, 0.06]);
    expect(none).toMatchObject({ nControl: 0, meanControl: null, signalToBackground: null });
    expect(none.signalToNoise).toBeNull();
  });

  test("groups that do not differ have no Z', groups without spread no SSMD", () => {
    expect(zPrimeOf([0.5, 0.6], [0.6, 0.5])).toBeNull();
    expect(ssmdOf([0.5, 0.5], [0.1, 0.1])).toBeNull();
    expect(zPrimeOf([0.5, 0.5], [0.1, 0.1])).toBe(1);
    expect(describeSeparation([0.5, 0.5], [0, 0]).signalToBackground).toBeNull();
  });
});

describe("properties", () => {
  test("a gain of the reader changes none of the ratios", () => {
    fc.assert(
      fc.property(group, group, fc.constantFrom(0.5, 2, 4), (control, blank, gain) => {
        const scaled = (values: readonly number[]) => values.map((value) => gain * value);
        const found = describeSeparation(control, blank);
        const other = describeSeparation(scaled(control), scaled(blank));
        // Doubling is exact in binary, so the ratios are the same to the last bit.
        expect(other.zPrime).toBe(found.zPrime);
        expect(other.zPrimeRobust).toBe(found.zPrimeRobust);
        expect(other.signalToNoise).toBe(found.signalToNoise);
      }),
    );
  });

  test("Z' is the same from either side, SSMD changes its sign", () => {
    fc.assert(
      fc.property(group, group, (control, blank) => {
        expect(zPrimeOf(blank, control)).toBe(zPrimeOf(control, blank));
        expect(ssmdOf(blank, control) ?? 0).toBeCloseTo(-(ssmdOf(control, blank) ?? 0), 12);
      }),
    );
  });

  test("Z' is never above 1", () => {
    fc.assert(
      fc.property(group, group, (control, blank) => {
        expect(zPrimeOf(control, blank) ?? 1).toBeLessThanOrEqual(1);
      }),
    );
  });
});
