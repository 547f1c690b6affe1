/** What the configuration may say of one Byonoy reader. */
import { z } from "zod";

export const byonoyOptions = z.strictObject({
  zeroing: z
    .enum(["when-empty", "never"])
    .default("when-empty")
    .describe(
      "`when-empty`: a read that begins without a plate inside zeroes the reader first and then waits for the plate.",
    ),
  echoTimeoutMs: z
    .int()
    .min(100)
    .default(2000)
    .describe("Longest wait for the echo of a command, in ms."),
  answerTimeoutMs: z
    .int()
    .min(100)
    .default(30_000)
    .describe("Longest wait for the answer to a command, in ms."),
  interLineTimeoutMs: z
    .int()
    .min(100)
    .default(3000)
    .describe("Longest gap between two lines of an answer, in ms."),
  insertTimeoutMs: z
    .int()
    .min(100)
    .default(120_000)
    .describe("Longest wait for somebody to put the plate in, in ms."),
  pollMs: z
    .int()
    .min(10)
    .default(1000)
    .describe("How long to wait between two questions whether the plate is in, in ms."),
});

export type ByonoyOptions = z.output<typeof byonoyOptions>;
