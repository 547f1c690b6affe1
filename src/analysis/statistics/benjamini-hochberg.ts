/**
 * P values adjusted for the false discovery rate, in the order given. Null (undefined P) stays null and does not
 * count in the size of the family. Source: Benjamini and Hochberg 1995; R `p.adjust(method = "BH")`.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  const defined = pValues
    .flatMap((p, index) => (p === null ? [] : [{ p, index }]))
    .sort((a, b) => b.p - a.p || b.index - a.index);
  const adjusted = pValues.map((): number | null => null);
  let smallest = 1;
  defined.forEach(({ p, index }, position) => {
    const rank = defined.length - position;
    smallest = Math.min(smallest, (defined.length / rank) * p);
    adjusted[index] = smallest;
  });
  return adjusted;
}
