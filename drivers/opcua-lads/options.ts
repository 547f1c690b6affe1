/** What the configuration may say of one LADS reader. */
import { z } from "zod";
import { connectionOptions } from "../../src/instrument/opcua/connection-options.ts";

const wavelengthNm = z.int().min(200).max(1100);

export const ladsOptions = z
  .strictObject({
    ...connectionOptions.shape,
    wellOrder: z
      .enum(["row-major", "column-major"])
      .optional()
      .describe(
        "Order of 96 values in one variable; without it the reader's own list of wells counts, else A1, A2 … A12, B1.",
      ),
    variables: z
      .record(z.string().min(1), wavelengthNm)
      .default({})
      .describe("Wavelength by the name of a variable, when the name itself does not say it."),
    measurementNm: wavelengthNm
      .optional()
      .describe("Wavelength of the measurement, when the program's name does not say it."),
    referenceNm: z
      .union([wavelengthNm, z.literal("none")])
      .optional()
      .describe("Wavelength of the reference, when the program's name does not say it."),
    overflowValue: z
      .number()
      .optional()
      .describe("A value at or above which a well was over the reader's range, in AU."),
    nan: z
      .enum(["over-range", "not-read"])
      .default("over-range")
      .describe("What it means when a well has NaN in place of a number."),
  })
  .superRefine((options, context) => {
    const passwords = [options.passwordFile, options.passwordVariable].filter(
      (one) => one !== undefined,
    );
    const complain = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    if (options.user === undefined && !options.anonymous) {
      complain(
        "user",
        "`user` is missing; write `anonymous = true` where the server knows no login",
      );
    }
    if (options.user !== undefined && options.anonymous) {
      complain("anonymous", "`anonymous` and `user` cannot both be set");
    }
    if (options.user !== undefined && passwords.length !== 1) {
      complain("passwordFile", "`user` needs either `passwordFile` or `passwordVariable`");
    }
  });

export type LadsOptions = z.output<typeof ladsOptions>;
