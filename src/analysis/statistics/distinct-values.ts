/** Each value once, in the order of first appearance. */
export function distinctValues(values: readonly number[]): number[] {
  return [...new Set(values)];
}
