/** What the configuration may say of one classic BioTek reader. */
import { z } from "zod";

export const classicOptions = z.strictObject({
  loadSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(0)
    .describe(
      "How long the carrier stays out before a read, to lay the plate in, in s; 0: it is in.",
    ),
  shakeSeconds: z
    .int()
    .min(0)
    .max(999)
    .default(0)
    .describe("How long the reader shakes the plate before it reads, in s."),
  shakeSpeed: z
    .enum(["slow", "medium", "fast", "variable"])
    .default("medium")
    .describe("How it shakes."),
  readMode: z
    .enum(["as-set", "slow", "fast"])
    .default("as-set")
    .describe("How carefully the reader measures; `as-set` leaves it as it is."),
  readBarcode: z
    .boolean()
    .default(false)
    .describe("Has the reader's own scanner read the plate's label before each read."),
  recordTemperature: z
    .boolean()
    .default(false)
    .describe("Has the reader write its temperature beside the values."),
  panelRead: z
    .enum(["reference-subtracted", "raw"])
    .default("reference-subtracted")
    .describe("What a plate is that is started at the panel: its data do not say it."),
  panelWavelengthNm: z
    .int()
    .min(300)
    .max(1000)
    .nullable()
    .default(null)
    .describe("The wavelength of plates started at the panel, in nm."),
  answerTimeoutMs: z
    .int()
    .min(100)
    .default(3000)
    .describe("Longest wait for the answer to a short command, in ms."),
  carriageTimeoutMs: z
    .int()
    .min(100)
    .default(15_000)
    .describe("Longest movement of the carrier, in ms."),
  readTimeoutMs: z
    .int()
    .min(100)
    .default(60_000)
    .describe("Longest wait for the values of a wavelength, shaking not counted, in ms."),
  powerWavePollMs: z
    .int()
    .min(100)
    .default(5000)
    .describe("Silence after which a PowerWave that reads is asked whether it is done, in ms."),
  gapTimeoutMs: z
    .int()
    .min(100)
    .default(5000)
    .describe("Longest gap between two bytes of a plate, in ms."),
  recordSilenceMs: z
    .int()
    .min(100)
    .default(2000)
    .describe(
      "Silence after which what comes by itself, or is passed over, counts as over, in ms.",
    ),
});

export type ClassicOptions = z.output<typeof classicOptions>;
