import { type PlateReading, planeOf } from "../domain/reading.ts";

import { contentSha256 } from "./store-reading.ts";

/** Readers print three decimals: a difference of two rounded values is within this of the rounded difference. */
const ROUNDING_AU = 0.0015;

/** Whether `subtracted` is measurement minus reference of `raw`, well by well. */
function isDifferenceOf(subtracted: PlateReading, raw: PlateReading): boolean {
  const difference = planeOf(subtracted, "measurement");
  const measurement = planeOf(raw, "measurement");
  const reference = planeOf(raw, "reference");
  if (!difference || !measurement || !reference) return false;
  return difference.values.every((value, index) => {
    const high = measurement.values[index]?.absorbance ?? null;
    const low = reference.values[index]?.absorbance ?? null;
    if (value.absorbance === null || high === null || low === null)
      return value.absorbance === null && (high === null || low === null);
    return Math.abs(high - low - value.absorbance) <= ROUNDING_AU;
  });
}

/**
 * Whether two readings have every number in common, whatever stands in their heads. A head has no checksum: one that was
 * damaged on the way must not make a plate that was there before look like a new one.
 */
export function haveSameNumbers(one: PlateReading, other: PlateReading): boolean {
  const numbers = ({ planes }: PlateReading): string =>
    JSON.stringify(
      planes.map(({ role, values }) => [role, values.map(({ token }) => token.trim())]),
    );
  return numbers(one) === numbers(other);
}

/**
 * Whether two transfers of one reader bring the same reading: the same content, or, where a reader subtracts the
 * reference from what it sends by itself (Bio-Rad 550) but not from what it sends on request, the same difference.
 */
export function isSameReading(one: PlateReading, other: PlateReading): boolean {
  if (one.referenceSubtracted === other.referenceSubtracted) {
    return contentSha256(one) === contentSha256(other);
  }
  return one.referenceSubtracted ? isDifferenceOf(one, other) : isDifferenceOf(other, one);
}
