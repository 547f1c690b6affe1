/** What a lab may change of a dialect without code: its words, tokens, encodings. A plain data object. */
import { parse } from "smol-toml";
import { z } from "zod";
import { PlatewardenError } from "../../domain/errors.ts";
import type { ExportDocument } from "./contract.ts";

export const EXPORT_PROFILE_SCHEMA = "platewarden-export-profile/1";

const token = z.strictObject({
  /** The text of the whole cell; upper and lower case count as the same. */
  token: z.string().min(1),
  direction: z.enum([
    "over-range",
    "under-range",
    "not-read",
    "masked",
    "not-computable",
    "warning",
  ]),
  meaning: z.string().min(1),
});

const profileSchema = z.strictObject({
  schema: z.literal(EXPORT_PROFILE_SCHEMA),
  /** The dialect (code) that reads such files. */
  dialect: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** To be raised with each change of the file. */
  version: z.string().min(1),
  vendor: z.string().min(1),
  programs: z.array(z.string()).min(1),
  /** Versions of the program whose files were seen. */
  seen_with: z.array(z.string()).default([]),
  /** As the program writes them; another one means that somebody saved the file again. Empty: any. */
  encodings: z.array(z.string()).default([]),
  separators: z.array(z.enum(["tab", "comma", "semicolon", "space", "bar"])).default([]),
  containers: z.array(z.enum(["text", "workbook"])).min(1),
  /** True when the vendor's program lets a spreadsheet program write its workbooks. */
  drives_spreadsheet: z.boolean().default(false),
  /** Names that the program itself gives to sheets; a star stands for any text. Empty: any name. */
  sheets: z.array(z.string().min(1)).default([]),
  date_order: z.enum(["day-month-year", "month-day-year", "year-month-day", "by-locale"]),
  /** Texts that name the program or its form, each the start of a cell; one of them must be there. */
  signatures: z.array(z.string().min(1)),
  /** Titles of calculated blocks; a star stands for any text. */
  calculated: z.array(z.string().min(1)).default([]),
  tokens: z.array(token).default([]),
});

export interface ExportToken {
  readonly token: string;
  readonly direction: z.infer<typeof token>["direction"];
  readonly meaning: string;
}

export interface ExportProfile {
  readonly dialect: string;
  readonly version: string;
  readonly vendor: string;
  readonly programs: readonly string[];
  readonly seenWith: readonly string[];
  readonly encodings: readonly string[];
  readonly separators: readonly Exclude<ExportDocument["separator"], null>[];
  readonly containers: readonly ("text" | "workbook")[];
  readonly drivesSpreadsheet: boolean;
  readonly sheets: readonly string[];
  readonly dateOrder: "day-month-year" | "month-day-year" | "year-month-day" | "by-locale";
  readonly signatures: readonly string[];
  readonly calculated: readonly string[];
  readonly tokens: readonly ExportToken[];
}

/**
 * A profile from the text of its TOML file.
 * Throws EXPORT_PROFILE_INVALID with the file, the field and what is wrong with it.
 */
export function parseExportProfile(text: string, fileName: string): ExportProfile {
  const result = profileSchema.safeParse(readValues(text, fileName));
  if (result.success) return toProfile(result.data);
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`,
  );
  throw invalid(fileName, problems.join("; "));
}

function readValues(text: string, fileName: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw invalid(fileName, error instanceof Error ? error.message : String(error));
  }
}

function invalid(fileName: string, why: string): PlatewardenError {
  return new PlatewardenError("EXPORT_PROFILE_INVALID", `${fileName}: ${why}`, {
    detail: { file: fileName },
  });
}

function toProfile(data: z.infer<typeof profileSchema>): ExportProfile {
  return {
    dialect: data.dialect,
    version: data.version,
    vendor: data.vendor,
    programs: data.programs,
    seenWith: data.seen_with,
    encodings: data.encodings,
    separators: data.separators,
    containers: data.containers,
    drivesSpreadsheet: data.drives_spreadsheet,
    sheets: data.sheets,
    dateOrder: data.date_order,
    signatures: data.signatures,
    calculated: data.calculated,
    tokens: data.tokens,
  };
}
