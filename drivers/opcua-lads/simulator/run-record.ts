/** What the simulated reader keeps of a run. */
import { z } from "zod";
import { matrixSchema } from "../../simulator/inserted-plate.ts";

export const sampleSchema = z.object({
  containerId: z.string(),
  sampleId: z.string(),
  position: z.string(),
  customData: z.string(),
});

export const keyValueSchema = z.object({ key: z.string(), value: z.string() });

export const runRecordSchema = z.object({
  runId: z.string(),
  templateName: z.string(),
  /** `panel`: nobody commanded it. */
  origin: z.enum(["program", "panel"]),
  /** The plate that was in the carriage; null when it was empty. */
  plateId: z.string().nullable(),
  jobId: z.string(),
  taskId: z.string(),
  user: z.string(),
  applicationUri: z.string(),
  samples: z.array(sampleSchema),
  properties: z.array(keyValueSchema),
  startedAt: z.iso.datetime(),
  /** Null while it runs, and for ever when the reader was switched off meanwhile. */
  stoppedAt: z.iso.datetime().nullable(),
  outcome: z.enum(["running", "finished", "stopped", "aborted", "failed"]),
  /** What is in the carriage, in the order of measuring; a saturated well is null. */
  planes: z.array(z.object({ wavelengthNm: z.number(), absorbances: matrixSchema })),
  /** Rows that have been measured; the values of the others are not known to the reader yet. */
  rowsRead: z.int().min(0).max(8),
});

export type RunRecord = z.output<typeof runRecordSchema>;
export type Sample = z.output<typeof sampleSchema>;
export type KeyValue = z.output<typeof keyValueSchema>;
export type MeasuredPlane = RunRecord["planes"][number];

const ROWS = "ABCDEFGH";

/** `A1`…`H12`, row by row. */
export const WELL_NAMES: readonly string[] = [...ROWS].flatMap((row) =>
  Array.from({ length: 12 }, (_, column) => `${row}${column + 1}`),
);
