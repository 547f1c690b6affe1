/** What the configuration may say of one Bio-Rad reader. */
import { z } from "zod";

/** A position of the filter wheel: its wavelength in nm, or `"empty"`, since TOML has no null. */
const filter = z.union([
  z.int().min(300).max(1000),
  z.null(),
  z.literal("empty").transform((): null => null),
]);

export const bioRadOptions = z.strictObject({
  model: z
    .enum(["auto", "680", "550"])
    .default("auto")
    .describe("Model of the reader; `auto` asks it."),
  filtersNm: z
    .array(filter)
    .min(1)
    .max(8)
    .nullable()
    .default(null)
    .describe(
      'Wavelengths in nm by position of the filter wheel, "empty" for none. Needed by the 550, which cannot be asked.',
    ),
  mixSeconds: z
    .int()
    .min(0)
    .max(999)
    .default(5)
    .describe("How long the reader shakes the plate before it reads, in s (550: at most 9)."),
  mixSpeed: z.enum(["L", "M", "H"]).default("M").describe("Low, middle or high; 680 only."),
  speed: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe("Reading speed: 1 fast, 2 normal; 680 only."),
  answerTimeoutMs: z
    .int()
    .min(100)
    .default(3000)
    .describe("Longest wait for the answer to a short command, in ms."),
  readTimeoutMs: z
    .int()
    .min(100)
    .default(120_000)
    .describe("Longest wait for the first line of a plate after the read command, in ms."),
  interLineTimeoutMs: z
    .int()
    .min(100)
    .default(10_000)
    .describe("Longest gap between two lines of a plate, in ms."),
  recordSilenceMs: z
    .int()
    .min(100)
    .default(3000)
    .describe("Silence after which a plate is taken to be sent completely, in ms."),
});

export type BioRadOptions = z.output<typeof bioRadOptions>;
