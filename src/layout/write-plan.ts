/** A plan as the text of its file. */
import { stringify, TomlDate } from "smol-toml";
import { PLAN_SCHEMA_ID } from "./plan-schema.ts";

/** The file's own shape; a field that is left out is not written. */
export interface PlanData {
  readonly id: string;
  readonly title: string;
  readonly sample: readonly Readonly<Record<string, unknown>>[];
  readonly plate: readonly (Readonly<Record<string, unknown>> & { readonly due: string })[];
  readonly lot: readonly Readonly<Record<string, unknown>>[];
}

/** A date with time and offset; everything else stays a text, for the check to say what is wrong with it. */
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The text of a plan file, sections in the order given. Does not judge what it writes: reading the text again gives the
 * same data, faults included.
 */
export function writePlan(plan: PlanData): string {
  const { id, title, sample, lot } = plan;
  const plate = plan.plate.map((section) => ({ ...section, due: dueOf(section.due) }));
  const lots = lot.length === 0 ? {} : { lot };
  return `${stringify({ schema: PLAN_SCHEMA_ID, id, title, sample, plate, ...lots }).trimEnd()}\n`;
}

function dueOf(text: string): TomlDate | string {
  if (!ZONED.test(text)) return text;
  const date = new TomlDate(text);
  return Number.isNaN(date.getTime()) ? text : date;
}
