import { type CorrectedPlate, numbersOf, unmasked } from "./correct-plate.ts";
import { ssmdOf, zPrimeOf } from "./plate-quality/control-separation.ts";
import type { ControlStatistics } from "./sample-analysis.ts";
import { finiteOrNull, mean, standardDeviation } from "./statistics/moments.ts";

/**
 * How well the plate's controls stand apart: Z', SSMD and signal to background of net absorbance, untreated against
 * blank; mean and CV of corrected untreated wells; vehicle control. Unmasked wells only; what lacks its wells, or
 * would divide by zero, is null. Z', SSMD and CV need two untreated wells. Source: analysis reference, 1.7 and 2.4.
 */
export function describeControls(plate: CorrectedPlate): ControlStatistics {
  const blanks = unmasked(plate.masks, plate.design.blanks);
  const untreated = unmasked(plate.masks, plate.design.untreated);
  const blankNet = numbersOf(plate.masks.netAbsorbance, blanks);
  const untreatedNet = numbersOf(plate.masks.netAbsorbance, untreated);
  const untreatedCorrected = numbersOf(plate.corrected, untreated);
  const untreatedMeanOd = mean(untreatedCorrected);
  const vehicleControlOd = plate.vehicle?.controlMean ?? null;
  return {
    nBlank: blanks.length,
    blankMean: plate.blankMean,
    blankSd: standardDeviation(blankNet),
    nUntreated: untreated.length,
    untreatedMeanOd,
    cvUntreatedPercent: quotient(100, standardDeviation(untreatedCorrected), untreatedMeanOd),
    vehicleControlOd,
    vehicleEffectPercent: quotient(100, vehicleControlOd, untreatedMeanOd),
    zPrime: zPrimeOf(untreatedNet, blankNet),
    ssmd: ssmdOf(untreatedNet, blankNet),
    signalToBackground: quotient(1, mean(untreatedNet), mean(blankNet)),
  };
}

function quotient(factor: number, above: number | null, below: number | null): number | null {
  return above === null || below === null ? null : finiteOrNull((factor * above) / below);
}
