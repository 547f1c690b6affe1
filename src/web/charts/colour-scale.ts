import { scaleLinear } from "d3-scale";
import { absorbanceTop, FORMAZAN, survivalTop } from "../../domain/formazan.ts";

export interface ColourScale {
  /** Lowest and highest value of the scale; values outside take the end colours. */
  readonly domain: readonly [number, number];
  readonly unit: "AU" | "%" | "SD";
  readonly colourOf: (value: number) => string;
  /** Evenly spaced over the domain. */
  readonly stops: readonly string[];
  /** The colours of both ends, for people who do not see the picture. */
  readonly words: { readonly low: string; readonly high: string };
}

/**
 * Blue below, orange above. Lightness L* falls evenly from 96 in the middle to 36 at both ends, hues are 262 and 62
 * degrees of CIELAB: size is seen without any colour, and the sign with every kind of colour blindness.
 */
export const BLUE_ORANGE = [
  "#005a89",
  "#0080c0",
  "#5ca7e3",
  "#aeccee",
  "#f3f3f3",
  "#e7c2a9",
  "#d09365",
  "#b16729",
  "#874200",
] as const;

const RESIDUAL_TOPS_AU = [0.05, 0.1, 0.2, 0.5, 1, 2, 4];
/** Beyond it every well needs a look, however far. */
const TOP_SD = 5;

/** A scale from 0 to the next round top above the largest value, so that rows still to come rarely change it. */
export function absorbanceScale(values: Iterable<number>): ColourScale {
  return formazanScale(absorbanceTop(values), "AU");
}

export function survivalScale(values: Iterable<number>): ColourScale {
  return formazanScale(survivalTop(values), "%");
}

/** As far below zero as above it; in robust standard deviations the ends stand at 5. */
export function residualScale(values: Iterable<number>, unit: "AU" | "SD"): ColourScale {
  const largest = Math.max(0, ...[...values].map(Math.abs));
  const top =
    unit === "SD" ? TOP_SD : (RESIDUAL_TOPS_AU.find((one) => largest <= one) ?? Math.ceil(largest));
  return scaleOf([-top, top], unit, BLUE_ORANGE, { low: "blue", high: "orange" });
}

function formazanScale(top: number, unit: "AU" | "%"): ColourScale {
  return scaleOf([0, top], unit, FORMAZAN, { low: "straw", high: "dark purple" });
}

function scaleOf(
  domain: readonly [number, number],
  unit: ColourScale["unit"],
  stops: readonly string[],
  words: ColourScale["words"],
): ColourScale {
  const [low, high] = domain;
  const places = stops.map((_, index) => low + ((high - low) * index) / (stops.length - 1));
  const scale = scaleLinear<string>().domain(places).range(stops).clamp(true);
  return { domain, unit, colourOf: (value) => toHex(scale(value)), stops, words };
}

/** d3 gives `rgb(r, g, b)`. */
function toHex(rgb: string): string {
  const channels = rgb.match(/\d+/g) ?? [];
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, "0")).join("")}`;
}
