/** The groups of a profile about words: commands, status, wavelengths, options, time-outs. */
import { z } from "zod";
import { bytes, commandName, commandText, milliseconds, pattern } from "./schema-fields.ts";

export const commandSchema = z.strictObject({
  send: commandText("What is sent, without its end. Placeholders: docs/profiles.md."),
  send_single: commandText("What is sent instead where no reference is asked for.").optional(),
  arguments: commandText("What follows once the reader has acknowledged.").optional(),
  moves_hardware: z
    .boolean()
    .describe(
      "It moves the plate, lamp or filters, or measures; never sent to find out what is there.",
    ),
  idempotent: z.boolean().default(false).describe("Sent twice it does no more than sent once."),
  retries: z
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe(
      "How often it is sent again: where the reader is busy, and after silence if it is idempotent.",
    ),
  within_ms: z
    .int()
    .min(1)
    .max(3_600_000)
    .optional()
    .describe("Longest wait for its answer, in ms."),
  answered: z.boolean().default(true).describe("False: nothing comes back."),
  status: z.boolean().default(true).describe("Its answer begins with an ok or error line."),
  lines: z
    .int()
    .min(1)
    .max(200)
    .default(1)
    .describe("Lines of its answer, blank ones not counted."),
  prompts: z.int().min(1).max(9).default(1).describe("Prompts or frames of its answer."),
  until: pattern("The line that ends its answer.").optional(),
  expect: pattern("What the answer must hold; its groups are what is read from it.").optional(),
  done: pattern("For `progress`: the answer that says that the read has ended.").optional(),
  per_wavelength: z.boolean().default(false).describe("Sent once for each wavelength."),
  brings_plate: z.boolean().optional().describe("Its answer is a plate."),
});

export const commandsSchema = z.record(commandName, commandSchema).default({});

const code = z.strictObject({
  code: z.string().min(1).max(40).describe("The code as the reader sends it."),
  text: z.string().min(1).describe("What it means, as a clause."),
  remedy: z.string().min(1).optional().describe("What somebody at the bench should do."),
  fatal: z.boolean().default(true).describe("False: a warning, the command has been obeyed."),
  needs_operator: z.boolean().default(true).describe("Somebody must go to the reader."),
  retry: z.boolean().default(false).describe("The same command may simply be tried again."),
  means: z
    .enum(["not-locked", "busy"])
    .optional()
    .describe("Remote control is not held, or try again soon."),
});

export const statusSchema = z.strictObject({
  ok: pattern("Beginning of an answer that says yes.").optional(),
  error: pattern("Beginning of an answer that says no.", ["code"]).optional(),
  sub_code_digits: z
    .int()
    .min(0)
    .max(6)
    .default(0)
    .describe("Last digits of a code that only detail it."),
  codes: z.array(code).default([]),
});

export const wavelengthsSchema = z.strictObject({
  model: z
    .enum(["by-nanometre", "by-position", "by-slot"])
    .default("by-nanometre")
    .describe(
      "How a command names a wavelength; the positions come from `filters` or the option `filtersNm`.",
    ),
  min_nm: z.int().min(200).max(1100).default(300).describe("Shortest wavelength it measures."),
  max_nm: z.int().min(200).max(1100).default(1000).describe("Longest wavelength it measures."),
  most_per_read: z.int().min(1).max(9).default(2).describe("Wavelengths of one read."),
  item: pattern("One filter in the answer to `filters`; `nm` is its wavelength.", [
    "nm",
  ]).optional(),
  first: z.int().min(0).max(1).default(1).describe("Number of the first position or slot."),
  reference: z
    .enum(["raw", "subtracted", "switchable"])
    .default("raw")
    .describe("Whether the reader takes the reference off, and whether that can be switched off."),
  switch_off: commandName.optional().describe("Command that makes it send raw values."),
});

const optionValue = z.union([z.string(), z.number(), z.boolean()]);

export const optionSchema = z.strictObject({
  default: optionValue.describe("Its value where the configuration says nothing."),
  choices: z.array(optionValue).min(1).optional().describe("Values it may have."),
  min: z.number().optional().describe("Smallest number."),
  max: z.number().optional().describe("Largest number."),
  description: z.string().min(1).describe("What it does, with its unit."),
});

