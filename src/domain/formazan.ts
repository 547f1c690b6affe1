/**
 * The plate's own colours: straw like unreduced MTT, purple like formazan. Lightness falls evenly from L* 96 to 13,
 * so the order survives every kind of colour blindness and a black-and-white print. The same on screen and on paper.
 */
export const FORMAZAN = [
  "#fcf5c1",
  "#edc4a3",
  "#d5909d",
  "#b3649e",
  "#814197",
  "#52277e",
  "#2b1252",
] as const;

const ABSORBANCE_TOPS = [0.5, 1, 1.5, 2, 3, 4];
const SURVIVAL_TOPS = [100, 125, 150, 200];

/** The round end of a scale of absorbance from 0, in AU: the next above the largest value, so that it rarely changes. */
export function absorbanceTop(values: Iterable<number>): number {
  return topFor(values, ABSORBANCE_TOPS);
}

/** The same for survival, in percent. */
export function survivalTop(values: Iterable<number>): number {
  return topFor(values, SURVIVAL_TOPS);
}

function topFor(values: Iterable<number>, tops: readonly number[]): number {
  const largest = Math.max(0, ...values);
  return tops.find((top) => largest <= top) ?? Math.ceil(largest);
}

/** Black or white, whichever is read better on this colour (`#rrggbb`); at least 4.5 to 1 either way. */
export function inkOn(colour: string): "#ffffff" | "#000000" {
  return luminance(colour) > 0.179 ? "#000000" : "#ffffff";
}

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const channel = (start: number): number => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
