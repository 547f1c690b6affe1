/** What the configuration may say of one modern BioTek reader. */
import { z } from "zod";

/** A 96-well plate of usual size; the layout of the digits is explained in NOTES.md. */
const USUAL_PLATE = "08120112207434014351135308559127881422";

export const modernOptions = z.strictObject({
  loadSeconds: z
    .int()
    .min(0)
    .max(600)
    .default(0)
    .describe(
      "How long the carrier stays out before a read, to lay the plate in, in s; 0: it is in.",
    ),
  slowCarriage: z
    .boolean()
    .default(false)
    .describe("Moves the carrier slowly, for plates that may spill."),
  plateGeometry: z
    .string()
    .regex(/^\d{38}$/)
    .default(USUAL_PLATE)
    .describe("Rows, columns and measures of the plate as the command `y` takes them."),
  shakeSeconds: z
    .int()
    .min(0)
    .max(960)
    .default(0)
    .describe("How long the reader shakes the plate before it reads, in s."),
  shakeKind: z.enum(["linear", "orbital"]).default("linear").describe("How it shakes."),
  shakeSpeed: z.int().min(1).max(6).default(3).describe("How fast it shakes; 6 is fastest."),
  recordTemperature: z
    .boolean()
    .default(false)
    .describe(
      "Also asks for the temperature between two wavelengths; that of the read stands in the reading anyway.",
    ),
  answerTimeoutMs: z
    .int()
    .min(100)
    .default(3000)
    .describe("Longest wait for the answer to a short command, in ms."),
  carriageTimeoutMs: z
    .int()
    .min(100)
    .default(20_000)
    .describe("Longest movement of the carrier, in ms."),
  readTimeoutMs: z
    .int()
    .min(100)
    .default(180_000)
    .describe("Longest wait for the values of a wavelength, in ms."),
  gapTimeoutMs: z
    .int()
    .min(100)
    .default(5000)
    .describe("Longest gap between two bytes of a plate, in ms."),
  recordSilenceMs: z
    .int()
    .min(100)
    .default(2000)
    .describe("Silence after which what comes unasked, or is passed over, counts as over, in ms."),
});

export type ModernOptions = z.output<typeof modernOptions>;