export const timeOutsSchema = z.strictObject({
  answer_ms: milliseconds(3000, "Longest wait for the answer to a short command"),
  identify_ms: milliseconds(3000, "Longest wait while identifying"),
  move_ms: milliseconds(30_000, "Longest wait after a command that moves hardware"),
  read_base_ms: milliseconds(60_000, "Longest read, without what follows"),
  read_per_wavelength_ms: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(30_000)
    .describe("More for each wavelength, in ms."),
  read_shake_option: z
    .string()
    .optional()
    .describe("Option that says how long the plate is shaken, in s."),
  read_delay_option: z
    .string()
    .optional()
    .describe("Option that says how long the reader waits, in s."),
  inter_byte_ms: milliseconds(5000, "Longest gap between two bytes or lines of one answer"),
  record_silence_ms: milliseconds(3000, "Silence after which an unasked record is complete"),
});

export const pushSchema = z.strictObject({
  start: pattern("The line an unasked record begins with."),
  end: pattern("The line it ends with; without it a silence ends it.").optional(),
  blocks: z
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe("Blocks of an unasked record, where always the same."),
  subtracted: z
    .enum(["no", "yes", "with-reference"])
    .default("no")
    .describe(
      "The reference is taken off already; `with-reference`: where one is named and one block comes.",
    ),
  clock_in_duplicate_key: z
    .boolean()
    .default(true)
    .describe("False: the printed time is that of sending, and does not tell two plates apart."),
});

const expectation = z.strictObject({
  outcome: z.enum(["done", "fault"]).default("done").describe("How it ends."),
  fault: z.string().optional().describe("Which fault, e.g. NO_ANSWER or CODE_8073."),
  model: z.string().optional().describe("What the reader calls itself."),
  measurement: z.array(z.string()).optional().describe("Eight rows of twelve tokens."),
  reference: z.array(z.string()).optional().describe("The same for the reference."),
  subtracted: z.boolean().optional().describe("Whether the reader has taken the reference off."),
  temperature_c: z.number().optional().describe("Temperature in °C."),
  barcode: z.string().optional().describe("The plate's barcode as the reader sends it."),
  clock: z.string().optional().describe("The reader's own time."),
  warnings: z.array(z.string()).optional().describe("Codes of all its warnings."),
  rejected: z.int().min(0).default(0).describe("Number of texts of which nothing is made."),
});

const example = z.strictObject({
  title: z.string().min(1).describe("What it shows."),
  dialogue: z
    .enum(["identify", "readPlate", "lastPlate", "release", "listen"])
    .describe("What it is a conversation of."),
  measurement_nm: z.int().min(200).max(1100).optional().describe("What was asked for."),
  reference_nm: z.int().min(200).max(1100).optional().describe("Left out: one wavelength."),
  options: z.record(z.string(), z.unknown()).default({}).describe("Options of the reader."),
  conversation: z
    .string()
    .min(1)
    .describe(
      "Lines `H> sent`, `R> received`, `-- silence`; control characters as <CR>, <LF>, <STX>, <0x1B>.",
    ),
  expect: expectation.prefault({}),
});

const spoilt = z.strictObject({
  example: z.string().min(1).describe("Title of the example it happens to."),
  kind: z
    .enum([
      "noise-byte",
      "changed-character",
      "lost-line",
      "nak",
      "silence",
      "missing-terminator",
      "split-chunks",
    ])
    .describe("What goes wrong on the way."),
  item: z.int().min(1).default(1).describe("Which R> line it happens to, counted from 1."),
  outcome: z.enum(["done", "fault"]).describe("How it must end all the same."),
  fault: z.string().optional().describe("Which fault."),
  warnings: z.array(z.string()).optional().describe("Codes of all warnings."),
});

export const simulationSchema = z.strictObject({
  example: z.array(example).default([]),
  fault: z.array(spoilt).default([]),
});

export const marker = z.strictObject({
  pattern: pattern("The whole token."),
  means: z.enum(["over-range", "under-range", "not-read"]).describe("Why there is no number."),
});

export const separator = z.union([
  z.literal("blank"),
  bytes("What stands between two cells.").min(1),
]);
