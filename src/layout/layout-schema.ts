/** The shape of a layout file, `plate-layout/1`. What the values mean together is decided in the expansion. */

import { z } from "zod";
import { ROLES } from "../domain/layout.ts";
import {
  drugSlotField,
  nameField,
  patientSlotField,
  quantityField,
  wellsField,
} from "./file-fields.ts";

export const LAYOUT_SCHEMA_ID = "plate-layout/1";

const solventSchema = z.strictObject({ max: quantityField });

const seriesSchema = z.strictObject({
  top: quantityField,
  /** Ratio of neighbouring doses. */
  factor: z.number().gt(1),
  /** Doses without the zero. */
  n: z.int().min(1).max(96),
  zero: z.boolean().default(false),
  /** `rising` begins with zero; a list names levels: 0 is zero, 1 the lowest dose, n the top. */
  order: z.union([z.enum(["rising", "falling"]), z.array(z.int().min(0))]).default("rising"),
});

const armSchema = z.strictObject({
  id: nameField.optional(),
  compound: nameField.optional(),
  slot: drugSlotField.optional(),
  vehicle: z.boolean().default(false),
  /** Name of the dilution axis whose solvent share this vehicle follows level by level. */
  matches: z.string().optional(),
  concentration: quantityField.optional(),
  molar_mass_g_per_mol: z.number().positive().optional(),
  solvent: nameField.optional(),
  /** Letters for the picture. */
  code: z
    .string()
    .regex(/^\S{1,3}$/)
    .optional(),
});

const axisSchema = z.strictObject({
  compound: nameField.optional(),
  slot: drugSlotField.optional(),
  /** A dilution of whatever inhibitor the other axis holds. */
  of: z.literal("arm").optional(),
  molar_mass_g_per_mol: z.number().positive().optional(),
  solvent: nameField.optional(),
  series: seriesSchema.optional(),
  list: z.array(quantityField).min(1).optional(),
  arms: z.array(armSchema).min(1).optional(),
});

const placement = {
  at: wellsField,
  patient: patientSlotField.optional(),
  arm: z.string().optional(),
  prednisolone: quantityField.optional(),
  /** Number of the first replicate of this section. */
  replicate: z.int().min(1).optional(),
  /** These wells take the place of what an earlier section put there. */
  replaces: z.boolean().default(false),
};

const blockSchema = z.strictObject({
  ...placement,
  role: z.enum(ROLES).default("treated"),
  rows: z.string().optional(),
  cols: z.string().optional(),
  turn: z.literal(180).optional(),
  mirror: z.enum(["left-right", "top-bottom"]).optional(),
});

const wellsSchema = z.strictObject({
  ...placement,
  role: z.enum(ROLES),
  inhibitor: quantityField.optional(),
  load: z.record(z.string(), quantityField).optional(),
  code: z
    .string()
    .regex(/^\S{1,4}$/)
    .optional(),
});

const requireSchema = z.strictObject({
  blank: z.int().min(0).optional(),
  untreated: z.int().min(0).optional(),
  vehicle_per_patient: z.int().min(0).optional(),
  replicates: z.int().min(1).optional(),
});

const waiverSchema = z.strictObject({ check: z.string(), reason: z.string().trim().min(8) });

const pictureSchema = z.strictObject({ grid: z.string() });

export const layoutFileSchema = z.strictObject({
  schema: z.literal(LAYOUT_SCHEMA_ID),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  revision: z.int().min(1),
  plate: z.literal(96),
  title: z.string().trim().min(1),
  waive: z.array(waiverSchema).default([]),
  solvent: z.record(nameField, solventSchema).default({}),
  axis: z.record(z.string(), axisSchema).default({}),
  block: z.array(blockSchema).default([]),
  wells: z.array(wellsSchema).default([]),
  require: requireSchema.default({}),
  picture: pictureSchema.optional(),
});

export type LayoutFile = z.output<typeof layoutFileSchema>;
export type SolventSection = z.output<typeof solventSchema>;
export type AxisSection = z.output<typeof axisSchema>;
export type ArmSection = z.output<typeof armSchema>;
export type SeriesSection = z.output<typeof seriesSchema>;
export type BlockSection = z.output<typeof blockSchema>;
export type WellsSection = z.output<typeof wellsSchema>;
export type Requirements = z.output<typeof requireSchema>;

/** The sections, each by itself: one faulty section must not hide the problems of the others. */
export const SECTION_SCHEMAS = {
  solvent: solventSchema,
  axis: axisSchema,
  block: blockSchema,
  wells: wellsSchema,
} as const;

const keysOf = (schema: { readonly shape: Readonly<Record<string, unknown>> }) =>
  Object.keys(schema.shape);

/** Which keys a table may have; `*` stands for any name or list position. For "did you mean". */
export const LAYOUT_TABLES: readonly { readonly at: readonly string[]; readonly keys: string[] }[] =
  [
    { at: [], keys: keysOf(layoutFileSchema) },
    { at: ["solvent", "*"], keys: keysOf(solventSchema) },
    { at: ["axis", "*"], keys: keysOf(axisSchema) },
    { at: ["axis", "*", "series"], keys: keysOf(seriesSchema) },
    { at: ["axis", "*", "arms", "*"], keys: keysOf(armSchema) },
    { at: ["block", "*"], keys: keysOf(blockSchema) },
    { at: ["wells", "*"], keys: keysOf(wellsSchema) },
    { at: ["require"], keys: keysOf(requireSchema) },
    { at: ["waive", "*"], keys: keysOf(waiverSchema) },
    { at: ["picture"], keys: keysOf(pictureSchema) },
  ];
