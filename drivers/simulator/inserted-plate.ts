/** The plate that a control command lays into the carriage of a simulated reader. */
import { z } from "zod";

const row = z.array(z.number().nullable()).length(12).readonly();

/** Eight rows of twelve absorbances in AU; null cannot be measured. */
export type Matrix = readonly (readonly (number | null)[])[];

export const matrixSchema = z.array(row).length(8).readonly();

export interface InsertedPlate {
  readonly id: string;
  readonly measurement: Matrix;
  readonly reference: Matrix | null;
}

export const insertedPlateSchema = z.strictObject({
  id: z.string(),
  measurement: matrixSchema,
  reference: matrixSchema.nullable(),
});

/** What an empty carriage measures. */
export function air(): Matrix {
  return Array.from({ length: 8 }, () => Array.from({ length: 12 }, () => 0));
}
