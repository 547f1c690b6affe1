/** What the check of a plate's orientation found, for people. */
import { type PlateTurn, TURN_WORDS } from "../../domain/plate-turn.ts";
import type { NotScored, Orientation, OrientationWay } from "./orientation.ts";
import { clearlyBetter, waysToRuleOut } from "./orientation.ts";

const NOT_SCORED: Readonly<Record<NotScored, string>> = {
  NO_SIGNAL: "no well is much darker than the others",
  TOO_FEW_WELLS: "too few wells have a number",
};

function misfitOf(way: OrientationWay | undefined): string {
  return way?.misfit == null ? "–" : way.misfit.toFixed(0);
}

function waysInWords(ways: readonly string[]): string {
  const last = ways.at(-1) ?? "";
  return ways.length < 2 ? last : `${ways.slice(0, -1).join(", ")} or ${last}`;
}

/** Null unless another way fits clearly better. */
export function turnedSentence({ ways, best, verdict }: Orientation): string | null {
  if (verdict !== "another-way-fits") return null;
  const way = ways.find(({ turn }) => turn === best);
  return `The plate seems ${TURN_WORDS[best]}: so its numbers fit the layout with a misfit of ${misfitOf(way)}, as read with ${misfitOf(ways[0])}; ${way?.wellsThatDiffer ?? 0} wells would mean something else.`;
}

/**
 * Null unless another way fits clearly better than the one that a person said. `by` is who said it; null where that is not
 * at hand.
 */
export function saidAgainstSentence(
  orientation: Pick<Orientation, "ways" | "limit">,
  said: PlateTurn,
  by: string | null,
): string | null {
  const better = clearlyBetter(orientation, said);
  if (better === null) return null;
  const counts = orientation.ways.find(({ turn }) => turn === said);
  const who = by === null ? "was said" : `${by} says`;
  return `The numbers fit clearly better ${TURN_WORDS[better.turn]} than ${TURN_WORDS[said]} as ${who} (${misfitOf(better)} against ${misfitOf(counts)}).`;
}

/** Null unless a person has to rule out another way, because the numbers cannot. */
export function cannotTellSentence(orientation: Orientation): string | null {
  const ways = waysToRuleOut(orientation);
  if (ways.length === 0) return null;
  const words = waysInWords(ways.map((turn) => TURN_WORDS[turn]));
  const why = orientation.notScored === null ? "" : ` (${NOT_SCORED[orientation.notScored]})`;
  return `Nothing in the numbers tells whether the plate lay right or ${words}${why}. Look where A1 lay, or at the label.`;
}

/** Everything that is to be said, the verdict first. */
export function orientationSentences(orientation: Orientation): string[] {
  const { ways, verdict, cannotTell } = orientation;
  const harmless = ways.slice(1).filter((way) => way.wellsThatDiffer === 0);
  const exchanged = ways.filter((way) => way.armsOnly && cannotTell.includes(way.turn));
  const turned = turnedSentence(orientation);
  const unknown = cannotTellSentence(orientation);
  const fits =
    "As read, the plate fits its layout clearly better than in any way that would do harm.";
  return [
    ...(turned === null ? [] : [turned]),
    ...(unknown === null ? [] : [unknown]),
    ...(verdict === "fits" && harmless.length < ways.length - 1 ? [fits] : []),
    ...harmless.map(
      ({ turn }) =>
        `The plate ${TURN_WORDS[turn]} would mean the same in every well: this cannot be told and does no harm.`,
    ),
    ...exchanged.map(
      ({ turn, wellsThatDiffer }) =>
        `The plate ${TURN_WORDS[turn]} would exchange arms and leave every dose where it is (${wellsThatDiffer} wells): no reading of this layout can tell that for certain.`,
    ),
  ];
}
