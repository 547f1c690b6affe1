import type { PlannedPlateView } from "../../api/views.ts";
import { type Message, Notice } from "../parts/notice.tsx";
import { useSession } from "../shell/use-session.ts";
import { PlannedList } from "./planned-list.tsx";

/** What stands under the scan field while no plate is being started: what became of the last one, and what is next. */
export function WaitingStep(props: {
  message: Message | null;
  planned: readonly PlannedPlateView[];
}) {
  const name = useSession()?.person?.name;
  return (
    <>
      <Notice message={props.message}>
        <span class="scan-help">Scan or type it, check, Enter starts, Esc goes back.</span>
      </Notice>
      <p class="who">
        {name === undefined ? null : (
          <span>
            Read by <strong>{name}</strong>. Somebody else scans their badge.
          </span>
        )}
      </p>
      <PlannedList planned={props.planned} />
    </>
  );
}
