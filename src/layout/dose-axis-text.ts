/** Doses as an axis of a layout file: a series where they are one to the last bit, else a list. */

import { convertQuantity, formatQuantity, type Quantity } from "../domain/quantity.ts";
import { roundForDisplay } from "./describe-well.ts";
import { constantFactor } from "./dose-series.ts";
import type { WrittenDose } from "./drawn-cell.ts";

/** Fewer doses above zero are easier read as a list. */
const LEAST_OF_A_SERIES = 3;

/** `series = …` or `list = …`: read again it gives the same doses, bit by bit, in the same order. */
export function doseAxisLine(doses: readonly WrittenDose[]): { key: string; value: string } {
  const series = seriesOf(doses);
  if (series !== null) return { key: "series", value: series };
  const list = doses.map(({ quantity }) => JSON.stringify(formatQuantity(quantity)));
  return { key: "list", value: `[${list.join(", ")}]` };
}

/** What the levels of the axis are, for people: `Level 7 is 250 ug/mL, level 1 0.061 ug/mL, level 0 none.` */
export function doseAxisComment(doses: readonly WrittenDose[], unit: "ug/mL" | "uM"): string {
  const levels = risingAmounts(doses);
  const [lowest] = levels;
  const top = levels.at(-1);
  if (lowest === undefined || top === undefined) return "No dose above zero.";
  const low =
    levels.length > 1
      ? `, level 1 ${lowest === roundForDisplay(lowest) ? "" : "about "}${roundForDisplay(lowest)} ${unit}`
      : "";
  const zero = doses.some((dose) => dose.amount === 0) ? ", level 0 none" : "";
  return `Level ${levels.length} is ${roundForDisplay(top)} ${unit}${low}${zero}.`;
}

function risingAmounts(doses: readonly WrittenDose[]): number[] {
  const positive = doses.map((dose) => dose.amount).filter((amount) => amount > 0);
  return [...new Set(positive)].sort((a, b) => a - b);
}

function seriesOf(doses: readonly WrittenDose[]): string | null {
  const positive = doses.filter((dose) => dose.amount > 0);
  const unit = positive[0]?.quantity.unit;
  const levels = risingAmounts(doses);
  if (unit === undefined || levels.length < LEAST_OF_A_SERIES) return null;
  const inUnit = levels.map((amount) => valueIn(positive, amount, unit));
  const known = inUnit.filter((value) => value !== null);
  const factor = factorOf(known);
  if (known.length < levels.length || factor === null) return null;
  const top = known.at(-1) ?? 0;
  const exact = known.every(
    (value, index) => top / constantFactor(factor, known.length - 1 - index) === value,
  );
  if (!exact) return null;
  const zero = doses.some((dose) => dose.amount === 0);
  const order = orderText(doses, levels, zero);
  const parts = [
    `top = ${JSON.stringify(formatQuantity({ value: top, unit }))}`,
    `factor = ${factor}`,
    `n = ${known.length}`,
    ...(zero ? ["zero = true"] : []),
    `order = ${order}`,
  ];
  return `{ ${parts.join(", ")} }`;
}

/** The value of the dose of this amount in the unit of the series; moving the decimal point loses nothing. */
function valueIn(
  doses: readonly WrittenDose[],
  amount: number,
  unit: Quantity["unit"],
): number | null {
  const dose = doses.find((one) => one.amount === amount);
  return dose === undefined ? null : convertQuantity(dose.quantity, unit);
}

/** The ratio of neighbours, without the last digits of binary division. */
function factorOf(rising: readonly number[]): number | null {
  const [next, top] = rising.slice(-2);
  if (next === undefined || top === undefined || !(top > next)) return null;
  const factor = Number((top / next).toPrecision(12));
  return Number.isFinite(factor) && factor > 1 ? factor : null;
}

function orderText(
  doses: readonly WrittenDose[],
  levels: readonly number[],
  zero: boolean,
): string {
  const order = doses.map((dose) => levels.indexOf(dose.amount) + 1);
  const rising = Array.from({ length: levels.length + (zero ? 1 : 0) }, (_, index) =>
    zero ? index : index + 1,
  );
  if (order.join() === rising.join()) return '"rising"';
  if (order.join() === rising.toReversed().join()) return '"falling"';
  return `[${order.join(", ")}]`;
}
