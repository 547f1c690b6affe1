import type { PlateView } from "../../api/views.ts";

const labels: Record<keyof PlateView["provenance"], string> = {
  boundBy: "Known to be this plate by",
  driver: "Driver",
  layout: "Layout",
  programVersion: "Program version",
  runId: "Run",
  readingId: "Reading",
  transcriptId: "Transcript",
  transcriptSha256: "Transcript SHA-256",
  layoutSha256: "Layout SHA-256",
  settingsSha256: "Settings SHA-256",
  analysisId: "Analysis",
};

/** Where the numbers come from, down to the reader's bytes. Closed until somebody wants to know. */
export function Provenance(props: { plate: PlateView }) {
  const keys = Object.keys(labels) as (keyof PlateView["provenance"])[];
  return (
    <details class="panel provenance">
      <summary>Where these numbers come from</summary>
      <dl class="facts">
        {keys.map((key) => (
          <div key={key}>
            <dt>{labels[key]}</dt>
            <dd>
              <code>{props.plate.provenance[key] ?? "none"}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
