/** The plate in the raw record of a LADS result. */
import type { PlateReading, ReadingWarning } from "../../src/domain/reading.ts";
import { ReaderFault } from "../../src/instrument/contract.ts";
import { parseRecord, type ResultRecord } from "../../src/instrument/opcua/result-record.ts";
import type { LadsOptions } from "./options.ts";
import { assignRoles } from "./plane-roles.ts";
import { fileSets } from "./result-files.ts";
import { samplesOf, textAt } from "./result-samples.ts";
import { arraySets, perWellSets, type ValueSet } from "./value-sets.ts";

/**
 * Variables of 96 values count before single wells, and these before files; what does not count stays in the record.
 * Throws a ReaderFault when there is no plate in it, or one that is not certain.
 */
export function readResultRecord(bytes: Uint8Array, options: LadsOptions): PlateReading[] {
  const record = parseOrFault(bytes);
  const planes = assignRoles(findSets(record, options), record, options);
  return [
    {
      planes,
      referenceSubtracted: false,
      readerClock: textAt(record, ["Stopped"]) ?? textAt(record, ["Started"]),
      readerModel: modelOf(record),
      ...barcodeOf(record),
      warnings: warningsOf(record),
    },
  ];
}

function parseOrFault(bytes: Uint8Array): ResultRecord {
  try {
    return parseRecord(bytes);
  } catch {
    throw new ReaderFault("NOT_A_RESULT", "its bytes are not the record of a result");
  }
}

function findSets(record: ResultRecord, options: LadsOptions): ValueSet[] {
  for (const find of [arraySets, perWellSets, fileSets]) {
    const sets = find(record, options);
    if (sets.length > 0) return sets;
  }
  throw new ReaderFault("NO_VALUES", `result ${record.result}`);
}

function modelOf(record: ResultRecord): string {
  const { manufacturer, model, serialNumber, name } = record.device;
  const words = [manufacturer, model, serialNumber].filter((word) => word !== null);
  return words.length > 0 ? words.join(" ") : name;
}

/** The container of the samples is the plate; with several of them none is certain. */
function barcodeOf(record: ResultRecord): Pick<PlateReading, "plateBarcode" | "barcodeCandidates"> {
  const containers = containersOf(record);
  const [only, ...others] = containers;
  if (only === undefined) return {};
  return others.length === 0 ? { plateBarcode: only } : { barcodeCandidates: containers };
}

function containersOf(record: ResultRecord): string[] {
  const ids = samplesOf(record).map((sample) => sample.containerId);
  return [...new Set(ids.filter((id) => id !== ""))];
}

function warningsOf(record: ResultRecord): ReadingWarning[] {
  const warnings: ReadingWarning[] = record.variables
    .filter((one) => one.status.startsWith("Uncertain"))
    .map((one) => ({
      code: "UNCERTAIN_VALUES",
      message: `The reader marks ${one.path.at(-1)} as uncertain (${one.status}).`,
    }));
  const containers = containersOf(record);
  if (containers.length > 1) {
    const message = `The reader names ${containers.length} containers for one plate: ${containers.join(", ")}.`;
    warnings.push({ code: "SEVERAL_BARCODES", message });
  }
  return warnings;
}
