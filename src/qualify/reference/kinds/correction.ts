import type { AnalysisPlate, AnalysisWell } from "../../../analysis/analysis-input.ts";
import { blissExcess, hsaExcess } from "../../../analysis/combination/independence.ts";
import { describeControls } from "../../../analysis/control-statistics.ts";
import { type CorrectedPlate, correctPlate, relativeTo } from "../../../analysis/correct-plate.ts";
import { relativeEffect } from "../../../analysis/measure-effect.ts";
import { parseSettings } from "../../../analysis/settings.ts";
import { mean, standardDeviation } from "../../../analysis/statistics/moments.ts";
import {
  fiellerInterval,
  ratioStandardError,
} from "../../../analysis/statistics/ratio-of-means.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";

const GROUPS = ["blank", "vehicle0", "inhibitor0", "untreated", "vehicle", "inhibitor"] as const;
type Group = (typeof GROUPS)[number];

type Input = Readonly<
  Record<
    Group,
    { readonly od570: readonly (number | null)[]; readonly od650: readonly (number | null)[] }
  >
>;

/** Any dose above zero: the file names none. */
const DOSE_UG_PER_ML = 3.90625;

/** Every well given counts, however odd: these files are about correction, not about masks. */
const NO_MASKS = parseSettings({ refArtefactAbs: 10, refArtefactMads: 100, blankAbs: 10 });

/** From raw absorbance to corrected survival, its errors and the excess over independence. */
export const correctionKind: GoldKind = {
  id: "correction",
  check: (file) => {
    const { value } = file.tolerance as { value: number };
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input),
      tolerance: () => ({ kind: "relative", value }),
    }));
  },
};

function wellOf(group: Group, replicate: number): AnalysisWell {
  const isArm = group !== "blank" && group !== "untreated";
  const vehicle = group.startsWith("vehicle");
  const arm = isArm ? (vehicle ? "vehicle" : "inhibitor") : null;
  return {
    role: isArm ? "sample" : group,
    arm,
    compound: arm,
    vehicle,
    replicate: isArm ? replicate : null,
    prednisoloneUgPerMl: isArm ? (group.endsWith("0") ? 0 : DOSE_UG_PER_ML) : null,
    inhibitorUm: null,
  };
}

interface LaidOut {
  readonly plate: AnalysisPlate;
  readonly places: Readonly<Record<Group, readonly number[]>>;
}

/** The groups one after another on a plate of their own. */
function layOut(input: Input): LaidOut {
  const laid = GROUPS.flatMap((group) =>
    input[group].od570.map((measured, replicate) => ({
      group,
      well: wellOf(group, replicate + 1),
      measured,
      reference: input[group].od650[replicate] ?? null,
    })),
  );
  const placesOf = (group: Group) =>
    laid.flatMap((one, index) => (one.group === group ? [index] : []));
  return {
    plate: {
      plateId: "gold",
      wells: laid.map((one) => one.well),
      measurement: laid.map((one) => one.measured),
      reference: laid.map((one) => one.reference),
      referenceSubtracted: false,
      reviewMasks: [],
    },
    places: {
      blank: placesOf("blank"),
      vehicle0: placesOf("vehicle0"),
      inhibitor0: placesOf("inhibitor0"),
      untreated: placesOf("untreated"),
      vehicle: placesOf("vehicle"),
      inhibitor: placesOf("inhibitor"),
    },
  };
}

function resultOf(input: Input): unknown {
  const { plate, places } = layOut(input);
  const corrected = correctPlate(plate, NO_MASKS);
  const controls = describeControls(corrected);
  const controlOf = (arm: string) =>
    corrected.arms.find((one) => one.design.arm === arm)?.controlMean ?? null;
  const [zVehicle, zInhibitor] = [controlOf("vehicle"), controlOf("inhibitor")];
  const survival = {
    vehicle: places.vehicle.map((well) => corrected.survival[well] ?? null),
    inhibitor: places.inhibitor.map((well) => corrected.survival[well] ?? null),
    inhibitorVsVehicleControl: places.inhibitor.map((well) =>
      relativeTo(zVehicle, corrected.corrected[well] ?? null),
    ),
  };
  const means = mapValues(survival, (values) => mean(present(values)));
  const singleAgent = relativeTo(zVehicle, zInhibitor);
  return {
    blank: corrected.blankMean,
    controlOd: { vehicle: zVehicle, inhibitor: zInhibitor, untreated: controls.untreatedMeanOd },
    vehicleEffectPercent: controls.vehicleEffectPercent,
    singleAgentSurvivalPercent: singleAgent,
    survival,
    mean: means,
    sem: mapValues(survival, semOf),
    ...ratioErrors(corrected, places),
    ...effectsOf(means, singleAgent),
  };
}

type Survival = "vehicle" | "inhibitor" | "inhibitorVsVehicleControl";

function mapValues<From, To>(
  values: Readonly<Record<Survival, From>>,
  compute: (value: From) => To,
): Record<Survival, To> {
  return {
    vehicle: compute(values.vehicle),
    inhibitor: compute(values.inhibitor),
    inhibitorVsVehicleControl: compute(values.inhibitorVsVehicleControl),
  };
}

function present(values: readonly (number | null)[]): number[] {
  return values.flatMap((value) => value ?? []);
}

function semOf(values: readonly (number | null)[]): number | null {
  const sd = standardDeviation(present(values));
  return sd === null ? null : sd / Math.sqrt(present(values).length);
}

function ratioErrors(plate: CorrectedPlate, places: LaidOut["places"]) {
  const odOf = (group: Group) =>
    present(places[group].map((well) => plate.corrected[well] ?? null));
  const errorOf = (treated: Group, control: Group) => {
    const ratio = ratioStandardError(odOf(treated), odOf(control));
    return ratio === null ? null : 100 * ratio;
  };
  const intervalOf = (treated: Group, control: Group) =>
    fiellerInterval(odOf(treated), odOf(control))?.map((end) => 100 * end) ?? null;
  return {
    seWithControlUncertainty: {
      vehicle: errorOf("vehicle", "vehicle0"),
      inhibitor: errorOf("inhibitor", "inhibitor0"),
    },
    fiellerCi95: {
      vehicle: intervalOf("vehicle", "vehicle0"),
      inhibitor: intervalOf("inhibitor", "inhibitor0"),
    },
  };
}

function effectsOf(means: Record<Survival, number | null>, singleAgent: number | null) {
  const { vehicle, inhibitor, inhibitorVsVehicleControl: combined } = means;
  if (vehicle === null || inhibitor === null) {
    return { delta: null, relativeSensitisationPercent: null, blissExcess: null, hsaExcess: null };
  }
  const known = singleAgent !== null && combined !== null;
  return {
    delta: vehicle - inhibitor,
    relativeSensitisationPercent: relativeEffect(vehicle, inhibitor),
    blissExcess: known ? blissExcess(singleAgent, vehicle - inhibitor) : null,
    hsaExcess: known ? hsaExcess(singleAgent, vehicle, combined) : null,
  };
}
