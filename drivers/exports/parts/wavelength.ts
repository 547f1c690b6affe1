/** Wavelengths in the labels and titles that programs and people write. */

const SHORTEST_NM = 190;
const LONGEST_NM = 1100;

/** Patterns from the surest to the weakest; each gives the number in its first group. */
const PATTERNS: readonly RegExp[] = [
  /(?<![\dA-Za-z])(\d{3,4})(?:[.,]0+)?\s*nm\b/i,
  /:\s*(\d{3,4})\s*(?:\[(?:Test|Ref)\])?\s*$/i,
  /(?<![A-Za-z\d])(?:OD|ABS|A|absorbance|absorption|extinction|wavelength|filter|WL|λ|raw(?:\s*data)?)(?:[\s_\-(:=@]|\bat\b|\[nm\]|nm\))*(\d{3,4})(?![\d.,])/i,
  /\(\s*(\d{3,4})(?:[-/ ]\d{1,2})?(?:\s*[A-Z\d])?\s*\)/i,
  /^\s*#?\s*(\d{3,4})(?:[.,]0+)?\s*$/,
];

/** The one wavelength that the text names, in nm; null when it names none. */
export function wavelengthOf(text: string | null): number | null {
  if (text === null) return null;
  for (const pattern of PATTERNS) {
    const nm = Number(pattern.exec(text)?.[1]);
    if (isWavelength(nm)) return nm;
  }
  return null;
}

/** Every number of the text that can be a wavelength, in its order: of `Wavelengths:  570, 650` both. */
export function wavelengthsIn(text: string): readonly number[] {
  return [...text.matchAll(/(?<![\d.,])(\d{3,4})(?:[.,]0+)?(?![\d])/g)]
    .map((match) => Number(match[1]))
    .filter(isWavelength);
}

/** True when the text names a difference of two reads, as `570-650`, `OD570 - OD690`, `Delta 570/650`. */
export function namesDifference(text: string): boolean {
  return (
    /\d{3}\s*(?:nm)?\s*\)?\s*[-\u2212–]\s*(?:OD|A|Abs)?\s*\(?\s*\d{3}(?!\d)/i.test(text) ||
    /\bdelta\b|\bdifference\b|\bsubtracted\b|reference[- ]corrected/i.test(text)
  );
}

function isWavelength(nm: number): boolean {
  return nm >= SHORTEST_NM && nm <= LONGEST_NM;
}
