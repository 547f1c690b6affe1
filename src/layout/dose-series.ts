/** Dose series: a top dose, a factor and how many steps, in any order down or along the plate. */

import type { Quantity } from "../domain/quantity.ts";
import type { SeriesSection } from "./layout-schema.ts";
import type { Path, Report } from "./problem.ts";

/** A dose as the file gives it, and where. */
export interface Dose {
  readonly quantity: Quantity;
  readonly path: Path;
}

/** The doses of an explicit list, as written. */
export function listDoses(list: readonly Quantity[], path: Path): Dose[] {
  return list.map((quantity, index) => ({ quantity, path: [...path, index] }));
}

/**
 * The doses of a series in the order on the plate, `top ÷ factor^k` unrounded. Level 0 is zero, level n the top.
 * Null when top or order make no sense (reported).
 */
export function seriesDoses(series: SeriesSection, path: Path, report: Report): Dose[] | null {
  const { top, factor, n } = series;
  const order = orderOf(series, [...path, "order"], report);
  if (order === null) return null;
  if (top.value === 0) {
    report({
      severity: "error",
      check: "axis",
      path: [...path, "top"],
      message: "the top dose of a series is zero",
      remedy: "Write the highest dose; `zero = true` adds the wells without compound.",
    });
    return null;
  }
  return order.map((level) => {
    const value = level === 0 ? 0 : top.value / constantFactor(factor, n - level);
    return { quantity: { value, unit: top.unit }, path: [...path, "top"] };
  });
}

/** factor^times by multiplication, which is exact for the whole factors in use; Math.pow need not be. */
export function constantFactor(factor: number, times: number): number {
  let product = 1;
  for (let count = 0; count < times; count += 1) product *= factor;
  return product;
}

function orderOf(series: SeriesSection, path: Path, report: Report): number[] | null {
  const lowest = series.zero ? 0 : 1;
  const rising = Array.from({ length: series.n + 1 - lowest }, (_, index) => index + lowest);
  if (series.order === "rising") return rising;
  if (series.order === "falling") return rising.toReversed();
  const order = series.order;
  const unknown = order.filter((level) => level < lowest || level > series.n);
  const forgotten = rising.filter((level) => !order.includes(level));
  if (unknown.length === 0 && forgotten.length === 0) return [...order];
  const wrong = [
    unknown.length > 0 ? `names level ${unknown.join(", ")}, which the series does not have` : null,
    forgotten.length > 0 ? `leaves out level ${forgotten.join(", ")}` : null,
  ].filter((part) => part !== null);
  report({
    severity: "error",
    check: "axis",
    path,
    message: `\`order\` ${wrong.join(" and ")}`,
    remedy: `Use every level from ${lowest} to ${series.n} at least once; 0 is zero (with \`zero = true\`), ${series.n} the top.`,
  });
  return null;
}
