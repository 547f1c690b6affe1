/**
 * The wavelengths in nm that a name tells, in its order and each once, e.g. 570 and 650 in `MTT 570/650` and
 * `DualWavelength570/650`. Longer numbers and those outside 200 to 1100 are none.
 */
export function wavelengthsIn(name: string): number[] {
  const numbers = [...name.matchAll(/(?<![\d.,])\d{3,4}(?![\d]|[.,]\d)/g)].map((match) =>
    Number(match[0]),
  );
  return [...new Set(numbers.filter((nm) => nm >= 200 && nm <= 1100))];
}
