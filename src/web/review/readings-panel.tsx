import type { PlateReadingView, ReviewView } from "../../api/review-views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import type { ProposedChange } from "./review-draft.ts";

/** The plate's readings, of which one counts; another can be chosen, with both results shown before. */
export function ReadingsPanel(props: {
  review: ReviewView;
  mayChange: boolean;
  onCompare: (change: ProposedChange) => void;
}) {
  const { readings } = props.review;
  const several = readings.length > 1;
  return (
    <Panel title="Readings" note={several ? `${readings.length}, one counts` : "1"}>
      <ul class="review-readings">
        {readings.map((reading) => (
          <li key={reading.version}>
            <div>
              <strong>Reading {reading.version}</strong>{" "}
              {reading.counts ? (
                <Badge wording={{ word: "counts", icon: "tick", tone: "good" }} />
              ) : null}
              <p class="soft">{storyOf(reading)}</p>
            </div>
            {reading.counts || !props.mayChange ? null : (
              <button
                type="button"
                onClick={() => props.onCompare({ kind: "choice", version: reading.version })}
              >
                Let it count…
              </button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function storyOf(reading: PlateReadingView): string {
  const { chosen, missing, rereadReason } = reading;
  return [
    `${formatMoment(reading.capturedAtUtc)}, ${reading.readerId}, ${reading.readBy}`,
    ...(rereadReason === null ? [] : [`read again: ${rereadReason}`]),
    ...(missing === 0 ? [] : [`${missing} ${missing === 1 ? "well" : "wells"} without a number`]),
    ...(chosen === null ? [] : [`chosen by ${chosen.by}: ${chosen.reason}`]),
  ].join("; ");
}
