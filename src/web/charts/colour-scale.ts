import { scaleLinear } from "d3-scale";

/**
 * The plate's own colours: straw like unreduced MTT, purple like formazan. Lightness falls evenly from L* 96 to 13,
 * so the order survives every kind of colour blindness and a black-and-white print. The same in light and dark.
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

export interface ColourScale {
  /** Lowest and highest value of the scale; values outside take the end colours. */
  readonly domain: readonly [number, number];
  readonly unit: "AU" | "%";
  readonly colourOf: (value: number) => string;
}

const absorbanceTops = [0.5, 1, 1.5, 2, 3, 4];
const survivalTops = [100, 125, 150, 200];

/** A scale from 0 to the next round top above the largest value, so that rows still to come rarely change it. */
export function absorbanceScale(values: Iterable<number>): ColourScale {
  return scaleTo(topFor(values, absorbanceTops), "AU");
}

export function survivalScale(values: Iterable<number>): ColourScale {
  return scaleTo(topFor(values, survivalTops), "%");
}

/** Black or white, whichever is read better on this colour (`#rrggbb`); at least 4.5 to 1 either way. */
export function inkOn(colour: string): "#ffffff" | "#000000" {
  return luminance(colour) > 0.179 ? "#000000" : "#ffffff";
}

function scaleTo(top: number, unit: "AU" | "%"): ColourScale {
  const stops = FORMAZAN.map((_, index) => (top * index) / (FORMAZAN.length - 1));
  const scale = scaleLinear<string>().domain(stops).range(FORMAZAN).clamp(true);
  return { domain: [0, top], unit, colourOf: (value) => toHex(scale(value)) };
}

function topFor(values: Iterable<number>, tops: readonly number[]): number {
  const largest = Math.max(0, ...values);
  return tops.find((top) => largest <= top) ?? Math.ceil(largest);
}

/** d3 gives `rgb(r, g, b)`. */
function toHex(rgb: string): string {
  const channels = rgb.match(/\d+/g) ?? [];
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const channel = (start: number): number => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
