/** The state of a unit in words for the bench. */

import { isAborted } from "./judge-result.ts";
import type { LadsUnit } from "./lads-unit.ts";
import type { UnitStatus } from "./unit-status.ts";

/** Why nothing can be started until somebody has been at the reader; null when there is no reason. */
export function troubleWithUnit(status: UnitStatus, unit: LadsUnit): string | null {
  if (status.deviceState === "sleep") {
    return "The reader sleeps. Wake it at its panel or in its program.";
  }
  if (status.deviceState === "initialising") {
    return "The reader is starting up. Wait until it is ready.";
  }
  if (status.deviceState === "shutdown") return "The reader is shut down. Switch it on.";
  if (status.failed) {
    return "The reader reports a failure of its own. Look at its display, and call the service if it stays.";
  }
  if (isAborted(status)) {
    const how = unit.clear === null ? "Reset it" : "Clear it";
    return `The reader has broken a run off. ${how} at its panel or in its program before the next run.`;
  }
  if (status.state === "unknown") {
    return "The reader does not say what it is doing. Look at its display.";
  }
  if (unit.startProgram.length === 0 && status.state === "stopped") {
    return "Captures what is read at its panel; it offers no way to start a program from here.";
  }
  return null;
}

export function readySentence(status: UnitStatus): string {
  return status.coverOpen
    ? "Ready: waits for a plate. Its door is open."
    : "Ready: waits for a plate.";
}
