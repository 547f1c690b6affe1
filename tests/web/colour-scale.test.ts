import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMAZAN, inkOn } from "../../src/domain/formazan.ts";
import {
  absorbanceScale,
  BLUE_ORANGE,
  residualScale,
  survivalScale,
} from "../../src/web/charts/colour-scale.ts";

function luminance(colour: string): number {
  const channel = (start: number): number => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

describe("the colours of a plate", () => {
  it("get darker with every step, so that they need no hue to be told apart", () => {
    const steps = FORMAZAN.map(luminance);
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        (low, step) => {
          const { colourOf } = absorbanceScale([1]);
          const high = Math.min(1, low + step);
          if (high - low < 0.02) return;
          expect(luminance(colourOf(high))).toBeLessThan(luminance(colourOf(low)));
        },
      ),
    );
  });

  it("carry their figures with a contrast of at least 4.5 to 1", () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 5, noNaN: true }), (absorbance) => {
        const colour = absorbanceScale([1]).colourOf(absorbance);
        expect(colour).toMatch(/^#[0-9a-f]{6}$/);
        const [ground, ink] = [luminance(colour), luminance(inkOn(colour))];
        const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
        expect(contrast).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("end at a round top above the largest value", () => {
    expect(absorbanceScale([]).domain).toEqual([0, 0.5]);
    expect(absorbanceScale([0.1, 0.51]).domain).toEqual([0, 1]);
    expect(absorbanceScale([4.2]).domain).toEqual([0, 5]);
    expect(survivalScale([99.9]).domain).toEqual([0, 100]);
    expect(survivalScale([131]).domain).toEqual([0, 150]);
  });

  it("give values outside the scale the colour of its end", () => {
    const { colourOf } = absorbanceScale([0.4]);
    expect(colourOf(-0.2)).toBe(FORMAZAN[0]);
    expect(colourOf(9)).toBe(FORMAZAN.at(-1));
  });
});

describe("the colours of residuals", () => {
  it("get darker away from zero, alike on both sides, so that size needs no hue", () => {
    const steps = BLUE_ORANGE.map(luminance);
    const middle = (steps.length - 1) / 2;
    for (let step = 1; step <= middle; step++) {
      const [below = 0, above = 0] = [steps[middle - step], steps[middle + step]];
      expect(below).toBeLessThan(steps[middle - step + 1] ?? 0);
      expect(above).toBeLessThan(steps[middle + step - 1] ?? 0);
      expect(Math.abs(below - above)).toBeLessThan(0.015);
    }
  });

  it("carry their figures with a contrast of at least 4.5 to 1", () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (z) => {
        const colour = residualScale([], "SD").colourOf(z);
        const [ground, ink] = [luminance(colour), luminance(inkOn(colour))];
        const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
        expect(contrast).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("have zero in the middle whichever side reaches farther", () => {
    expect(residualScale([-0.03, 0.01], "AU").domain).toEqual([-0.05, 0.05]);
    expect(residualScale([0.13], "AU").domain).toEqual([-0.2, 0.2]);
    expect(residualScale([2, -11], "SD").domain).toEqual([-5, 5]);
    expect(residualScale([], "SD").colourOf(0)).toBe("#f3f3f3");
  });
});
