import type { ComponentChildren } from "preact";
import type { PlateView, WellView } from "../../api/views.ts";
import { formatAbsorbance, formatDose, formatInhibitor, formatPercent } from "../format.ts";
import { wordOfMask } from "../words.ts";

const directions = {
  "over-range": "more than it can measure",
  "under-range": "less than it can measure",
  "not-read": "not read",
} as const;

/** Everything known of one well, from the reader's own token to survival. */
export function WellStory(props: { plate: PlateView; well: WellView }) {
  const { plate, well } = props;
  const nm = (wavelengthNm: number | null): string =>
    wavelengthNm === null ? "" : `, ${wavelengthNm} nm`;
  return (
    <div class="well-story">
      <h3 class="well-name">
        {well.well} <span class="well-role">{roleOf(well)}</span>
      </h3>
      <dl class="facts">
        <Fact label="Prednisolone">{formatDose(well.prednisoloneUgPerMl)}</Fact>
        <Fact label="Inhibitor">{formatInhibitor(well.inhibitorUm)}</Fact>
        <Fact label="Replicate">{well.replicate ?? "–"}</Fact>
        <Fact label={`Measurement${nm(plate.measurementNm)}`}>
          <Reading plate={plate} value={well.measurement} token={well.measurementToken} />
        </Fact>
        <Fact label={`Reference${nm(plate.referenceNm)}`}>
          {plate.referenceSubtracted ? (
            "taken off by the reader"
          ) : (
            <Reading plate={plate} value={well.reference} token={well.referenceToken} />
          )}
        </Fact>
        <Fact label="Net (N)">{withUnit(well.netAbsorbance)}</Fact>
        <Fact label="Corrected (C)">{withUnit(well.correctedAbsorbance)}</Fact>
        <Fact label="Survival (S)">{formatPercent(well.survivalPercent, 1)}</Fact>
      </dl>
      <p class="well-mask">
        {well.measurementDirection === null ? null : (
          <span>
            {plate.provenance.document === null ? "The reader" : "The file"} says:{" "}
            {directions[well.measurementDirection]}.{" "}
          </span>
        )}
        {well.maskReason === null ? (
          <span class="soft">Not masked.</span>
        ) : (
          <span>
            <strong>Left out ({wordOfMask(well.maskReason).letter}):</strong>{" "}
            {wordOfMask(well.maskReason).words}
            {well.maskComment === null ? "." : `: ${well.maskComment}.`}
          </span>
        )}
      </p>
    </div>
  );
}

function Fact(props: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** The number beside the characters that it was made of. */
function Reading(props: { plate: PlateView; value: number | null; token: string | null }) {
  if (props.token === null || props.token === "") return <>–</>;
  const source = props.plate.provenance.document === null ? "sent" : "in the file";
  return (
    <>
      {withUnit(props.value)} <span class="soft">{source}</span> <code>{props.token}</code>
    </>
  );
}

function withUnit(absorbance: number | null): string {
  return absorbance === null ? "–" : `${formatAbsorbance(absorbance)} AU`;
}

function roleOf(well: WellView): string {
  if (well.role === null) return "no layout";
  return well.arm === null ? well.role : `${well.role}, ${well.arm}`;
}
