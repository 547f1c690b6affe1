import type { MaskEventView, PlateView, WellView } from "../../api/views.ts";
import { counted } from "../../domain/counted.ts";
import {
  formatAbsorbance,
  formatDose,
  formatInhibitor,
  formatMoment,
  formatPercent,
  formatSigned,
} from "../format.ts";
import { pageAddress } from "../route.ts";
import { type StoryStep, wellSteps } from "./story-steps.ts";
import type { OnTrace } from "./trace.ts";
import { TracedNumber } from "./traced-number.tsx";
import { markOf } from "./well-mark.ts";

/** Everything known of one well, step by step from the reader's own token to survival. */
export function WellStory(props: {
  plate: PlateView;
  well: WellView;
  pinned: boolean;
  onLetGo: () => void;
  onTrace: OnTrace;
}) {
  const { plate, well, onTrace } = props;
  return (
    <div class="well-story">
      <h3 class="well-name">
        {well.well} <span class="well-role">{roleOf(well)}</span>
        {props.pinned ? (
          <button type="button" class="well-pin" onClick={props.onLetGo}>
            Pinned, let go
          </button>
        ) : null}
      </h3>
      <p class="well-content-line">
        {contentLine(well)}
        {well.readAt === well.well
          ? ""
          : `; read at ${well.readAt}, because the plate lay another way`}
      </p>
      <ol class="story-steps">
        {wellSteps(plate, well).map((step) => (
          <Step key={step.label} step={step} onTrace={onTrace} />
        ))}
      </ol>
      <Partners plate={plate} well={well} onTrace={onTrace} />
      <Masking plate={plate} well={well} />
    </div>
  );
}

function Step(props: { step: StoryStep; onTrace: OnTrace }) {
  const { label, value, token, how, trace } = props.step;
  return (
    <li>
      <span class="story-label">{label}</span>
      <span class="story-value">
        <strong>{value}</strong>
        {token === null ? null : (
          <span class="soft">
            {" "}
            {token.source} <code>{token.text}</code>
          </span>
        )}
      </span>
      {how === null ? null : (
        <span class="story-how soft">
          {trace === null ? (
            how
          ) : (
            <TracedNumber trace={trace} onTrace={props.onTrace}>
              {how}
            </TracedNumber>
          )}
        </span>
      )}
    </li>
  );
}

/** Wells with the same content, and how far this one is from them. */
function Partners(props: { plate: PlateView; well: WellView; onTrace: OnTrace }) {
  const { plate, well } = props;
  const group = plate.correction.groups.find((one) => one.wells.includes(well.well));
  const partners = plate.wells.filter(
    (one) => one.well !== well.well && group?.wells.includes(one.well),
  );
  if (partners.length === 0) return <p class="well-partners soft">No well has the same content.</p>;
  const residual =
    well.residualAu === null
      ? ""
      : `; this well is ${formatSigned(well.residualAu, 3)} AU (${formatSigned(well.residualZ, 1)} SD) from their mean`;
  const label = `Wells like ${well.well}`;
  return (
    <p class="well-partners">
      <TracedNumber
        trace={{ label, wells: [well.well, ...partners.map((one) => one.well)] }}
        onTrace={props.onTrace}
      >
        Same content
      </TracedNumber>{" "}
      {partners.length <= 3
        ? partners.map((one) => `${one.well} ${numberOf(one)}`).join(", ")
        : counted(partners.length, "other well")}
      {residual}.
    </p>
  );
}

function numberOf(well: WellView): string {
  if (well.survivalPercent !== null) return formatPercent(well.survivalPercent);
  return well.netAbsorbance === null
    ? "without a number"
    : `${formatAbsorbance(well.netAbsorbance)} AU`;
}

function Masking(props: { plate: PlateView; well: WellView }) {
  const { plate, well } = props;
  const mark = markOf(well);
  const events = plate.masks.filter((event) => event.well === well.well);
  const masked = well.maskReason === "review";
  return (
    <div class="well-mask">
      <p>
        {mark === null ? (
          <span class="soft">It counts.</span>
        ) : (
          <>
            <strong>{well.maskReason === null ? "No number" : "Left out"}:</strong> {mark.words}.
          </>
        )}{" "}
        {well.isSuspect
          ? "Its duplicate differs, and this one lies farther from its neighbours."
          : ""}
      </p>
      {events.map((event) => (
        <p key={event.atUtc} class="soft">
          {maskSentence(event)}
        </p>
      ))}
      {well.role === null ? null : (
        <a href={`${pageAddress("review", plate.summary.id)}?wells=${well.well}`}>
          {masked ? `Take ${well.well} in again…` : `Leave ${well.well} out…`}
        </a>
      )}
    </div>
  );
}

function maskSentence({ action, by, atUtc, reason }: MaskEventView): string {
  const what = action === "mask" ? "Left out" : "Taken in again";
  return `${what} by ${by}, ${formatMoment(atUtc)}: ${reason}`;
}

function roleOf(well: WellView): string {
  if (well.role === null) return "no layout";
  return well.arm === null ? well.role : `${well.role}, ${well.arm}`;
}

function contentLine(well: WellView): string {
  const parts = [
    ...(well.inhibitorUm === null ? [] : [`inhibitor ${formatInhibitor(well.inhibitorUm)}`]),
    ...(well.prednisoloneUgPerMl === null
      ? []
      : [`prednisolone ${formatDose(well.prednisoloneUgPerMl)}`]),
    ...(well.replicate === null ? [] : [`replicate ${well.replicate}`]),
  ];
  return parts.length === 0 ? "No compound" : sentenceCase(parts.join(", "));
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
