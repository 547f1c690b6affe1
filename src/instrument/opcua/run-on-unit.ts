/** One run on the unit: begin it, watch over it, break it off. Each is a single look; the caller comes again. */
import type { RecordPort } from "../record-port.ts";
import type { ActiveRun, BenchState } from "./bench-state.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { ConnectionTrouble } from "./connection-trouble.ts";
import { forget } from "./hand-over.ts";
import { isAborted, otherProgram } from "./judge-result.ts";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit, MethodPlace } from "./lads-unit.ts";
import { listResults } from "./list-results.ts";
import { isResultOf } from "./match-result.ts";
import { chooseProgram, listPrograms } from "./reader-programs.ts";
import type { ResultLook } from "./result-intake.ts";
import { startProgram } from "./start-program.ts";
import { troubleWithUnit } from "./unit-sentences.ts";
import type { UnitStatus } from "./unit-status.ts";

export interface RunParts {
  readonly session: LadsSession;
  readonly unit: LadsUnit;
  readonly options: ConnectionOptions;
  readonly records: RecordPort;
  readonly bench: BenchState;
}

/** An estimate of the reader's own may be exceeded by half, and by this. */
const ESTIMATE_MARGIN_MS = 60_000;

/** Sends the start of a queued run, once. Throws when the connection has to be given up. */
export async function beginRun(parts: RunParts, run: ActiveRun, status: UnitStatus): Promise<void> {
  const { session, unit, options, records, bench } = parts;
  const { command } = run;
  const obstacle = troubleWithUnit(status, unit) ?? busyWith(status);
  if (obstacle !== null) return endRun(parts, run, "failed", obstacle);
  const templates = await listPrograms(session, unit);
  const template = chooseProgram(templates, command.request, options);
  if (typeof template === "string") return endRun(parts, run, "failed", template);
  const before = new Set(
    (await listResults(session, unit, new Map())).map((one) => one.nodeId.toString()),
  );
  await records.runReading(command.runId);
  if (run.cancelAsked) {
    return endRun(parts, run, "cancelled", "Cancelled before the reader began.");
  }
  run.template = template;
  run.phase = "calling";
  bench.expectations.set(command.runId, { command, template, templates });
  const order = {
    templateId: template.id,
    taskId: command.runId,
    jobId: command.barcode,
    barcode: command.barcode,
    sample: command.sample,
    properties: options.properties,
  };
  const outcome = await startProgram(session, unit, order, options.startTimeoutMs);
  if (outcome.kind === "refused") {
    const why = outcome.busy
      ? "It is not in a state to start; look at the reader"
      : "Look at the reader";
    const sentence = `The reader refused to start the program ${template.name}: ${outcome.reason}. ${why}, and start the run again.`;
    return endRun(parts, run, "failed", sentence);
  }
  if (outcome.kind === "unknown") {
    throw new ConnectionTrouble(
      "link",
      `Nobody knows whether the reader began: ${outcome.reason}. It is asked as soon as it answers again.`,
    );
  }
  run.phase = "started";
  run.started = { runId: command.runId, readerRunId: outcome.runId, before };
  run.startedAtMs = performance.now();
}

function busyWith(status: UnitStatus): string | null {
  if (status.state === "stopped") return null;
  return `The reader could not start: its unit is ${status.state}. Wait until it has stopped, and start the run again.`;
}

/** Ends a started run that will bring no plate, or not in time; its result, if it has one, ends it elsewhere. */
export async function watchRun(
  parts: RunParts,
  run: ActiveRun,
  status: UnitStatus,
  look: ResultLook,
): Promise<void> {
  const { options } = parts;
  const nowMs = performance.now();
  const works = ["running", "stopping", "clearing", "aborting"].includes(status.state);
  run.idleSinceMs = works ? null : (run.idleSinceMs ?? nowMs);
  const { started } = run;
  if (started === null) return;
  const wrong = wrongProgram(parts, run, status);
  if (wrong !== null) return breakOff(parts, run, "failed", wrong);
  const hasOpenResult = look.open.some((header) => isResultOf(header, started));
  if (hasOpenResult) return;
  const idleMs = run.idleSinceMs === null ? 0 : nowMs - run.idleSinceMs;
  if (isAborted(status) && idleMs > 2 * options.quietMs) {
    const sentence =
      "The reader broke the run off (its unit is aborted). Clear it at the reader, and read the plate again.";
    return endRun(parts, run, "failed", sentence);
  }
  if (idleMs > options.resultTimeoutMs) {
    const sentence =
      "The reader ended the run but has no result of it. Look at the reader; if the plate is still good, read it again.";
    return endRun(parts, run, "failed", sentence);
  }
  const limitMs =
    status.estimatedMs === null
      ? options.runTimeoutMs
      : status.estimatedMs * 1.5 + ESTIMATE_MARGIN_MS;
  if (works && nowMs - run.startedAtMs > Math.min(limitMs, options.runTimeoutMs)) {
    const sentence =
      "The run takes much longer than it should. Look at the reader; if it still ends, its plate is taken then.";
    return endRun(parts, run, "interrupted", sentence, true);
  }
}

/** Some servers start another program when they do not know the one that was asked for. */
function wrongProgram(parts: RunParts, run: ActiveRun, status: UnitStatus): string | null {
  const expectation = parts.bench.expectations.get(run.command.runId);
  const isOurs =
    status.state === "running" &&
    status.activeRunId !== null &&
    status.activeRunId === run.started?.readerRunId;
  if (expectation === undefined || !isOurs) return null;
  const other = otherProgram(status.activeTemplate, expectation);
  return other === null
    ? null
    : `The reader runs the program ${other} instead of ${expectation.template.name}; it was told to stop. Check its programs, and read the plate again.`;
}

/** Stops the reader and ends the run, whatever the reader says to it. */
export async function breakOff(
  parts: RunParts,
  run: ActiveRun,
  state: "failed" | "cancelled",
  sentence: string,
): Promise<void> {
  const answer = run.phase === "started" ? await stopUnit(parts) : null;
  await endRun(parts, run, state, answer === null ? sentence : `${sentence} ${answer}`);
}

/** Null when the reader obeyed, else a sentence. */
async function stopUnit(parts: RunParts): Promise<string | null> {
  const { session, unit } = parts;
  const place = unit.stop ?? unit.abort;
  if (place === null) return "The reader offers no way to be stopped; it measures on.";
  const answer = await session.call({ ...place, inputArguments: [] });
  if (answer.statusCode.isBad()) {
    return `The reader did not stop (${answer.statusCode.name}); look at it.`;
  }
  return null;
}

/** After an abort of ours the unit has to be cleared before it starts again. */
export async function clearUnit(session: LadsSession, place: MethodPlace): Promise<void> {
  await session.call({ ...place, inputArguments: [] });
}

export async function endRun(
  parts: Pick<RunParts, "records" | "bench">,
  run: ActiveRun,
  state: "failed" | "cancelled" | "interrupted",
  sentence: string,
  mayStillCome = false,
): Promise<void> {
  const { runId } = run.command;
  await parts.records.runFailed(runId, state, sentence, mayStillCome);
  if (!mayStillCome) forget(parts.bench, runId);
  if (parts.bench.active === run) parts.bench.active = null;
}
