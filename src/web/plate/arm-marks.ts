/** How the contents of wells are told apart in the picture of the layout: by letter first, by colour second. */
import type { WellView } from "../../api/views.ts";

export interface ContentMark {
  readonly letter: string;
  /** Of the well's ground; null = the panel's own. */
  readonly colour: string | null;
  readonly name: string;
}

/** Told apart with every kind of colour blindness. Source: Okabe and Ito 2008, "Color Universal Design". */
const ARM_COLOURS = [
  "#e69f00",
  "#56b4e9",
  "#009e73",
  "#f0e442",
  "#0072b2",
  "#d55e00",
  "#cc79a7",
] as const;
const VEHICLE_COLOUR = "#b4b9c2";

const ROLES: Readonly<Record<string, ContentMark>> = {
  blank: { letter: "b", colour: null, name: "blank" },
  untreated: { letter: "u", colour: null, name: "untreated" },
  kill: { letter: "k", colour: null, name: "kill control" },
  reference: { letter: "r", colour: null, name: "reference" },
  edge: { letter: "·", colour: null, name: "edge, not used" },
  unused: { letter: "·", colour: null, name: "unused" },
};
const NO_LAYOUT: ContentMark = { letter: "?", colour: null, name: "no layout" };

/**
 * A mark for every arm of the wells, in order of first appearance: the shortest beginning of its name that no earlier
 * arm has, in capitals, because roles have small letters.
 */
export function armMarks(
  wells: readonly WellView[],
  vehicles: ReadonlySet<string>,
): ReadonlyMap<string, ContentMark> {
  const marks = new Map<string, ContentMark>();
  const taken = new Set<string>();
  for (const { arm } of wells) {
    if (arm === null || marks.has(arm)) continue;
    const letter = freeLetters(arm, taken);
    taken.add(letter);
    const inhibitors = [...marks.keys()].filter((one) => !vehicles.has(one)).length;
    const colour = vehicles.has(arm)
      ? VEHICLE_COLOUR
      : (ARM_COLOURS[inhibitors % ARM_COLOURS.length] ?? VEHICLE_COLOUR);
    marks.set(arm, { letter, colour, name: arm });
  }
  return marks;
}

export function contentMark(well: WellView, arms: ReadonlyMap<string, ContentMark>): ContentMark {
  if (well.arm !== null) return arms.get(well.arm) ?? NO_LAYOUT;
  return ROLES[well.role ?? ""] ?? NO_LAYOUT;
}

function freeLetters(arm: string, taken: ReadonlySet<string>): string {
  const letters = arm.replace(/[^\p{L}\p{N}]/gu, "").toUpperCase() || "?";
  for (let length = 1; length <= Math.min(3, letters.length); length++) {
    const beginning = letters.slice(0, length);
    if (!taken.has(beginning)) return beginning;
  }
  return `${letters.slice(0, 1)}${taken.size + 1}`;
}
