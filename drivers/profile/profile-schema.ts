/** A reader profile, `platewarden-reader-profile/1`: an ASCII reader described in data. */
import { z } from "zod";
import { bytes, pattern } from "./schema-fields.ts";
import { checksumSchema, framingSchema, portSchema, turnsSchema } from "./schema-wire.ts";
import {
  commandsSchema,
  marker,
  optionSchema,
  pushSchema,
  separator,
  simulationSchema,
  statusSchema,
  timeOutsSchema,
  wavelengthsSchema,
} from "./schema-words.ts";

const identitySchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "a profile's id is lower-case words with dashes")
    .max(40)
    .describe("Lower-case words with dashes; the driver is called `profile-` and this."),
  version: z.string().min(1).max(40).describe("Changes whenever the profile means something else."),
  vendor: z.string().min(1).describe("Who makes the reader."),
  models: z.array(z.string().min(1)).min(1).describe("Which readers it is for."),
  verification: z
    .enum(["manual-only", "transcript", "bench"])
    .default("manual-only")
    .describe("How far it has been proved; stands beside every result."),
  evidence: z.string().min(1).describe("Where the protocol facts come from."),
  tested_on: z.array(z.string().min(1)).default([]).describe("Readers it has met, with firmware."),
  author: z.string().optional().describe("Who wrote the profile."),
  licence: z.string().optional().describe("Under what terms others may use it."),
});

const plateSchema = z.strictObject({
  values: z
    .enum(["raw", "results"])
    .default("raw")
    .describe("`results`: the reader has calculated them; every reading says so."),
  rows: z.literal(8).default(8).describe("Always 8: A to H."),
  columns: z.literal(12).default(12).describe("Always 12."),
  header: pattern("First line of a plate; a group `model` names the reader.").optional(),
  begin: pattern(
    "Line before the rows of a block; a group `filter` ties it to a wavelength.",
  ).optional(),
  end: pattern(
    "Line after the rows of a block; without it a block ends with its last well.",
  ).optional(),
  blocks: z
    .union([z.literal("one-per-wavelength"), z.int().min(1).max(9)])
    .default("one-per-wavelength")
    .describe("Blocks of a plate that was asked for, where it is always the same number."),
  tie: z
    .enum(["order", "header"])
    .default("order")
    .describe(
      "How a block is tied to a wavelength: by the order asked for, or by its own `filter`.",
    ),
  filter_names: z
    .enum(["nm", "position"])
    .default("nm")
    .describe("What the reader calls a filter by in a plate."),
  order: z
    .enum(["row-major", "column-major", "row-serpentine", "column-serpentine", "triplets"])
    .default("row-major")
    .describe(
      "How the cells run: by rows, by columns, there and back again, or each with its well.",
    ),
  cells_per_line: z
    .int()
    .min(1)
    .max(96)
    .optional()
    .describe("12, or 8 where the order is by columns."),
  label: pattern(
    "What stands before the cells of a line; a group `row` or `column` places it.",
  ).optional(),
  triplet: pattern("One well: groups row, column, value, and filter where there are several.", [
    "row",
    "column",
    "value",
  ]).optional(),
  cell: pattern("One cell with what separates it; its matches must cover the line.").optional(),
  cell_width: z.int().min(1).max(40).optional().describe("Characters of each cell, all alike."),
  cell_widths: z.array(z.int().min(1).max(40)).optional().describe("Characters of each cell."),
  separator: separator
    .optional()
    .describe(
      "What stands between cells, or `blank` for any number of blanks and tabs; that is usual.",
    ),
  sign_separates: z.boolean().default(false).describe("A sign stands where a blank would."),
  decimal: z.enum([".", ","]).default(".").describe("The decimal mark."),
  implied_decimals: z
    .int()
    .min(0)
    .max(6)
    .default(0)
    .describe("Whole numbers, divided by ten to this power."),
  highest_au: z.number().positive().max(20).default(10).describe("What is above is no absorbance."),
  markers: z
    .array(marker)
    .default([])
    .describe("What stands in place of a number; the first that fits counts."),
  capture: z
    .array(
      pattern(
        "A line outside the blocks: groups measurement, reference, clock, temperature, barcode, model.",
      ),
    )
    .default([])
    .describe("Lines outside the blocks that say something, by their groups."),
  filler: z
    .array(pattern("A line that means nothing."))
    .default([])
    .describe("Lines that mean nothing."),
  strip: bytes("Characters that are taken out of every line, e.g. \\u0000.").default(""),
});

export const profileSchema = z.strictObject({
  schema: z.literal("platewarden-reader-profile/1").describe("What this file is."),
  identity: identitySchema,
  port: portSchema.prefault({}),
  framing: framingSchema.prefault({}),
  checksum: checksumSchema.prefault({}),
  turns: turnsSchema.prefault({}),
  options: z
    .record(
      z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "an option's name is one word, e.g. mixSeconds"),
      optionSchema,
    )
    .default({}),
  commands: commandsSchema,
  sequences: z
    .strictObject({
      identify: z
        .array(z.string())
        .optional()
        .describe("Commands that find out what is there, in order."),
      read: z
        .array(z.string())
        .optional()
        .describe("Commands of a read, in order; its `fetch`, or else `start`, brings the plate."),
    })
    .prefault({}),
  wavelengths: wavelengthsSchema.prefault({}),
  plate: plateSchema,
  status: statusSchema.prefault({}),
  push: pushSchema.optional(),
  time_outs: timeOutsSchema.prefault({}),
  simulation: simulationSchema.prefault({}),
});

export type Profile = z.output<typeof profileSchema>;
export type ProfileCommand = Profile["commands"][string];
