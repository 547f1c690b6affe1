import { useState } from "preact/hooks";
import type { OrientationView } from "../../api/orientation-views.ts";
import type { PlateView } from "../../api/views.ts";
import { PLATE_TURNS, type PlateTurn, TURN_WORDS } from "../../domain/plate-turn.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import { ORIENTATION_WORDS } from "../plate/orientation-panel.tsx";
import type { ProposedChange } from "./review-draft.ts";

/** How the plate lay in the reader, and the way to say it otherwise. */
export function LiePanel(props: {
  plate: PlateView;
  mayChange: boolean;
  onCompare: (change: ProposedChange) => void;
}) {
  const [turn, setTurn] = useState<PlateTurn>("as-read");
  const { orientation } = props.plate;
  if (!props.mayChange && orientation === null) return null;
  return (
    <Panel title="How the plate lay" class="review-lie">
      {orientation === null ? null : <Findings orientation={orientation} />}
      {props.mayChange ? (
        <div class="actions">
          <label class="turn-choice">
            <span class="unseen">It lay</span>
            <select
              value={turn}
              onChange={(event) => {
                const chosen = PLATE_TURNS.find((one) => one === event.currentTarget.value);
                if (chosen !== undefined) setTurn(chosen);
              }}
            >
              {PLATE_TURNS.map((one) => (
                <option key={one} value={one}>
                  {TURN_WORDS[one]}
                </option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => props.onCompare({ kind: "turn", turn })}>
            Say so…
          </button>
        </div>
      ) : null}
    </Panel>
  );
}

function Findings(props: { orientation: OrientationView }) {
  const { verdict, sentences, standing } = props.orientation;
  return (
    <div class="lie-findings">
      <Badge wording={ORIENTATION_WORDS[verdict]} />
      <span>{sentences.join(" ")}</span>
      {standing === null ? null : (
        <p>
          {standing.by} said, {formatMoment(standing.atUtc)}: {TURN_WORDS[standing.turn]}.{" "}
          {standing.reason}
        </p>
      )}
    </div>
  );
}
