import type { PlateView } from "../../api/views.ts";
import { markOf } from "./well-mark.ts";
import type { ModeEntry } from "./well-modes.ts";

/** The patterns and letters that stand in this plate's wells, with their meaning. */
export function MarkLegend(props: { plate: PlateView; mode: ModeEntry }) {
  const { plate, mode } = props;
  const marks = new Map(
    plate.wells.flatMap((well) => {
      const mark = markOf(well);
      return mark === null ? [] : [[mark.words, mark] as const];
    }),
  );
  const hasSuspect = mode.mode.startsWith("residual") && plate.wells.some((well) => well.isSuspect);
  return (
    <ul class="mark-legend">
      {[...marks.values()].map((mark) => (
        <li key={mark.words}>
          <span class={`mark-key pattern-${mark.pattern}`} aria-hidden="true" />
          <strong>{mark.letter}</strong> {mark.words}
        </li>
      ))}
      {hasSuspect ? (
        <li>
          <span class="mark-key well-suspect" aria-hidden="true" />
          of two duplicates that differ, the one farther from its neighbours
        </li>
      ) : null}
    </ul>
  );
}
