/** Raw records of LADS results for tests of the driver. */
import {
  RECORD_SCHEMA,
  type RecordedFile,
  type RecordedVariable,
  recordBytes,
} from "../../../src/instrument/opcua/result-record.ts";

export function variable(
  path: readonly string[],
  value: RecordedVariable["value"],
  more: Partial<RecordedVariable> = {},
): RecordedVariable {
  return {
    path: [...path],
    dataType: "Double",
    dimensions: null,
    status: "Good",
    value,
    ...more,
  };
}

export function plane(nm: number, values: RecordedVariable["value"]): RecordedVariable {
  return variable(["VariableSet", `Absorbance ${nm} nm`], values);
}

export function sample(containerId: string, position = ""): Record<string, string> {
  return { containerId, sampleId: "S", position, customData: "" };
}

export function file(name: string, mimeType: string | null, text: string | null): RecordedFile {
  const base64 = text === null ? null : Buffer.from(text).toString("base64");
  return { path: ["FileSet", name], name, mimeType, base64 };
}

/** A result of the program `template`. */
export function bytesOf(
  variables: readonly RecordedVariable[],
  files: readonly RecordedFile[] = [],
  template = "MTT 570/650",
): Uint8Array {
  return recordBytes({
    schema: RECORD_SCHEMA,
    device: { name: "Reader", manufacturer: "Maker", model: "M1", serialNumber: "7" },
    unit: "Unit",
    result: "Run-1",
    variables: [
      variable(["Started"], "2026-11-23T10:00:00.000Z"),
      variable(["Stopped"], "2026-11-23T10:01:00.000Z"),
      variable(["ProgramTemplate", "DeviceTemplateId"], template),
      ...variables,
    ],
    files: [...files],
  });
}

export const ROW_BY_ROW: readonly number[] = Array.from({ length: 96 }, (_, index) => index / 100);
export const REFERENCE: readonly number[] = ROW_BY_ROW.map((value) => value / 10);
