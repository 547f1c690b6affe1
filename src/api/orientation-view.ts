/** What the plate page shows of how a plate lay. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { orientationSentences } from "../analysis/orientation/orientation-sentences.ts";
import { TURN_WORDS } from "../domain/plate-turn.ts";
import {
  holdSentence,
  readAgainstNumbersSentence,
} from "../pipeline/orientation/orientation-flags.ts";
import type { UnderstoodPlate } from "../pipeline/sample-evidence.ts";
import type { OrientationView } from "./orientation-views.ts";

const NOT_CHECKED: Omit<OrientationView, "standing" | "sentences"> = {
  verdict: "not-checked",
  best: null,
  margin: null,
  limit: null,
  ways: [],
};

/** The check as it was stored with the analysis, and what a person has said since. */
export function orientationView(
  { plate, turn }: Pick<UnderstoodPlate, "plate" | "turn">,
  result: SampleResult | null,
): OrientationView {
  const said =
    turn === null ? [] : [`${turn.by} says that the plate lay ${TURN_WORDS[turn.turn]}.`];
  const found = result?.orientation?.[plate.barcode];
  if (found === undefined) {
    const why = "The analysis that counts did not look how the plate lay; the next one will.";
    return { ...NOT_CHECKED, sentences: [...said, why], standing: turn };
  }
  const by = turn?.by ?? null;
  const held = holdSentence(result, plate.barcode, by);
  const against = held ?? readAgainstNumbersSentence(result, plate.barcode, by);
  const { verdict, margin, limit, ways } = found;
  // What holds a plate of which nobody has spoken begins with what the check found.
  const repeats = held !== null && found.said === undefined;
  const sentences = orientationSentences(found).slice(repeats ? 1 : 0);
  return {
    verdict,
    sentences: [...said, ...(against === null ? [] : [against]), ...sentences],
    best: found.notScored === null && ways[0]?.misfit !== null ? found.best : null,
    margin,
    limit,
    ways: ways.map(({ turn, misfit, wellsThatDiffer, armsOnly }) => ({
      turn,
      misfit,
      wellsThatDiffer,
      armsOnly,
    })),
    standing: turn,
  };
}
