/** More decimals than this cannot be asked for, and mean that the number is no reading. */
const MOST_DECIMALS = 100;

/**
 * a - b as decimals: 1000000000000.4 less 1000000000000.3 is 0.1, although the doubles next to them differ by 0.0999.
 * Exact to the last digit where both were written as decimals; for numbers with all seventeen digits it is the
 * ordinary difference. Data with many equal leading digits (NIST SmLs07 to 09) lose a third of their digits otherwise.
 */
export function decimalDifference(a: number, b: number): number {
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  const difference = a - b;
  return decimals > MOST_DECIMALS ? difference : Number(difference.toFixed(decimals));
}

/** Decimals of the shortest text that gives the number back. */
function decimalsOf(value: number): number {
  const [digits = "", exponent = "0"] = String(value).split("e");
  const point = digits.indexOf(".");
  const written = point < 0 ? 0 : digits.length - point - 1;
  return Math.max(0, written - Number(exponent));
}
