/** What a person, or a separate script, found in an export file: `NAME.wells.json` beside it. */
import { z } from "zod";

const wellValues = z.record(z.string(), z.number());

const readSchema = z.looseObject({
  label: z.string().nullish(),
  wavelength_nm: z.number().nullish(),
  unit: z.string().nullish(),
  wells: wellValues,
  flags: z
    .record(z.string(), z.looseObject({ token: z.string(), meaning: z.string().nullish() }))
    .default({}),
});

const plateSchema = z.looseObject({
  label: z.string().nullish(),
  plate_id: z.string().nullish(),
  rows: z.number().nullish(),
  columns: z.number().nullish(),
  read_at_local: z.string().nullish(),
  reads: z.array(readSchema),
});

const oracleSchema = z.looseObject({
  raw_file: z.string().nullish(),
  refused: z.boolean().nullish(),
  plates: z.array(plateSchema).default([]),
});

export type ExportOracle = z.infer<typeof oracleSchema>;
export type OraclePlate = z.infer<typeof plateSchema>;
export type OracleRead = z.infer<typeof readSchema>;

/** The oracle from its JSON text, or a sentence that says why it is none. */
export function parseExportOracle(
  text: string,
): { readonly oracle: ExportOracle } | { readonly problem: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: "it is no JSON" };
  }
  const result = oracleSchema.safeParse(data);
  if (result.success) return { oracle: result.data };
  const issues = result.error.issues.slice(0, 3);
  return { problem: issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ") };
}
