import { finiteOrNull } from "./moments.ts";

/**
 * Trapezoid mean of a quantity over log10 dose, in its unit, over the doses above zero that have a number. Doses
 * ascending, one value a dose. Null for fewer than two of them, or two that are equal.
 */
export function meanOverLogDose(
  doses: readonly number[],
  values: readonly (number | null)[],
): number | null {
  const points = doses.flatMap((dose, index) => {
    const value = values[index] ?? null;
    return dose > 0 && value !== null ? [{ logDose: Math.log10(dose), value }] : [];
  });
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  let area = 0;
  points.forEach((point, index) => {
    const previous = points[index - 1];
    if (previous === undefined) return;
    area += ((point.value + previous.value) / 2) * (point.logDose - previous.logDose);
  });
  return finiteOrNull(area / (last.logDose - first.logDose));
}
