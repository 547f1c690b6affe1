import { useRef } from "preact/hooks";
import type { BenchView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { type ExpectedPlate, expectedPlates } from "./overdue-plates.ts";

/**
 * Whether a planned plate has not come in time. One line of always the same height, on benches whose plan has times;
 * it stays until the page is left, so that the last plate's coming moves nothing.
 */
export function OverdueLine(props: { bench: BenchView }) {
  const { overdue, next } = expectedPlates(props.bench);
  const [first, ...others] = overdue;
  const wasShown = useRef(false);
  wasShown.current ||= first !== undefined || next !== null;
  if (!wasShown.current) return null;
  return (
    <output class={`overdue-line wide ${first === undefined ? "tone-calm" : "tone-look"}`}>
      <Icon name={first === undefined ? "tick" : "clock"} />
      {first === undefined ? (
        <span class="overdue-text">No plate is overdue. {nextDue(next)}</span>
      ) : (
        <Overdue plate={first} others={others.length} />
      )}
    </output>
  );
}

function Overdue(props: { plate: ExpectedPlate; others: number }) {
  const { plate, others } = props;
  return (
    <span class="overdue-text">
      <strong>Overdue: {plate.barcode}</strong>
      {plate.sample === null ? null : `, sample ${plate.sample}`}, since{" "}
      {formatMoment(plate.dueAtUtc)}
      {others === 0 ? ". " : `, and ${others} more.`}
      {others === 0 ? (
        <span class="overdue-remedy">Look in the incubator and among the plates to assign.</span>
      ) : null}
    </span>
  );
}

function nextDue(plate: ExpectedPlate | null): string {
  if (plate === null) return "";
  return `Next: ${plate.barcode}, sample ${plate.sample}, due ${formatMoment(plate.dueAtUtc)}.`;
}
