/** Facts of a result that stand beside its values. */
import type { ResultRecord } from "../../src/instrument/opcua/result-record.ts";

export interface ResultSample {
  readonly containerId: string;
  readonly sampleId: string;
  readonly position: string;
}

/** The samples of a result; empty texts for what the reader left out. */
export function samplesOf(record: ResultRecord): ResultSample[] {
  const list = valueAt(record, ["Samples"]);
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    if (one === null || typeof one !== "object") return [];
    const fields = new Map(Object.entries(one).map(([key, value]) => [key.toLowerCase(), value]));
    const text = (name: string): string => {
      const value: unknown = fields.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    return {
      containerId: text("containerid"),
      sampleId: text("sampleid"),
      position: text("position"),
    };
  });
}

/** A text of the result by its path; null when it is absent or empty. */
export function textAt(record: ResultRecord, path: readonly string[]): string | null {
  const value = valueAt(record, path);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function valueAt(record: ResultRecord, path: readonly string[]): unknown {
  const key = JSON.stringify(path);
  return record.variables.find((one) => JSON.stringify(one.path) === key)?.value ?? null;
}
