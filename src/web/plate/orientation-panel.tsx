import type { OrientationView, OrientationWayView } from "../../api/orientation-views.ts";
import type { PlateView } from "../../api/views.ts";
import { TURN_WORDS, turnValues } from "../../domain/plate-turn.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { HeatMap, type HeatValue } from "../charts/heat-map.tsx";
import { formatMoment, formatSigned } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import type { Wording } from "../words.ts";

export const ORIENTATION_WORDS: Readonly<Record<OrientationView["verdict"], Wording>> = {
  fits: { word: "fits as read", icon: "tick", tone: "good" },
  "another-way-fits": { word: "another way fits better", icon: "cross", tone: "bad" },
  undecidable: { word: "cannot be told", icon: "question", tone: "look" },
  "not-checked": { word: "not checked", icon: "question", tone: "calm" },
};

/** Which way the plate lay: four little plates with how well each fits the layout, the verdict, and who said what. */
export function OrientationPanel(props: { plate: PlateView }) {
  const { plate } = props;
  const { orientation } = plate;
  if (orientation === null) return null;
  const asRead = orientation.ways.find((way) => way.turn === "as-read")?.misfit ?? null;
  const laid = plate.wells.map((well): HeatValue => well.measurement ?? "missing");
  // Back to as it was read, where somebody has said that it lay another way; doing it twice leads back.
  const values = turnValues(laid, orientation.standing?.turn ?? "as-read");
  const scale = absorbanceScale(values.filter((value) => typeof value === "number"));
  return (
    <Panel title="Which way it lay" class="orientation">
      <p>
        <Badge wording={ORIENTATION_WORDS[orientation.verdict]} />
      </p>
      {orientation.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ol class="orientation-ways">
        {orientation.ways.map((way) => (
          <li
            key={way.turn}
            class={
              way.turn === orientation.best ? "orientation-way orientation-best" : "orientation-way"
            }
          >
            <HeatMap
              values={turnValues(values, way.turn)}
              scale={scale}
              description={`The plate ${TURN_WORDS[way.turn]}`}
            />
            <strong>{TURN_WORDS[way.turn]}</strong>
            <span>{wayText(way, asRead)}</span>
            <span class="soft">{harmText(way)}</span>
            {way.turn === orientation.best ? <span class="orientation-mark">fits best</span> : null}
          </li>
        ))}
      </ol>
      {orientation.limit === null ? null : (
        <p class="soft">
          Scores are against the plate as read: above zero a way fits worse. Beyond{" "}
          {orientation.limit.toFixed(0)}, up or down, one way is clearly better.
        </p>
      )}
      <p>
        {orientation.standing === null
          ? "Nobody has said how it lay. "
          : `${orientation.standing.by} said, ${formatMoment(orientation.standing.atUtc)}: ${TURN_WORDS[orientation.standing.turn]}. ${orientation.standing.reason} `}
        <a href={pageAddress("review", plate.summary.id)}>Say how it lay…</a>
      </p>
    </Panel>
  );
}

function wayText(way: OrientationWayView, asRead: number | null): string {
  if (way.misfit === null || asRead === null) return "not scored";
  return way.turn === "as-read" ? "score 0" : `score ${formatSigned(way.misfit - asRead, 0)}`;
}

function harmText(way: OrientationWayView): string {
  if (way.turn === "as-read") return "";
  if (way.wellsThatDiffer === 0) return "every well would mean the same";
  const what = way.armsOnly ? "would be of another arm" : "would mean something else";
  return `${way.wellsThatDiffer} wells ${what}`;
}
