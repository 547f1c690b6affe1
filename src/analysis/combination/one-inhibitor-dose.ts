import { relativeTo } from "../correct-plate.ts";
import { relativeEffect } from "../measure-effect.ts";
import { meanOverLogDose } from "../statistics/mean-over-log-dose.ts";
import { finiteOrNull } from "../statistics/moments.ts";
import { blissExcess, hsaExcess } from "./independence.ts";

type Numbers = readonly (number | null)[];

/** One inhibitor dose over a prednisolone series; lists in the order of the doses given, percent or points. */
export interface OneInhibitorDose {
  /** Inhibitor alone, percent of the vehicle control. */
  readonly singleAgentSurvivalPercent: number | null;
  /** Percent of the arm's own wells without prednisolone. */
  readonly correctedVehicle: Numbers;
  readonly correctedInhibitor: Numbers;
  /** Corrected vehicle minus corrected inhibitor. */
  readonly delta: Numbers;
  readonly relativePercent: Numbers;
  readonly blissExcessPoints: Numbers;
  readonly hsaExcessPoints: Numbers;
  /** Trapezoid mean over log10 of the doses above zero. */
  readonly meanDelta: number | null;
}

/**
 * What an inhibitor at one dose adds to prednisolone, from survival in percent of the vehicle control by prednisolone
 * dose (zero among them). Null where a well, or an arm's own well without prednisolone, is missing or not above zero.
 * Source: analysis reference, 1.2 and 1.5.
 */
export function describeOneInhibitorDose(
  doses: readonly number[],
  vehicle: Numbers,
  inhibitor: Numbers,
): OneInhibitorDose {
  const zero = doses.indexOf(0);
  const vehicleControl = vehicle[zero] ?? null;
  const inhibitorControl = inhibitor[zero] ?? null;
  const singleAgent = relativeTo(vehicleControl, inhibitorControl);
  const correctedVehicle = doses.map((_, i) => relativeTo(vehicleControl, vehicle[i] ?? null));
  const correctedInhibitor = doses.map((_, i) =>
    relativeTo(inhibitorControl, inhibitor[i] ?? null),
  );
  const atDose = (compute: (vehicle: number, inhibitor: number) => number | null): Numbers =>
    doses.map((_, index) => {
      const survivalVehicle = correctedVehicle[index] ?? null;
      const survivalInhibitor = correctedInhibitor[index] ?? null;
      if (survivalVehicle === null || survivalInhibitor === null) return null;
      const value = compute(survivalVehicle, survivalInhibitor);
      return value === null ? null : finiteOrNull(value);
    });
  const delta = atDose((a, b) => a - b);
  return {
    singleAgentSurvivalPercent: singleAgent,
    correctedVehicle,
    correctedInhibitor,
    delta,
    relativePercent: atDose(relativeEffect),
    blissExcessPoints: atDose((a, b) =>
      singleAgent === null ? null : blissExcess(singleAgent, a - b),
    ),
    hsaExcessPoints: atDose((a, b) =>
      singleAgent === null ? null : hsaExcess(singleAgent, a, (singleAgent / 100) * b),
    ),
    meanDelta: meanOverLogDose(doses, delta),
  };
}
