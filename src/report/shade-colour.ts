import { scaleLinear } from "d3-scale";
import { FORMAZAN } from "../domain/formazan.ts";

const ramp = scaleLinear<string>()
  .domain(FORMAZAN.map((_, index) => index / (FORMAZAN.length - 1)))
  .range(FORMAZAN)
  .clamp(true);

/** The plate's colour for a share from 0 (straw) to 1 (dark purple), as `#rrggbb`; beyond them the end colours. */
export function shadeColour(share: number): string {
  const channels = ramp(share).match(/\d+/g) ?? [];
  return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, "0")).join("")}`;
}
