import { useState } from "preact/hooks";
import type { BenchView, UnassignedReadingView } from "../../api/views.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { HeatMap } from "../charts/heat-map.tsx";
import { formatMoment } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { AssignForm } from "./assign-form.tsx";

/** Plates that were read without anybody saying which they are: safe, and waiting for that. */
export function Inbox(props: { bench: BenchView }) {
  const [openId, setOpenId] = useState<string | null>(null);
  const { unassigned } = props.bench;
  const title = "Waiting to be assigned";
  if (unassigned.length === 0) return <Panel title={title} note="none" id="inbox" />;
  return (
    <Panel title={title} note={String(unassigned.length)} id="inbox" class="panel-waiting">
      <ul class="inbox">
        {unassigned.map((reading) => (
          <li key={reading.readingId} class="inbox-item">
            <Thumbnail reading={reading} />
            <Facts reading={reading} />
            {openId === reading.readingId ? (
              <AssignForm
                bench={props.bench}
                readingId={reading.readingId}
                onClose={() => setOpenId(null)}
              />
            ) : (
              <button type="button" onClick={() => setOpenId(reading.readingId)}>
                Assign
              </button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Facts(props: { reading: UnassignedReadingView }) {
  const { reading } = props;
  return (
    <div>
      <p>
        <strong>
          {reading.readerId}, {formatMoment(reading.capturedAtUtc)}
        </strong>
        {reading.readerClock === null ? null : (
          <span class="soft"> (reader’s clock {reading.readerClock})</span>
        )}
      </p>
      <p>{reading.reason}</p>
      <p class="soft">{wavelengths(reading)}</p>
    </div>
  );
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
