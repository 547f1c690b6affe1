import type { BenchView, ScanView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { type Message, Notice } from "../parts/notice.tsx";
import { useSession } from "../shell/use-session.ts";
import { differencesFromPlan, type PlateDraft } from "./plate-draft.ts";

/** What is about to be started, large enough to compare with the plate in the hand. */
export function StartCheck(props: {
  bench: BenchView;
  scan: ScanView;
  draft: PlateDraft;
  busy: boolean;
  message: Message | null;
  onStart: () => void;
  onChange: () => void;
  onCancel: () => void;
}) {
  const { bench, scan, draft } = props;
  const session = useSession();
  const reader = bench.readers.find((one) => one.id === draft.readerId);
  const ready = bench.readers.filter((one) => one.state === "ready").length;
  const warnings = [
    ...differencesFromPlan(draft, scan),
    ...(scan.alreadyRead === null
      ? []
      : [
          `Read before (${formatMoment(scan.alreadyRead.capturedAtUtc)}); again because: ${draft.rereadReason}.`,
        ]),
    ...(reader?.state === "ready"
      ? []
      : [`${draft.readerId}: ${reader?.sentence ?? "unknown reader"}`]),
  ];
  return (
    <div class="start-check">
      <dl class="check-facts">
        <div class="check-main">
          <dt>Plate</dt>
          <dd>{draft.barcode}</dd>
        </div>
        <div class="check-main">
          <dt>Sample</dt>
          <dd>{draft.sample || "none"}</dd>
        </div>
        <div class="check-main">
          <dt>Reader</dt>
          <dd>
            {draft.readerId}
            {ready > 1 ? <span class="check-hint">↑ ↓ another reader</span> : null}
          </dd>
        </div>
        <div>
          <dt>Layout</dt>
          <dd>{draft.layoutId}</dd>
        </div>
        <div>
          <dt>Read by</dt>
          <dd>{session?.person?.name ?? "whoever is signed in"}</dd>
        </div>
      </dl>
      {props.message === null ? (
        <Warnings warnings={warnings} />
      ) : (
        <Notice message={props.message} />
      )}
      <div class="actions">
        <button type="button" class="primary" disabled={props.busy} onClick={props.onStart}>
          Start <kbd>Enter</kbd>
        </button>
        <button type="button" disabled={props.busy} onClick={props.onChange}>
          Change
        </button>
        <button type="button" disabled={props.busy} onClick={props.onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </div>
  );
}

function Warnings(props: { warnings: readonly string[] }) {
  return (
    <ul class="check-warnings">
      {props.warnings.map((warning) => (
        <li key={warning}>
          <Icon name="warning" /> {warning}
        </li>
      ))}
    </ul>
  );
}
