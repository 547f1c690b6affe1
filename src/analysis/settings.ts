import { z } from "zod";
import { PlatewardenError } from "../domain/errors.ts";

const percent = (limit: number) => z.number().min(0).max(limit);
const absorbanceAu = () => z.number().min(0).max(10);
const probability = () => z.number().gt(0).max(1);
const multiple = () => z.number().gt(0).max(100);
const wellCount = () => z.int().min(1).max(96);
const doseUgPerMl = () => z.number().gt(0).max(100_000);

/** Names are those of a study's `thresholds`; they carry no units there, so the comments give them. */
const settingsSchema = z
  .strictObject({
    /** Least vehicle (and arm) control, AU. */
    controlOdMin: absorbanceAu().default(0.05),
    /** Least share of leukaemic cells on day 4, percent. */
    blastsMin: percent(100).default(70),
    blanksMin: wellCount().default(3),
    /** A reference reading is an artefact beyond the plate median plus the larger of these: AU, scaled MADs. */
    refArtefactAbs: absorbanceAu().default(0.1),
    refArtefactMads: multiple().default(6),
    /** A blank is an outlier beyond both: modified z, AU from the median. */
    blankModZ: multiple().default(3.5),
    blankAbs: absorbanceAu().default(0.02),
    /** Least effect at a dose: points, percent of what it is compared with. */
    effectPoints: percent(100).default(20),
    effectRelative: percent(100).default(20),
    /** Least vehicle survival that leaves something to kill, percent. */
    headroom: percent(100).default(25),
    /** Least kill by prednisolone that leaves something to lose, percent. */
    killNeeded: percent(100).default(20),
    alpha: probability().default(0.05),
    /** Complete sensitisation at the reference dose: most survival left, least relative effect, percent. */
    completeResidual: percent(100).default(25),
    completeRelative: percent(100).default(70),
    /** Widest half interval of the effect at the reference dose, points. */
    ciHalfWidthMax: percent(1000).default(25),
    /** Least survival under the inhibitor alone, percent of the vehicle. */
    singleAgentMin: percent(100).default(30),
    /** Least number of non-zero doses tested. */
    dosesMin: wellCount().default(5),
    /** Duplicates are discordant beyond the larger of these: points, robust SDs of a difference. */
    discordPoints: percent(1000).default(20),
    discordZ: multiple().default(4),
    zPrimeWarn: z.number().min(-100).max(1).default(0.5),
    zPrimeFail: z.number().min(-100).max(1).default(0),
    /** CV of the untreated wells, percent. */
    cvWarn: percent(1000).default(15),
    cvFail: percent(1000).default(30),
    /** AU. */
    blankSdWarn: absorbanceAu().default(0.01),
    /** Across the whole plate, and at its rim, percent. */
    driftWarn: percent(1000).default(20),
    edgeWarn: percent(1000).default(10),
    /** Usual range of vehicle control over untreated, percent. */
    vehicleEffect: z.tuple([percent(1000), percent(1000)]).default([80, 120]),
    sbFail: percent(1000).default(1.5),
    /** Survival that defines the LC50, percent. */
    lcLevel: z.number().gt(0).lt(100).default(50),
    /** The dose of the letter's bar graphs, µg/mL; the nearest dose of the plate is taken. */
    referenceDose: doseUgPerMl().default(3.90625),
    driftP: probability().default(0.01),
    /** Wells below this fraction of the vehicle control say nothing about position. */
    positionMinFraction: z.number().min(0).max(1).default(0.2),
    /** Least vehicle survival for the largest relative effect, percent. */
    maxRelativeMinSurvival: percent(100).default(20),
    /** LC50 below: sensitive; from the second on: resistant, µg/mL. */
    lcSensitive: doseUgPerMl().default(0.1),
    lcResistant: doseUgPerMl().default(150),
    /** Grade A needs all three below these. */
    gradeQ: probability().default(0.01),
    gradeContrastP: probability().default(0.01),
    gradeStudentP: probability().default(0.05),
    /** A repeated block, or too little scatter, is reported below this chance. */
    suspicionP: probability().default(1e-4),
    /** Least scatter within conditions that an assay with cells can have, percent; 0 switches the check off. */
    smoothCv: percent(100).default(1),
  })
  .check((context) => {
    const { value } = context;
    const ordered: readonly [string, number, string, number][] = [
      ["zPrimeFail", value.zPrimeFail, "zPrimeWarn", value.zPrimeWarn],
      ["cvWarn", value.cvWarn, "cvFail", value.cvFail],
      ["vehicleEffect[0]", value.vehicleEffect[0], "vehicleEffect[1]", value.vehicleEffect[1]],
      ["lcSensitive", value.lcSensitive, "lcResistant", value.lcResistant],
    ];
    for (const [lowName, low, highName, high] of ordered) {
      if (low <= high) continue;
      const message = `${lowName} (${low}) must not be greater than ${highName} (${high})`;
      context.issues.push({ code: "custom", message, input: value, path: [lowName] });
    }
  });

/** Every number the analysis decides by. Stored with each verdict. */
export type AnalysisSettings = Readonly<z.output<typeof settingsSchema>>;

/** The settings the rule was calibrated with (section 2 of the analysis reference). */
export const DEFAULT_SETTINGS: AnalysisSettings = Object.freeze(settingsSchema.parse({}));

/** What is wrong with settings, in Zod's words and order; empty when `parseSettings` would take them. */
export function settingIssues(partial: unknown): readonly z.core.$ZodIssue[] {
  return settingsSchema.safeParse(partial).error?.issues ?? [];
}

/**
 * Settings from a configuration or a study's `thresholds`; what is missing takes its default. An unknown name, a
 * value of the wrong kind or an absurd one throws SETTINGS_INVALID, naming every one of them at once.
 */
export function parseSettings(partial: unknown): AnalysisSettings {
  const parsed = settingsSchema.safeParse(partial);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.map(String).join(".");
    return name === "" ? issue.message : `${name}: ${issue.message}`;
  });
  throw new PlatewardenError("SETTINGS_INVALID", `Analysis settings: ${problems.join("; ")}.`, {
    detail: { problems },
  });
}
