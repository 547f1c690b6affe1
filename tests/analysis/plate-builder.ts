/** Plates made by hand for tests: wells with known corrected absorbance, so that expected numbers can be worked out. */
import type { AnalysisPlate, AnalysisWell } from "../../src/analysis/analysis-input.ts";

export const UNUSED_WELL: AnalysisWell = {
  role: "unused",
  arm: null,
  compound: null,
  vehicle: false,
  replicate: null,
  prednisoloneUgPerMl: null,
  inhibitorUm: null,
};

export const DOSES_UG_PER_ML = [
  0, 0.06103515625, 0.244140625, 0.9765625, 3.90625, 15.625, 62.5, 250,
];

export interface EditablePlate extends AnalysisPlate {
  wells: AnalysisWell[];
  measurement: (number | null)[];
  reference: (number | null)[];
}

/** 96 unused wells that read 0.1 AU, and 0.05 AU at the reference. */
export function emptyPlate(plateId = "P-1"): EditablePlate {
  return {
    plateId,
    wells: new Array<AnalysisWell>(96).fill(UNUSED_WELL),
    measurement: new Array<number | null>(96).fill(0.1),
    reference: new Array<number | null>(96).fill(0.05),
    referenceSubtracted: false,
    reviewMasks: [],
  };
}

export interface ArmPlan {
  readonly arm: string;
  readonly vehicle?: boolean;
  /** Z the arm would have at 100 %, AU. */
  readonly controlAu?: number;
  /** By dose, one survival (percent) a replicate. A missing dose has no wells. */
  readonly survival: readonly (readonly number[])[];
}

export interface PlatePlan {
  readonly plateId?: string;
  readonly arms: readonly ArmPlan[];
  readonly dosesUgPerMl?: readonly number[];
  /** Net absorbance of the blanks in column 1, AU; fewer make fewer blanks. */
  readonly blankNetAu?: readonly number[];
  /** Corrected absorbance of the untreated wells in column 12, AU. */
  readonly untreatedAu?: readonly number[];
}

const BLANK_NET_AU = [0.048, 0.052, 0.048, 0.052, 0.048, 0.052, 0.048, 0.052];
const UNTREATED_AU = [0.58, 0.62, 0.58, 0.62, 0.58, 0.62, 0.58, 0.62];

/**
 * Doses down the rows in the order given, arms in pairs of columns from column 2 on, blanks in column 1, untreated
 * in column 12. Blanks average 0.05 AU net unless stated; all wells have 0.05 AU at the reference wavelength.
 */
export function buildPlate(plan: PlatePlan): EditablePlate {
  const plate = emptyPlate(plan.plateId);
  const blanks = plan.blankNetAu ?? BLANK_NET_AU;
  const background =
    blanks.length === 0 ? 0.05 : blanks.reduce((sum, value) => sum + value, 0) / blanks.length;
  const put = (row: number, column: number, well: Partial<AnalysisWell>, netAu: number) => {
    const index = row * 12 + column;
    plate.wells[index] = { ...UNUSED_WELL, ...well };
    plate.measurement[index] = netAu + 0.05;
  };
  blanks.forEach((net, row) => {
    put(row, 0, { role: "blank" }, net);
  });
  (plan.untreatedAu ?? UNTREATED_AU).forEach((corrected, row) => {
    put(row, 11, { role: "untreated" }, corrected + background);
  });
  let column = 1;
  for (const { arm, vehicle = false, controlAu = 0.6, survival } of plan.arms) {
    const width = Math.max(2, ...survival.map((values) => values.length));
    survival.forEach((values, row) => {
      const prednisoloneUgPerMl = (plan.dosesUgPerMl ?? DOSES_UG_PER_ML)[row] ?? null;
      values.forEach((percent, position) => {
        const well = { role: "sample" as const, arm, compound: arm, vehicle, prednisoloneUgPerMl };
        const net = (controlAu * percent) / 100 + background;
        put(row, column + position, { ...well, replicate: position + 1 }, net);
      });
    });
    column += width;
  }
  return plate;
}

/** Index in reading order of a well such as `B3`. */
export function indexOf(well: string): number {
  return "ABCDEFGH".indexOf(well.charAt(0)) * 12 + Number(well.slice(1)) - 1;
}

/** Two survivals around a mean, the same distance up and down. */
export function around(mean: number, half: number): [number, number] {
  return [mean - half, mean + half];
}

/** A vehicle arm whose cells prednisolone hardly kills: 98 … 72 %, duplicates 2 points apart. */
export const RESISTANT_VEHICLE: ArmPlan = {
  arm: "vehicle",
  vehicle: true,
  survival: [
    [99, 101],
    [97, 99],
    [97, 95],
    [93, 95],
    [91, 89],
    [83, 85],
    [79, 77],
    [71, 73],
  ],
};

/** An inhibitor arm that leaves next to nothing. */
export const COMPLETE_ARM: ArmPlan = {
  arm: "trametinib",
  survival: [
    [101, 99],
    [61, 59],
    [34, 36],
    [19, 17],
    [9, 11],
    [9, 7],
    [7, 9],
    [8, 6],
  ],
};

/** An inhibitor arm without effect. */
export const IDLE_ARM: ArmPlan = {
  arm: "crizotinib",
  survival: [
    [99, 101],
    [98, 96],
    [94, 96],
    [92, 94],
    [88, 90],
    [84, 82],
    [76, 78],
    [71, 70],
  ],
};
