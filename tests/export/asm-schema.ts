import { Ajv2020 } from "ajv/dist/2020.js";
import type { AsmFile, AsmMeasurement } from "../../src/export/asm/asm-types.ts";
import schema from "../../src/export/asm/plate-reader-2025-03.schema.json" with { type: "json" };

const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema);

/** Where a file does not follow the schema, one `path: message` each; empty when it does. */
export function asmFaults(file: unknown): readonly string[] {
  if (validate(file)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}

export function measurementsOf(file: AsmFile): readonly AsmMeasurement[] {
  return file["plate reader aggregate document"]["plate reader document"].flatMap(
    (document) => document["measurement aggregate document"]["measurement document"],
  );
}

export function hasError(measurement: AsmMeasurement): boolean {
  return measurement["error aggregate document"] !== undefined;
}

/** The file with the one thing put right that the schema refuses: a number beside the word that there is none. */
export function withoutInventedNumbers(file: AsmFile): AsmFile {
  const mended = structuredClone(file);
  for (const measurement of measurementsOf(mended)) {
    if (hasError(measurement)) Reflect.deleteProperty(measurement, "absorbance");
  }
  return mended;
}
