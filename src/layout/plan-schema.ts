/** The shape of a plan file, `plate-plan/1`. */

import { TomlDate } from "smol-toml";
import { z } from "zod";
import { RAS_STATUSES } from "../domain/plan.ts";
import { drugSlotField, nameField, patientSlotField } from "./file-fields.ts";
import type { FieldAdvice, TableKeys } from "./schema-findings.ts";

export const PLAN_SCHEMA_ID = "plate-plan/1";

/** A date and time with its offset; becomes ISO 8601 that keeps the offset. */
const zonedTimeField = z.unknown().transform((value, context): string => {
  const time = typeof value === "string" ? readTime(value) : value;
  if (time instanceof TomlDate && time.isDateTime() && !time.isLocal() && time.isValid()) {
    return time.toISOString();
  }
  const local = time instanceof TomlDate && time.isLocal() && time.isDateTime();
  context.addIssue({
    code: "custom",
    message: messageForTime(value, local),
    params: {
      check: "time",
      remedy: "Write date, time and offset from UTC, for example 2026-03-06T15:00:00+01:00.",
    },
  });
  return z.NEVER;
});

function messageForTime(value: unknown, local: boolean): string {
  if (value === undefined) return "the time when the plate is due is missing";
  return local ? "the time has no zone" : "this is no date with a time";
}

function readTime(text: string): unknown {
  return /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(text) ? new TomlDate(text) : text;
}

const codeField = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);

const sampleSchema = z.strictObject({
  id: codeField,
  patient: codeField,
  ras: z.enum(RAS_STATUSES),
  genes: z.array(z.string().regex(/^[A-Z][A-Z0-9-]{1,14}$/)).default([]),
  blasts_day4_percent: z.number().min(0).max(100).optional(),
});

const plateSchema = z.strictObject({
  /** May hold `{n}`, `{nn}` or `{nnn}`: a counter, with leading zeros in the longer forms. */
  barcode: z.string().min(1),
  /** First number of the counter. */
  from: z.int().min(0).optional(),
  /** How many plates the pattern makes, where no list of samples says so. */
  count: z.int().min(1).max(1000).optional(),
  layout: z.string(),
  revision: z.int().min(1).optional(),
  samples: z.record(patientSlotField, z.union([z.string(), z.array(z.string()).min(1)])),
  drugs: z.record(drugSlotField, nameField).default({}),
  due: zonedTimeField,
  reader: z.string().min(1).optional(),
});

const lotSchema = z.strictObject({ compound: nameField, lot: z.string().trim().min(1) });

export const planFileSchema = z.strictObject({
  schema: z.literal(PLAN_SCHEMA_ID),
  id: codeField,
  title: z.string().trim().min(1),
  sample: z.array(sampleSchema).min(1),
  plate: z.array(plateSchema).min(1),
  lot: z.array(lotSchema).default([]),
});

export type PlanFile = z.output<typeof planFileSchema>;
export type SampleSection = z.output<typeof sampleSchema>;
export type PlateSection = z.output<typeof plateSchema>;
export type LotSection = z.output<typeof lotSchema>;

export const PLAN_SECTION_SCHEMAS = {
  sample: sampleSchema,
  plate: plateSchema,
  lot: lotSchema,
} as const;

export const PLAN_TABLES: readonly TableKeys[] = [
  { at: [], keys: Object.keys(planFileSchema.shape) },
  { at: ["sample", "*"], keys: Object.keys(sampleSchema.shape) },
  { at: ["plate", "*"], keys: Object.keys(plateSchema.shape) },
  { at: ["lot", "*"], keys: Object.keys(lotSchema.shape) },
];

export const PLAN_ADVICE: FieldAdvice = {
  schema: `Begin the file with \`schema = "${PLAN_SCHEMA_ID}"\`.`,
  id: "Give a short name of letters, digits, points, hyphens and underscores, without spaces.",
  title: 'Say in one line what the study is: `title = "…"`.',
  patient: "Give the pseudonym: letters, digits, points, hyphens and underscores. Never a name.",
  ras: 'Write "mutant", "wild type" or "unknown".',
  genes: 'Name the mutated genes in capitals: `genes = ["KRAS", "NRAS"]`.',
  blasts_day4_percent:
    "Give the percentage of leukaemic cells on day 4, 0 to 100; leave it out until counted.",
  barcode: 'Write the barcode, or a pattern such as `barcode = "ALL-{n}"`.',
  from: "Give the first number of the counter, a whole number.",
  count: "Give how many plates the pattern makes, 1 to 1000.",
  layout: 'Name the layout: `layout = "combination-rot180-1plate"`.',
  revision: "Give the revision of the layout as a whole number, or leave it out for the newest.",
  samples:
    'Bind each patient slot: `samples = { P1 = "A" }`, or `{ P1 = ["A", "B"] }` for a pattern.',
  drugs: 'Bind each drug slot: `drugs = { D1 = "trametinib" }`.',
  reader: "Name the reader as in the configuration, or leave it out for any reader.",
  compound: "Name the compound as the layout does.",
  lot: 'Describe each lot: `[[lot]]` with `compound = "…"` and `lot = "…"`.',
  sample: "Describe each sample in a `[[sample]]` section, in double brackets.",
  plate: "Describe each plate, or pattern of plates, in a `[[plate]]` section, in double brackets.",
};
