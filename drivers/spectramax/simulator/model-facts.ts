/** In what the two simulated readers differ. Sources: NOTES.md of this driver, sections on prompts and commands. */
export type ModelName = "M5" | "384 Plus";

export interface ModelFacts {
  readonly name: ModelName;
  /** What OPTION says. */
  readonly lines: readonly string[];
  /** The read type of absorbance in a plate. */
  readonly readType: string;
  /** Commands that answer with two prompts. */
  readonly twoPrompts: readonly string[];
  /** TAG and NVRAM belong to the M5. */
  readonly knowsTag: boolean;
}

const BOTH = [
  "ERROR",
  "OPTION",
  "QUEUE",
  "READSTAGE",
  "SPEED",
  "STATUS",
  "TEMP",
  "TRANSFER",
  "RESEND",
];

export const MODELS: Readonly<Record<ModelName, ModelFacts>> = {
  M5: {
    name: "M5",
    lines: ["SPECTRAMAX M5", "2.00 01Jan10"],
    readType: "ABSPLA",
    twoPrompts: [...BOTH, "READTYPE"],
    knowsTag: true,
  },
  "384 Plus": {
    name: "384 Plus",
    lines: ["SPECTRAMAX 384PLUS", "1.20 15Mar08"],
    readType: "PLA",
    twoPrompts: BOTH,
    knowsTag: false,
  },
};
