import { useEffect, useRef, useState } from "preact/hooks";
import type { ReaderView, ReadingProgress } from "../../api/views.ts";
import { cancelRun } from "../api-client.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { HeatMap, type HeatValue } from "../charts/heat-map.tsx";
import { formatDuration, formatMoment } from "../format.ts";
import { useNow } from "../live/use-now.ts";
import { Badge } from "../parts/badge.tsx";
import { readMemory } from "../parts/memory.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { wordOfPhase, wordOfReader, wordOfVerification } from "../words.ts";

type Rows = ReadingProgress["rows"]["measurement"];

/** A reader: its state in a word, how far its driver is proven, and the plate under way. */
export function ReaderCard(props: { reader: ReaderView; clockOffsetMs: number }) {
  const { reader } = props;
  const wording = wordOfReader(reader.state);
  return (
    <article class={`reader-card edge-${wording.tone}`} aria-label={reader.id}>
      <h3 class="reader-name">
        {reader.id} <span class="reader-model">{reader.model ?? "not identified yet"}</span>
      </h3>
      <div class="reader-facts">
        <Badge wording={wording} large={true} />
        {reader.progress === null ? (
          <p class="reader-sentence">
            {reader.sentence} <span class="soft">Since {formatMoment(reader.sinceUtc)}.</span>
          </p>
        ) : (
          <ProgressLine progress={reader.progress} clockOffsetMs={props.clockOffsetMs} />
        )}
      </div>
      <PlateUnderWay progress={reader.progress} />
      <p class="reader-verification">
        Driver {reader.driverId} {reader.driverVersion}: {wordOfVerification(reader.verification)}
      </p>
    </article>
  );
}

/** Elapsed time beside what the phase usually takes: a reader tells no percentage, so none is shown. */
function ProgressLine(props: { progress: ReadingProgress; clockOffsetMs: number }) {
  const { progress } = props;
  const nowMs = useNow(true) + props.clockOffsetMs;
  const phaseStartMs = usePhaseStart(progress, nowMs);
  const elapsedMs = nowMs - phaseStartMs;
  const { expectedMs } = progress;
  const late = expectedMs !== null && elapsedMs > expectedMs * 1.5;
  return (
    <div class="reader-progress">
      <p class="progress-plate">
        {progress.barcode ?? "A plate nobody announced"}
        {progress.runId === null ? null : <StopRun runId={progress.runId} />}
      </p>
      <p class="progress-phase" role="timer">
        {wordOfPhase(progress.phase)}: <strong>{formatDuration(elapsedMs)}</strong>
        {expectedMs === null ? " (no usual time known)" : `, usually ${formatDuration(expectedMs)}`}
        {late ? <span class="late"> – longer than usual</span> : null}
      </p>
    </div>
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

/** Two presses, so that a sleeve on the screen stops nothing. */
function StopRun(props: { runId: string }) {
  const [asking, setAsking] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => {
    if (!asking) return;
    const timer = setTimeout(() => setAsking(false), 5000);
    return () => clearTimeout(timer);
  }, [asking]);
  const stop = (): void => {
    setAsking(!asking);
    if (!asking) return;
    cancelRun(props.runId, readMemory("operator") ?? "somebody at the bench").catch(
      (error: unknown) => setMessage(refusal(error)),
    );
  };
  return (
    <>
      <button type="button" class="stop-button" onClick={stop}>
        {asking ? "Really stop?" : "Stop"}
      </button>
      {message === null ? null : <Notice message={message} />}
    </>
  );
}

function PlateUnderWay(props: { progress: ReadingProgress | null }) {
  const { progress } = props;
  const rows = progress?.rows;
  return (
    <div class="reader-plates">
      <PlateRows title="Measurement" rows={rows?.measurement ?? []} />
      <PlateRows title="Reference" rows={rows?.reference ?? []} />
    </div>
  );
}

/** A plane as far as it has come; without rows the empty plate keeps the place. */
function PlateRows(props: { title: string; rows: Rows }) {
  const values = Array.from({ length: 96 }, (_, index): HeatValue => {
    const row = props.rows[Math.floor(index / 12)];
    if (row === null || row === undefined) return "pending";
    return row[index % 12] ?? "missing";
  });
  const numbers = values.filter((value) => typeof value === "number");
  const scale = absorbanceScale(numbers);
  const arrived = props.rows.filter((row) => row !== null).length;
  const state = arrived === 0 ? "no row yet" : `${arrived} of 8 rows`;
  return (
    <figure class="plate-rows">
      <HeatMap values={values} scale={scale} description={`${props.title}: ${state}`} />
      <figcaption>
        {props.title} {arrived === 0 ? "" : `${arrived}/8`}
        <span class="soft">{arrived === 0 ? "" : `0 to ${scale.domain[1]} AU`}</span>
      </figcaption>
    </figure>
  );
}
