import type { ComponentChildren } from "preact";
import { counted } from "../../domain/counted.ts";
import type { OnTrace, Trace } from "./trace.ts";

/** A number that leads to its wells; plain text where nobody follows it, or it has none. */
export function TracedNumber(props: {
  trace: Trace;
  onTrace: OnTrace | undefined;
  children: ComponentChildren;
}) {
  const { trace, onTrace, children } = props;
  if (onTrace === undefined || trace.wells.length === 0) return <>{children}</>;
  return (
    <button
      type="button"
      class="traced"
      title={`Show its ${counted(trace.wells.length, "well")}`}
      onClick={() => onTrace(trace)}
    >
      {children}
      <span class="unseen">, show its {counted(trace.wells.length, "well")}</span>
    </button>
  );
}
