import type { ComponentChildren } from "preact";
import type { ReviewView } from "../../api/review-views.ts";
import type { PlateView } from "../../api/views.ts";
import { counted } from "../../domain/counted.ts";
import { formatHash, formatMoment } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import { wordOfVerification } from "../words.ts";
import { useSignatures } from "./use-signatures.ts";

/** How this plate's numbers were made, step by step, each with what it rests on and the way to it. */
export function Provenance(props: { plate: PlateView }) {
  const { plate } = props;
  const signatures = useSignatures(plate.summary.id, plate.asOfEventId);
  return (
    <Panel title="How was this made?" class="wide provenance" id="how-made">
      <ol class="making">
        <RawStep plate={plate} />
        <ReadingStep plate={plate} />
        <LayoutStep plate={plate} />
        <MaskStep plate={plate} />
        <SettingsStep plate={plate} />
        <AnalysisStep plate={plate} />
        <SignatureStep plate={plate} review={signatures} />
      </ol>
    </Panel>
  );
}

function apiAddress(plate: PlateView, what: string): string {
  return `/api/v1/plates/${encodeURIComponent(plate.summary.id)}/${what}`;
}

function Making(props: { title: string; word: ComponentChildren; children: ComponentChildren }) {
  return (
    <li class="making-step">
      <h3>{props.title}</h3>
      <p class="making-word">{props.word}</p>
      {props.children}
    </li>
  );
}

function Hash(props: { of: string; sha256: string | null }) {
  if (props.sha256 === null || props.sha256 === "") return null;
  return (
    <p class="soft">
      {props.of} SHA-256 <code title={props.sha256}>{formatHash(props.sha256)}</code>
    </p>
  );
}

function RawStep({ plate }: { plate: PlateView }) {
  const { provenance, summary } = plate;
  return (
    <Making title="Bytes" word={provenance.document ?? `Conversation with ${summary.readerId}`}>
      <p>
        <a href={apiAddress(plate, "raw")} download>
          {provenance.document === null ? "Download the transcript" : "Download the file"}
        </a>
      </p>
      <p class="soft">
        {provenance.document === null ? "Driver" : "Importer"} {provenance.driver.split(" (")[0]},{" "}
        {wordOfVerification(provenance.verification)}
      </p>
      <Hash of="Its" sha256={provenance.transcriptSha256 ?? provenance.documentSha256} />
    </Making>
  );
}

const origins: Readonly<Record<PlateView["provenance"]["origin"], string>> = {
  command: "ordered at the bench",
  unasked: "started at the reader's own panel",
  recovered: "recovered after an interruption",
  file: "taken from a file",
};

function ReadingStep({ plate }: { plate: PlateView }) {
  const { provenance, summary } = plate;
  return (
    <Making title="Reading" word={provenance.times.arrived}>
      <p class="soft">
        Arrived at this time of the bench computer, in the zone {provenance.times.zone}.{" "}
        {provenance.times.readerClock ?? "The reader gave no time of its own."}
      </p>
      <p>
        {origins[provenance.origin]}
        {provenance.operator === null ? "" : ` by ${provenance.operator}`};{" "}
        {summary.versions === 1 ? "the only one" : `number ${provenance.version} counts`}
      </p>
      <p class="soft">Known to be this plate by {provenance.boundBy}</p>
      {provenance.rereadReason === null ? null : (
        <p class="soft">Read again because: {provenance.rereadReason}</p>
      )}
      {provenance.barReason === null ? null : (
        <p class="soft">May count because: {provenance.barReason}</p>
      )}
      <p class="soft">
        Reading <code>{provenance.readingId}</code>
      </p>
    </Making>
  );
}

function LayoutStep({ plate }: { plate: PlateView }) {
  const { layoutId, layoutRevision, layoutSha256 } = plate.provenance;
  return (
    <Making
      title="Layout"
      word={
        <a href={pageAddress("layouts", layoutId, String(layoutRevision))}>
          {layoutId}, revision {layoutRevision}
        </a>
      }
    >
      <p>Says what stands in each well; a used revision cannot be changed.</p>
      <Hash of="Its" sha256={layoutSha256} />
    </Making>
  );
}

function MaskStep({ plate }: { plate: PlateView }) {
  const leftOut = plate.wells.filter((well) => well.maskReason !== null);
  const byPeople = leftOut.filter((well) => well.maskReason === "review");
  return (
    <Making
      title="Wells left out"
      word={leftOut.length === 0 ? "None" : leftOut.map((well) => well.well).join(", ")}
    >
      <p>
        {counted(leftOut.length - byPeople.length, "well")} by rule, {byPeople.length} by people
      </p>
      {plate.masks.map((event) => (
        <p key={`${event.well}-${event.atUtc}`} class="soft">
          {event.well} {event.action === "mask" ? "left out" : "taken in again"} by {event.by},{" "}
          {formatMoment(event.atUtc)}: {event.reason}
        </p>
      ))}
    </Making>
  );
}

function SettingsStep({ plate }: { plate: PlateView }) {
  const { settings, settingsSha256 } = plate.provenance;
  return (
    <Making title="Settings" word={settings === "" ? "Not analysed" : settings}>
      <p>Every limit and rule of the analysis.</p>
      <Hash of="Their" sha256={settingsSha256} />
    </Making>
  );
}

function AnalysisStep({ plate }: { plate: PlateView }) {
  const { analysisId, analysedAtUtc, programVersion, resultSha256 } = plate.provenance;
  if (analysisId === null) {
    return (
      <Making title="Analysis" word="None">
        <p>This sample has not been analysed.</p>
      </Making>
    );
  }
  return (
    <Making title="Analysis" word={`Platewarden ${programVersion}`}>
      <p>{analysedAtUtc === null ? "" : formatMoment(analysedAtUtc)}</p>
      <p class="soft">
        Analysis <code>{analysisId}</code>
      </p>
      <Hash of="Its result's" sha256={resultSha256} />
    </Making>
  );
}

function SignatureStep(props: { plate: PlateView; review: ReviewView | null }) {
  const { plate, review } = props;
  const signatures = review?.signatures ?? [];
  return (
    <Making
      title="Review"
      word={
        <a href={pageAddress("review", plate.summary.id)}>
          {review === null ? "Open the review" : wordOfState(review.state)}
        </a>
      }
    >
      {signatures.length === 0 ? <p class="soft">No signatures.</p> : null}
      {signatures.map((one) => (
        <p key={one.id}>
          {one.meaning}: {one.name}, {formatMoment(one.signedAtUtc)}
          {one.standing === "holds" ? "" : ` (${one.standing}: does not hold any more)`}
        </p>
      ))}
      <p>
        <a href={apiAddress(plate, "report.pdf")} download>
          Report as PDF
        </a>
      </p>
    </Making>
  );
}

const STATES: Readonly<Record<ReviewView["state"], string>> = {
  open: "Not signed yet",
  changed: "Changed since it was signed",
  reviewed: "Signed once",
  approved: "Approved by two people",
  rejected: "Rejected",
  "repeat-asked": "A repeat is asked for",
};

function wordOfState(state: ReviewView["state"]): string {
  return STATES[state];
}
