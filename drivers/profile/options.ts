/** What the configuration may say of one profiled reader: its filters, and the options the profile itself lists. */
import { type ZodType, z } from "zod";
import type { Profile } from "./profile-schema.ts";

export interface ProfileOptions {
  /** Wavelengths by position; null when the reader is asked for them or needs none. */
  readonly filtersNm: readonly (number | null)[] | null;
  /** Options of the profile's own table. */
  readonly own: Readonly<Record<string, string | number | boolean>>;
}

/** A position without a filter is `"empty"`, since TOML has no null. */
const filter = z.union([
  z.int().min(200).max(1100),
  z.null(),
  z.literal("empty").transform((): null => null),
]);

const filtersNm = z
  .array(filter)
  .min(1)
  .max(20)
  .nullable()
  .default(null)
  .describe('Wavelengths in nm by position of the filter wheel, "empty" for none.');

/** The schema of the options; its output has the profile's own options beside `filtersNm`, each complete. */
export function optionsSchema(profile: Profile): ZodType<Record<string, unknown>> {
  const own = Object.entries(profile.options).map(([name, option]) => [name, optionField(option)]);
  return z.strictObject({
    filtersNm,
    ...Object.fromEntries(own),
  });
}

function optionField(option: Profile["options"][string]): ZodType {
  const { default: standard, choices, description } = option;
  let field: ZodType<string | number | boolean> = z.string();
  if (choices !== undefined) field = z.literal(choices);
  else if (typeof standard === "boolean") field = z.boolean();
  else if (typeof standard === "number") {
    field = z
      .number()
      .min(option.min ?? -1e9)
      .max(option.max ?? 1e9);
  }
  return field.default(standard).describe(description);
}

/** Sorts validated options into filters and the profile's own. */
export function readOptions(values: Readonly<Record<string, unknown>>): ProfileOptions {
  const own = Object.entries(values).filter((entry): entry is [string, string | number | boolean] =>
    ["string", "number", "boolean"].includes(typeof entry[1]),
  );
  const filters = filtersNm.parse(values.filtersNm);
  return { filtersNm: filters, own: Object.fromEntries(own) };
}
