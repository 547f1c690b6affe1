/** What the outside sees of the simulated reader. */
import type { DoorState, ReaderHealth, ReaderMode, UnitState } from "./reader-state.ts";
import type { ResultDocument } from "./result-documents.ts";
import type { MeasuredPlane, RunRecord } from "./run-record.ts";

export interface ActiveProgram {
  readonly runId: string;
  readonly templateName: string;
  readonly runtimeMs: number;
  /** Null when it never ends. */
  readonly estimatedMs: number | null;
  readonly step: string;
}

export interface ReaderView {
  showUnit(state: UnitState): void;
  showDevice(state: ReaderMode): void;
  showHealth(health: ReaderHealth): void;
  showDoor(state: DoorState): void;
  showActive(program: ActiveProgram | null): void;
  /** The sensor's 96 values row by row, NaN where there is none. */
  showSensor(values: readonly number[]): void;
  /** A Result without an end and without values. */
  addResult(record: RunRecord): void;
  endResult(record: RunRecord): void;
  addPlane(record: RunRecord, plane: MeasuredPlane): void;
  addText(record: RunRecord, name: string, text: string): void;
  addFile(record: RunRecord, file: ResultDocument): void;
  removeResult(runId: string): void;
  /** Raises an event at the functional unit. */
  announce(text: string): void;
}
