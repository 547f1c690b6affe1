/** What the configuration may say of the way to a LADS server; the driver adds how its values are to be read. */
import { z } from "zod";

const wavelengthNm = z.int().min(200).max(1100);
const limitMs = z.int().min(100).max(86_400_000);

const program = z.strictObject({
  template: z.string().min(1),
  measurementNm: wavelengthNm,
  referenceNm: z.union([wavelengthNm, z.literal("none")]).default("none"),
});

export const connectionOptions = z.object({
  device: z
    .string()
    .optional()
    .describe("Name of the device, when the server has several with programs."),
  unit: z
    .string()
    .optional()
    .describe("Name of the functional unit, when the device has several with programs."),
  user: z.string().min(1).optional().describe("Name to log in with."),
  passwordFile: z.string().min(1).optional().describe("File whose first line is the password."),
  passwordVariable: z
    .string()
    .min(1)
    .optional()
    .describe("Environment variable that holds the password."),
  anonymous: z
    .boolean()
    .default(false)
    .describe("Connects without a login; only where the server knows none."),
  programs: z
    .array(program)
    .default([])
    .describe("Which program template reads which wavelengths, when its name does not say so."),
  properties: z
    .record(z.string(), z.string())
    .default({})
    .describe("Properties handed to the program at every start."),
  connectTimeoutMs: limitMs
    .default(10_000)
    .describe("Longest wait for each step of a connection, in ms."),
  answerTimeoutMs: limitMs
    .default(8000)
    .describe("Longest wait for the answer to a question, in ms."),
  startTimeoutMs: limitMs
    .default(10_000)
    .describe("Longest wait for the answer to a start, in ms."),
  runTimeoutMs: limitMs
    .default(1_800_000)
    .describe("Longest run when the reader gives no estimate of its own, in ms."),
  resultTimeoutMs: limitMs
    .default(30_000)
    .describe("Longest wait for the result, and for it to be complete, after a run, in ms."),
  quietMs: z
    .int()
    .min(10)
    .max(60_000)
    .default(1000)
    .describe("A result is complete when it has not changed for this long, in ms."),
  pollMs: z
    .int()
    .min(50)
    .max(600_000)
    .default(5000)
    .describe("How often an idle reader is looked at when it tells nothing by itself, in ms."),
  trustPauseMs: z
    .int()
    .min(1000)
    .max(3_600_000)
    .default(60_000)
    .describe("How long to wait after a certificate or a login was refused, in ms."),
});

export type ConnectionOptions = z.output<typeof connectionOptions>;
