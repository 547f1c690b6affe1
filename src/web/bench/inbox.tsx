import type { BenchView, UnassignedReadingView } from "../../api/views.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { HeatMap } from "../charts/heat-map.tsx";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { FirstOf } from "../parts/first-of.tsx";
import { Panel } from "../parts/panel.tsx";
import type { Wording } from "../words.ts";
import { AssignForm } from "./assign-form.tsx";

/** The oldest come first, so that what is new moves nothing. */
const SHOWN = 8;

const BARRED: Wording = { word: "Needs a reason", icon: "warning", tone: "look" };

/** Plates that were read, or came as files, without anybody saying which they are: safe, and waiting for that. */
export function Inbox(props: {
  bench: BenchView;
  /** The reading whose form is open. */
  openId: string | null;
  onOpen: (readingId: string | null) => void;
}) {
  const { openId, onOpen } = props;
  const { unassigned } = props.bench;
  const title = "Waiting to be assigned";
  if (unassigned.length === 0) return <Panel title={title} note="none" id="inbox" />;
  return (
    <Panel title={title} note={String(unassigned.length)} id="inbox" class="panel-waiting">
      <FirstOf
        items={unassigned}
        shown={SHOWN}
        class="inbox"
        render={(reading) => (
          <li key={reading.readingId} class="inbox-item">
            <Thumbnail reading={reading} />
            <Facts reading={reading} />
            {openId === reading.readingId ? (
              <AssignForm bench={props.bench} reading={reading} onClose={() => onOpen(null)} />
            ) : (
              <button type="button" onClick={() => onOpen(reading.readingId)}>
                Assign
              </button>
            )}
          </li>
        )}
      />
    </Panel>
  );
}

function Facts(props: { reading: UnassignedReadingView }) {
  const { reading } = props;
  return (
    <div>
      <p class="file-name">
        {reading.document === null ? null : (
          <>
            <strong>{reading.document}</strong>{" "}
          </>
        )}
        <Source reading={reading} />
        {reading.readerClock === null ? null : (
          <span class="soft"> (reader’s clock {reading.readerClock})</span>
        )}
      </p>
      <p class="inbox-reason">
        {reading.barred ? <Badge wording={BARRED} /> : null} {reading.reason}
      </p>
      <p class="soft">
        {reading.barcode === null ? null : (
          <>
            Gives the barcode <strong>{reading.barcode}</strong>;{" "}
          </>
        )}
        {wavelengths(reading)}
      </p>
    </div>
  );
}

function Source(props: { reading: UnassignedReadingView }) {
  const { readerId, capturedAtUtc, document } = props.reading;
  const source = `${readerId}, ${formatMoment(capturedAtUtc)}`;
  return document === null ? <strong>{source}</strong> : <span class="soft">{source}</span>;
}

function Thumbnail(props: { reading: UnassignedReadingView }) {
  const { measurement } = props.reading;
  const scale = absorbanceScale(measurement.filter((value) => value !== null));
  return (
    <HeatMap
      values={measurement.map((value) => value ?? "missing")}
      scale={scale}
      description={`Absorbance of the waiting plate, 0 to ${scale.domain[1]} AU`}
    />
  );
}

function wavelengths(reading: UnassignedReadingView): string {
  const names = reading.wavelengthsNm.map((nm) => (nm === null ? "unknown filter" : `${nm} nm`));
  const subtracted = reading.referenceSubtracted ? ", the reader has taken off the reference" : "";
  return `${names.join(" and ")}${subtracted}`;
}
