/** The simulated instrument: what lies in its carriage, what it is doing, and what it keeps. */
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "../../simulator/control-lines.ts";
import type { InsertedPlate } from "../../simulator/inserted-plate.ts";
import { createKeptResults, type KeptParts } from "./kept-results.ts";
import { newRun, type StartOrder } from "./new-run.ts";
import { chooseWavelengths, PROGRAMS, type Program } from "./programs.ts";
import {
  type DoorState,
  isLegal,
  type ReaderHealth,
  type ReaderMode,
  type UnitState,
} from "./reader-state.ts";
import { valuesOf } from "./result-documents.ts";
import type { RunRecord } from "./run-record.ts";
import { showResult } from "./show-result.ts";

/** Why a start is refused, by name of the status code; `argument` is the one that is to blame. */
export interface Refusal {
  readonly status: "BadInvalidState" | "BadInvalidArgument";
  readonly argument: "ProgramTemplateId" | "Properties" | null;
}

export interface ReaderParts extends KeptParts {
  readonly emit: Emit;
  /** How long a run and a passing state last unless the knobs say so. */
  readonly runMs: number;
  readonly passingMs: number;
}

/** How a run is broken off from outside. */
type BreakOff = "stopped" | "aborted" | "failed";

export type Reader = ReturnType<typeof createReader>;

