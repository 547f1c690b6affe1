/** What the configuration may say of one SpectraMax reader. */
import { z } from "zod";

export const spectraMaxOptions = z.strictObject({
  model: z
    .enum(["auto", "M5", "384 Plus"])
    .default("auto")
    .describe("Model of the reader; `auto` asks it."),
  shakeSeconds: z
    .int()
    .min(0)
    .max(999)
    .default(5)
    .describe("How long the reader shakes the plate before it reads, in s; 0 for not at all."),
  carriageSpeed: z
    .enum(["normal", "slow"])
    .default("normal")
    .describe("How fast the carriage moves the plate."),
  helloTimeoutMs: z
    .int()
    .min(100)
    .default(3000)
    .describe("Longest wait for the answer to the first question, in ms."),
  answerTimeoutMs: z
    .int()
    .min(100)
    .default(10_000)
    .describe("Longest wait for the answer to a command that moves nothing, in ms."),
  moveTimeoutMs: z
    .int()
    .min(100)
    .default(60_000)
    .describe("Longest wait for the answer to a command that moves drawer or plate, in ms."),
  secondPromptMs: z
    .int()
    .min(100)
    .default(1500)
    .describe(
      "Silence after which a reader that sends one prompt of two is taken to be done, in ms.",
    ),
  pollMs: z
    .int()
    .min(10)
    .default(1000)
    .describe("How long to wait between two questions whether the plate is read, in ms."),
  readTimeoutMs: z.int().min(100).default(600_000).describe("Longest time a read may take, in ms."),
});

export type SpectraMaxOptions = z.output<typeof spectraMaxOptions>;
