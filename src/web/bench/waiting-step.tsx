import type { PlannedPlateView } from "../../api/views.ts";
import { type Message, Notice } from "../parts/notice.tsx";
import { PlannedList } from "./planned-list.tsx";

/** What stands under the scan field while no plate is being started: what became of the last one, and what is next. */
export function WaitingStep(props: {
  message: Message | null;
  planned: readonly PlannedPlateView[];
  operator: string | null;
  onForget: () => void;
}) {
  return (
    <>
      <Notice message={props.message}>
        <span class="scan-help">Scan or type it, check, Enter starts, Esc goes back.</span>
      </Notice>
      {props.operator ? (
        <p class="who">
          <span>
            Working here: <strong>{props.operator}</strong>
          </span>
          <button type="button" onClick={props.onForget}>
            Somebody else
          </button>
        </p>
      ) : null}
      <PlannedList planned={props.planned} />
    </>
  );
}
