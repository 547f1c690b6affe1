import { counted } from "../../domain/counted.ts";
import type { Trace } from "./trace.ts";

/** Says which number's wells are marked, at the foot of the window so that nothing moves; and leads back to it. */
export function TraceBar(props: { trace: Trace | null; onBack: () => void; onClear: () => void }) {
  const { trace } = props;
  return (
    <output class={trace === null ? "trace-bar unseen" : "trace-bar"} aria-live="polite">
      {trace === null ? null : (
        <>
          <span>
            Marked: {counted(trace.wells.length, "well")} of <strong>{trace.label}</strong>
            {trace.wells.length <= 12 ? `: ${trace.wells.join(", ")}` : ""}
          </span>
          <button type="button" onClick={props.onBack}>
            Back to the number
          </button>
          <button type="button" onClick={props.onClear}>
            Clear
          </button>
        </>
      )}
    </output>
  );
}