export function createReader(parts: ReaderParts) {
  const { knobs, view, emit } = parts;
  let unit: UnitState = "Stopped";
  let device: ReaderMode = "Operate";
  let door: DoorState = "Closed";
  let health: ReaderHealth = "NORMAL";
  let carriage: InsertedPlate | null = null;
  let armedFailures = 0;
  /** From the acceptance of a start until the unit is at rest again. */
  let occupied = false;
  let breaking: { how: BreakOff; now: AbortController } | null = null;
  const off = new AbortController();
  const kept = createKeptResults(parts);

  function moveTo(state: UnitState): void {
    if (!isLegal(unit, state) && !(unit === "Running" && state === "Stopped")) {
      throw new Error(`the unit cannot go from ${unit} to ${state}`);
    }
    unit = state;
    view.showUnit(state);
    emit({ event: "state", unit: state });
  }

  /** Waits; false when the run was broken off or the reader switched off meanwhile. */
  async function pass(ms: number, signal: AbortSignal): Promise<boolean> {
    await wait(ms, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  const passingMs = (): number => knobs().passingMs ?? parts.passingMs;

  function findProgram(name: string): Program | null {
    const found = PROGRAMS.find((template) => template.name === name);
    if (found !== undefined) return found;
    return knobs().unknownTemplate === "first" ? PROGRAMS[0] : null;
  }

  function isReady(): boolean {
    return !occupied && unit === "Stopped" && device === "Operate" && door === "Closed";
  }

  /** Accepts a run and lets it go its way; gives its run id, or why it is refused. */
  function start(order: StartOrder): { runId: string } | Refusal {
    if (!isReady() || (order.origin === "program" && knobs().busy)) {
      return { status: "BadInvalidState", argument: null };
    }
    const template = findProgram(order.template);
    if (template === null) return { status: "BadInvalidArgument", argument: "ProgramTemplateId" };
    const wavelengthsNm = chooseWavelengths(template, order.properties);
    if (wavelengthsNm === null) return { status: "BadInvalidArgument", argument: "Properties" };
    const record = newRun({
      runId: kept.nameRun(),
      order,
      templateName: template.name,
      wavelengthsNm,
      carriage,
      knobs: knobs(),
    });
    occupied = true;
    const now = new AbortController();
    breaking = { how: "stopped", now };
    void run(record, AbortSignal.any([now.signal, off.signal])).catch((error: unknown) => {
      emit({ event: "error", message: String(error) });
    });
    return { runId: record.runId };
  }

  async function run(record: RunRecord, stop: AbortSignal): Promise<void> {
    const { startDelayMs } = knobs();
    if (startDelayMs > 0) await pass(startDelayMs, stop);
    if (off.signal.aborted) return;
    emit({ event: "run-started", ...facts(record) });
    moveTo("Running");
    kept.add(record);
    view.announce(`Run ${record.runId} started`);
    const finished = await measure(record, stop);
    if (off.signal.aborted) return;
    await comeToRest(record, finished ? "finished" : (breaking?.how ?? "stopped"));
  }

  /** Eight rows in the time of a run, each of all wavelengths; false when it was broken off. */
  async function measure(record: RunRecord, stop: AbortSignal): Promise<boolean> {
    const { neverEnds } = knobs();
    const runMs = knobs().runMs ?? parts.runMs;
    const fails = armedFailures > 0;
    if (fails) armedFailures -= 1;
    for (let row = 0; row < 8; row += 1) {
      view.showActive({
        runId: record.runId,
        templateName: record.templateName,
        runtimeMs: (row * runMs) / 8,
        estimatedMs: neverEnds ? null : runMs,
        step: `Row ${row + 1}`,
      });
      if (fails && row === 4) breakOff("failed");
      if (!(await pass(runMs / 8, stop))) return false;
      record.rowsRead = row + 1;
      const [plane] = record.planes;
      if (plane) view.showSensor(valuesOf(record, plane).map((au) => au ?? Number.NaN));
    }
    if (!neverEnds) return true;
    await new Promise<void>((resolve) => {
      stop.addEventListener("abort", () => resolve(), { once: true });
    });
    return false;
  }

  /** From Running to Stopped, or to Aborted, where it waits to be cleared. */
  async function comeToRest(record: RunRecord, outcome: RunRecord["outcome"]): Promise<void> {
    const normally = outcome === "finished" || outcome === "stopped";
    if (!normally) moveTo("Aborting");
    else if (knobs().passesStopping) moveTo("Stopping");
    if ((!normally || knobs().passesStopping) && !(await pass(passingMs(), off.signal))) return;
    record.outcome = outcome;
    record.stoppedAt = new Date().toISOString();
    kept.end(record);
    if (outcome === "failed") setHealth("FAILURE");
    const early = knobs().lateResultMs === 0;
    if (early) await showResult(record, knobs(), view, off.signal);
    view.showActive(null);
    moveTo(normally ? "Stopped" : "Aborted");
    breaking = null;
    occupied = false;
    emit({ event: "run-finished", ...facts(record) });
    view.announce(`Run ${record.runId} ${outcome}`);
    if (!early) await showResult(record, knobs(), view, off.signal);
    if (!off.signal.aborted) emit({ event: "result-complete", ...facts(record) });
  }

  /** False when no run can be broken off now. */
  function breakOff(how: BreakOff): boolean {
    if (unit !== "Running" || breaking === null || breaking.now.signal.aborted) return false;
    breaking.how = how;
    breaking.now.abort();
    return true;
  }

  function clear(): boolean {
    if (unit !== "Aborted" || occupied) return false;
    occupied = true;
    moveTo("Clearing");
    void pass(passingMs(), off.signal).then((on) => {
      if (!on) return;
      setHealth("NORMAL");
      moveTo("Stopped");
      occupied = false;
    });
    return true;
  }

  function setDevice(state: ReaderMode): void {
    device = state;
    view.showDevice(state);
    view.showUnit(unit);
  }

  function setHealth(next: ReaderHealth): void {
    health = next;
    view.showHealth(next);
  }

  function setDoor(state: DoorState): void {
    door = state;
    view.showDoor(state);
    if (state === "Opened") breakOff("aborted");
  }

  view.showDevice(device);
  view.showHealth(health);
  view.showDoor(door);
  view.showActive(null);
  view.showUnit(unit);

  return {
    start,
    /** A run that is started at the panel. Throws when the reader cannot start one now. */
    pressStart(template: string): { runId: string } {
      const nobody = { jobId: "", taskId: "", user: "", applicationUri: "" };
      const outcome = start({ origin: "panel", template, properties: [], samples: [], ...nobody });
      if ("status" in outcome) throw new Error(`the reader does not start: ${outcome.status}`);
      return outcome;
    },
    stop: () => breakOff("stopped"),
    abort: () => breakOff("aborted"),
    clear,
    setDevice,
    setHealth,
    setDoor,
    insert(plate: InsertedPlate | null): void {
      carriage = plate;
    },
    failNextRuns(times: number): void {
      armedFailures = times;
    },
    /** Nothing of it moves any more. */
    switchOff: (): void => off.abort(),
    carriage: () => carriage,
    status: () => ({
      unit,
      device,
      door,
      health,
      inserted: carriage?.id ?? null,
      results: kept.all().map(facts),
    }),
  };
}

function facts(record: RunRecord) {
  const { runId, taskId, templateName, origin, plateId, outcome } = record;
  return { runId, taskId, template: templateName, origin, plateId, outcome };
}
