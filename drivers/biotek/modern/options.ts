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
  recordTemperature: z
    .boolean()
    .default(false)
    .describe("Asks for the temperature in the reader and keeps those of the read as a note."),
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
