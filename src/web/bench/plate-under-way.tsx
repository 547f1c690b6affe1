import { useRef } from "preact/hooks";
import type { ReadingProgress } from "../../api/views.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { formatDuration } from "../format.ts";
import { useNow } from "../live/use-now.ts";
import { wordOfPhase } from "../words.ts";
import { PlateRows } from "./plate-rows.tsx";
import { StopRun } from "./stop-run.tsx";

/** How much longer than usual a phase may take before the page says so. */
const LATE_FACTOR = 1.5;

/** A plate in a reader: which one, for how long since its run began, and its rows as they arrive. Alone it shows both wavelengths. */
export function PlateUnderWay(props: {
  readerId: string;
  progress: ReadingProgress;
  alone: boolean;
  clockOffsetMs: number;
}) {
  const { readerId, progress } = props;
  const { runId, rows } = progress;
  const nowMs = useNow(true) + props.clockOffsetMs;
  const elapsedMs = nowMs - Date.parse(progress.startedAtUtc);
  const phaseMs = nowMs - usePhaseStart(progress, nowMs);
  const planes = [
    { title: "Measurement", rows: rows.measurement },
    { title: "Reference", rows: rows.reference },
  ];
  const scale = absorbanceScale(planes.flatMap((plane) => numbersOf(plane.rows)));
  const lastBegun = planes.findLast((plane) => plane.rows.some((row) => row !== null));
  return (
    <article
      class={`plate-under-way ${props.alone ? "" : "plate-beside-another"}`}
      aria-label={`Plate on ${readerId}`}
    >
      <p class="under-way-plate">{progress.barcode ?? "Unannounced plate"}</p>
      <p class="under-way-time" role="timer">
        {formatDuration(elapsedMs)}
      </p>
      <p class="under-way-phase">
        {readerId} · {wordOfPhase(progress.phase)} for {formatDuration(phaseMs)}
        <Usually expectedMs={progress.expectedMs} elapsedMs={phaseMs} />
      </p>
      {runId === null ? null : <StopRun runId={runId} />}
      <div class="under-way-planes">
        {planes
          .filter((plane) => props.alone || plane === (lastBegun ?? planes[0]))
          .map((plane) => (
            <PlateRows key={plane.title} title={plane.title} rows={plane.rows} scale={scale} />
          ))}
      </div>
    </article>
  );
}

function numbersOf(rows: ReadingProgress["rows"]["measurement"]): number[] {
  return rows.flatMap((row) => row ?? []).filter((value) => value !== null);
}

/** What the phase usually takes, where that is known: a reader tells no percentage, so none is shown. */
function Usually(props: { expectedMs: number | null; elapsedMs: number }) {
  const { expectedMs, elapsedMs } = props;
  if (expectedMs === null) return null;
  return (
    <>
      , usually {formatDuration(expectedMs)}
      {elapsedMs > expectedMs * LATE_FACTOR ? (
        <strong class="late"> – longer than usual</strong>
      ) : null}
    </>
  );
}

function usePhaseStart(progress: ReadingProgress, nowMs: number): number {
  const seen = useRef({ phase: progress.phase, sinceMs: Date.parse(progress.startedAtUtc) });
  if (seen.current.phase !== progress.phase) {
    seen.current = { phase: progress.phase, sinceMs: nowMs };
  }
  const told = progress.phaseStartedAtUtc;
  return told === undefined ? seen.current.sinceMs : Date.parse(told);
}
