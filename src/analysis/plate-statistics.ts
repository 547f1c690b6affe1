import { ALL_WELLS } from "../domain/well.ts";
import { describeControls } from "./control-statistics.ts";
import type { CorrectedPlate } from "./correct-plate.ts";
import { findDiscordance } from "./find-discordance.ts";
import { estimatePosition } from "./position-effects.ts";
import {
  type ControlStatistics,
  FAIL_REASONS,
  type FailReason,
  PLATE_WARNINGS,
  type PlateStatistics,
  type PlateWarning,
  type PositionEffects,
} from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import type { ArmSummary } from "./summarise-arm.ts";

/**
 * Quality of one plate and its verdict, with every reason and warning in the order of the reference, 2.4. A plate that
 * seems `turned` fails whatever else it shows.
 */
export function judgePlate(
  plate: CorrectedPlate,
  arms: readonly ArmSummary[],
  settings: AnalysisSettings,
  turned = false,
): PlateStatistics {
  const controls = describeControls(plate);
  const position = estimatePosition(plate, settings);
  const discordance = findDiscordance(arms, plate.design.dosesUgPerMl, settings);
  const masked = ALL_WELLS.flatMap((well, index) => {
    const reason = plate.masks.reasons[index] ?? null;
    return reason === null ? [] : [{ well, reason }];
  });
  const raised: Record<PlateWarning, boolean> = {
    ...controlWarnings(controls, settings),
    ...positionWarnings(position, settings),
    SINGLE_WAVELENGTH: plate.masks.singleWavelength,
    REFERENCE_SUBTRACTED: plate.plate.referenceSubtracted,
    DISCORDANT_DUPLICATES: discordance.discordant.length > 0,
    WELLS_MASKED: masked.length > 0,
  };
  const failReasons = failReasonsOf(plate, controls, settings, turned);
  const warnings = PLATE_WARNINGS.filter((warning) => raised[warning]);
  return {
    ...controls,
    ...position,
    duplicateRobustSd: discordance.robustSd,
    verdict: failReasons.length > 0 ? "fail" : warnings.length > 0 ? "warn" : "pass",
    failReasons,
    warnings,
    masked,
    discordant: discordance.discordant,
    suspects: discordance.suspects,
  };
}

/**
 * What cannot be computed fails the check that needs it, but is said once: without blanks only TOO_FEW_BLANKS, and
 * without untreated wells the warning NO_UNTREATED instead of the checks made on them.
 */
function failReasonsOf(
  plate: CorrectedPlate,
  controls: ControlStatistics,
  settings: AnalysisSettings,
  turned: boolean,
) {
  const tooFewBlanks = controls.nBlank < settings.blanksMin;
  const tooFewUntreated = controls.nUntreated < 2;
  const control = controls.vehicleControlOd;
  const hasControlWells = plate.vehicle !== null && plate.vehicle.controlWells > 0;
  const fails: Record<FailReason, boolean> = {
    TURNED: turned,
    TOO_FEW_BLANKS: tooFewBlanks,
    CONTROL_OD_LOW:
      control === null ? !hasControlWells : control <= 0 || control < settings.controlOdMin,
    Z_PRIME_FAIL:
      controls.zPrime === null
        ? !tooFewBlanks && !tooFewUntreated
        : controls.zPrime < settings.zPrimeFail,
    CONTROL_CV_FAIL:
      controls.cvUntreatedPercent === null
        ? !tooFewBlanks && !tooFewUntreated
        : controls.cvUntreatedPercent > settings.cvFail,
    SIGNAL_TO_BACKGROUND_FAIL:
      controls.signalToBackground === null
        ? !tooFewBlanks && !tooFewUntreated
        : controls.signalToBackground < settings.sbFail,
  };
  return FAIL_REASONS.filter((reason) => fails[reason]);
}

function controlWarnings(controls: ControlStatistics, settings: AnalysisSettings) {
  const { zPrime, cvUntreatedPercent: cv, blankSd, vehicleEffectPercent: effect } = controls;
  const [effectLow, effectHigh] = settings.vehicleEffect;
  return {
    NO_UNTREATED: controls.nUntreated < 2,
    Z_PRIME_LOW: zPrime !== null && zPrime >= settings.zPrimeFail && zPrime < settings.zPrimeWarn,
    CONTROL_CV_HIGH: cv !== null && cv > settings.cvWarn && cv <= settings.cvFail,
    BLANK_SD_HIGH: blankSd !== null && blankSd > settings.blankSdWarn,
    VEHICLE_EFFECT: effect !== null && (effect < effectLow || effect > effectHigh),
  };
}

function positionWarnings(position: PositionEffects, settings: AnalysisSettings) {
  const drifts = (percent: number | null, p: number | null, limit: number): boolean =>
    percent !== null && p !== null && Math.abs(percent) > limit && p < settings.driftP;
  return {
    ROW_DRIFT: drifts(position.rowDriftPercent, position.rowDriftP, settings.driftWarn),
    COLUMN_DRIFT: drifts(position.columnDriftPercent, position.columnDriftP, settings.driftWarn),
    EDGE_EFFECT: drifts(position.edgeEffectPercent, position.edgeEffectP, settings.edgeWarn),
  };
}
