import { scaleLinear } from "d3-scale";
import { absorbanceTop, FORMAZAN, survivalTop } from "../../domain/formazan.ts";

export interface ColourScale {
  /** Lowest and highest value of the scale; values outside take the end colours. */
  readonly domain: readonly [number, number];
  readonly unit: "AU" | "%";
  readonly colourOf: (value: number) => string;
}

/** A scale from 0 to the next round top above the largest value, so that rows still to come rarely change it. */
export function absorbanceScale(values: Iterable<number>): ColourScale {
  return scaleTo(absorbanceTop(values), "AU");
}

export function survivalScale(values: Iterable<number>): ColourScale {
  return scaleTo(survivalTop(values), "%");
}

function scaleTo(top: number, unit: "AU" | "%"): ColourScale {
  const stops = FORMAZAN.map((_, index) => (top * index) / (FORMAZAN.length - 1));
  const scale = scaleLinear<string>().domain(stops).range(FORMAZAN).clamp(true);
  return { domain: [0, top], unit, colourOf: (value) => toHex(scale(value)) };
}

/** d3 gives `rgb(r, g, b)`. */
function toHex(rgb: string): string {
  const channels = rgb.match(/\d+/g) ?? [];
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, "0")).join("")}`;
}
