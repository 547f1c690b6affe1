/** A run that begins: what was ordered, and what the reader finds in its carriage. */
import { air, type InsertedPlate } from "../../simulator/inserted-plate.ts";
import type { Knobs } from "./knobs.ts";
import {
  type KeyValue,
  type MeasuredPlane,
  type RunRecord,
  type Sample,
  WELL_NAMES,
} from "./run-record.ts";

export interface StartOrder {
  readonly origin: RunRecord["origin"];
  readonly template: string;
  readonly properties: readonly KeyValue[];
  readonly jobId: string;
  readonly taskId: string;
  readonly samples: readonly Sample[];
  readonly user: string;
  readonly applicationUri: string;
}

export interface NewRun {
  readonly runId: string;
  readonly order: StartOrder;
  readonly templateName: string;
  readonly wavelengthsNm: readonly number[];
  readonly carriage: InsertedPlate | null;
  readonly knobs: Knobs;
}

/** The record of a run before its first row. */
export function newRun(run: NewRun): RunRecord {
  const { runId, order, templateName, carriage } = run;
  const { origin, jobId, taskId, user, applicationUri } = order;
  return {
    runId,
    templateName,
    origin,
    plateId: carriage?.id ?? null,
    jobId,
    taskId,
    user,
    applicationUri,
    samples: samplesOf(order.samples, origin, carriage, run.knobs),
    properties: [...order.properties],
    startedAt: new Date().toISOString(),
    stoppedAt: null,
    outcome: "running",
    planes: planesOf(carriage, run.wavelengthsNm),
    rowsRead: 0,
  };
}

/** One plane a wavelength: the measurement for the first, the reference for the second. */
function planesOf(plate: InsertedPlate | null, wavelengthsNm: readonly number[]): MeasuredPlane[] {
  return wavelengthsNm.map((wavelengthNm, index) => {
    const matrix = index === 0 ? plate?.measurement : plate?.reference;
    return { wavelengthNm, absorbances: matrix ?? air() };
  });
}

/** The samples of a result: those it was told, those of the barcode reader when it was told none, or every well. */
function samplesOf(
  given: readonly Sample[],
  origin: RunRecord["origin"],
  plate: InsertedPlate | null,
  knobs: Knobs,
): Sample[] {
  const barcode = knobs.barcodeReader && origin === "panel" ? (plate?.id ?? "") : "";
  const containerId = given[0]?.containerId ?? barcode;
  if (knobs.samples === "wells") {
    return WELL_NAMES.map((well) => ({
      containerId,
      sampleId: `${containerId}-${well}`,
      position: well,
      customData: "",
    }));
  }
  if (given.length > 0 || containerId === "") return [...given];
  return [{ containerId, sampleId: containerId, position: "", customData: "" }];
}
