/** What the routes of plans take. Texts may still be wrong: saying how is the work of the check, not of the schema. */
import { z } from "zod";
import type { PlanDraft } from "./plan-views.ts";
import { controlCharacters } from "./request-schemas.ts";

const text = z
  .string()
  .max(200, "must have at most 200 characters")
  .trim()
  .refine((one) => !controlCharacters.test(one), "must not contain control characters");

const sample = z.strictObject({
  id: text,
  patient: text,
  ras: text,
  genes: z.array(text).max(30),
  blastsDay4Percent: z.union([z.number(), text]).nullable(),
});

const plate = z.strictObject({
  barcode: text,
  layoutId: text,
  revision: z.int().min(1).nullable(),
  sample: text,
  drugs: z.record(z.string().regex(/^D[1-9]\d?$/, "must be a drug slot like D1"), text),
  due: text,
  reader: text.nullable(),
});

const draft = z.strictObject({
  id: text,
  title: text,
  samples: z.array(sample).max(500),
  plates: z.array(plate).max(1000),
  lots: z.array(z.strictObject({ compound: text, lot: text })).max(200),
}) satisfies z.ZodType<PlanDraft>;

export const draftRequest = z.object({ body: draft });
export const planRequest = z.object({ params: z.strictObject({ id: text }) });
