/** Whether a result that carries a run's id may become the plate of that run. */
import type { PlateReading } from "../../domain/reading.ts";
import type { Expectation } from "./bench-state.ts";
import type { ResultHeader } from "./list-results.ts";
import type { UnitStatus } from "./unit-status.ts";

/**
 * A sentence that says why not, or null. Such a plate waits in the inbox: it may be only part of one, or another one.
 * @param expectation null when the run was started before the daemon was, and nobody remembers how
 */
export function objectionTo(parts: {
  readonly header: ResultHeader;
  readonly readings: readonly PlateReading[];
  readonly expectation: Expectation | null;
  readonly status: UnitStatus;
  readonly isNewest: boolean;
}): string | null {
  const { header, readings, expectation, status, isNewest } = parts;
  const broken = brokenOffByReader(status, isNewest);
  if (broken !== null) return broken;
  const [reading, ...others] = readings;
  if (reading === undefined || others.length > 0) {
    return `The reader gave ${readings.length} plates for one run. They wait in the inbox.`;
  }
  if (expectation === null) return null;
  const other = otherProgram(header.templateId, expectation);
  if (other !== null) {
    return `The reader ran the program ${other} instead of ${expectation.template.name}. Its plate waits in the inbox.`;
  }
  return wrongWavelengths(reading, expectation);
}

/** A sentence when the reader did not bring its last run to an end, or null. */
export function brokenOffByReader(status: UnitStatus, isNewest: boolean): string | null {
  if (!isNewest || !isAborted(status)) return null;
  return "The reader broke the run off (its unit is aborted). What it had measured waits in the inbox; clear the reader and read the plate again.";
}

export function isAborted(status: UnitStatus): boolean {
  return ["aborted", "aborting", "clearing"].includes(status.state);
}

/** The name of another program of this reader, if that is what it says; unknown words are no proof of anything. */
export function otherProgram(said: string | null, expectation: Expectation): string | null {
  const { template, templates } = expectation;
  if (said === null || said === template.id || said === template.name) return null;
  return templates.find((one) => one.id === said || one.name === said)?.name ?? null;
}

function wrongWavelengths(reading: PlateReading, expectation: Expectation): string | null {
  const { measurementNm, referenceNm } = expectation.command.request;
  const nmOf = (role: "measurement" | "reference"): number | null | undefined =>
    reading.planes.find((plane) => plane.role === role)?.wavelengthNm;
  const measured = nmOf("measurement");
  const reference = nmOf("reference");
  // Null is a wavelength that the reader does not tell.
  const isMeasured = measured === null || measured === measurementNm;
  const isReferenced =
    referenceNm === null
      ? reference === undefined
      : reference === null || reference === referenceNm;
  if (isMeasured && isReferenced) return null;
  const asked = [measurementNm, referenceNm].filter((nm) => nm !== null).join(" and ");
  const given = reading.planes.map((plane) => plane.wavelengthNm ?? "unknown").join(" and ");
  return `The reader measured ${given} nm instead of ${asked} nm. Its plate waits in the inbox.`;
}
