import type { PlateView } from "../../api/views.ts";

const labels: Record<keyof PlateView["provenance"], string> = {
  boundBy: "Known to be this plate by",
  barReason: "May count because",
  driver: "Driver",
  layout: "Layout",
  programVersion: "Program version",
  runId: "Run",
  readingId: "Reading",
  document: "File",
  documentSha256: "File SHA-256",
  transcriptId: "Transcript",
  transcriptSha256: "Transcript SHA-256",
  layoutSha256: "Layout SHA-256",
  settings: "Settings",
  settingsSha256: "Settings SHA-256",
  analysisId: "Analysis",
};

/**
 * Where the numbers come from, down to the reader's or the file's bytes. Closed until somebody wants to know; what a
 * plate has not is left out.
 */
export function Provenance(props: { plate: PlateView }) {
  const keys = Object.keys(labels) as (keyof PlateView["provenance"])[];
  return (
    <details class="panel provenance">
      <summary>Where these numbers come from</summary>
      <dl class="facts">
        {keys.map((key) => (
          <Fact key={key} label={labels[key]} value={props.plate.provenance[key]} />
        ))}
      </dl>
    </details>
  );
}

function Fact(props: { label: string; value: string | null }) {
  if (props.value === null) return null;
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        <code>{props.value}</code>
      </dd>
    </div>
  );
}
