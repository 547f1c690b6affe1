import type { AnalysisPlate, AnalysisSample } from "../analysis-input.ts";
import { correctPlate, relativeTo } from "../correct-plate.ts";
import type { AnalysisSettings } from "../settings.ts";
import { type AssayDesign, designAssays, dosedIndices, onlySharedDose } from "./assay-design.ts";
import { assaysIn } from "./assays-of.ts";
import { fitArmCurve } from "./fit-arm-curve.ts";
import { measureCheckerboard } from "./measure-checkerboard.ts";
import { measureControls } from "./measure-controls.ts";
import { type MeasuredLevel, measureLevel } from "./measure-level.ts";
import {
  adjustOneConcentration,
  excessOf,
  measureOneConcentration,
} from "./measure-one-concentration.ts";
import { measureSingleAgents } from "./measure-single-agents.ts";
import { measureUniformPlate } from "./measure-uniform-plate.ts";
import type { ArmExcess, AssayKind, SampleAssays } from "./sample-assays.ts";

type PlateAssays = Omit<SampleAssays, "assays"> & { readonly kinds: readonly AssayKind[] };

/**
 * Everything the plates of a sample say beside the verdicts: the assays that their layouts ask for, with masks and
 * correction as in the decision path. Results come in the order of the plates given, the vehicle first, then by first
 * appearance in reading order and by concentration. `failedPlates` are those of which the decision path says so. What cannot be computed is null; nothing throws on 96 wells of
 * numbers and nulls, and the same input gives the same bits. Source: analysis reference, sections 1.4, 1.5 and 2.8.
 */
export function analyseAssays(
  sample: AnalysisSample,
  settings: AnalysisSettings,
  failedPlates: ReadonlySet<string>,
): SampleAssays {
  const plates = sample.plates.map((plate) => analysePlate(plate, settings));
  const all = <Key extends Exclude<keyof PlateAssays, "kinds">>(key: Key) =>
    plates.flatMap((plate): PlateAssays[Key][number][] => [...plate[key]]);
  return {
    assays: Object.fromEntries(
      sample.plates.map((plate, index) => [plate.plateId, plates[index]?.kinds ?? []]),
    ),
    controls: all("controls"),
    curves: all("curves"),
    excess: all("excess"),
    oneConcentration: adjustOneConcentration(all("oneConcentration"), failedPlates),
    singleAgents: all("singleAgents"),
    checkerboards: all("checkerboards"),
    uniformPlates: all("uniformPlates"),
  };
}

function analysePlate(plate: AnalysisPlate, settings: AnalysisSettings): PlateAssays {
  const design = designAssays(plate.wells);
  const { vehicle, titration, checkerboards, uniformWells } = design;
  const corrected = correctPlate(plate, settings);
  const ofVehicle = vehicle === null ? null : measureLevel(corrected, vehicle);
  const levels = design.levels.map((level) => measureLevel(corrected, level));
  const id = plate.plateId;
  return {
    kinds: assaysIn(design),
    controls: [measureControls(corrected)],
    curves: [...(ofVehicle === null ? [] : [ofVehicle]), ...levels]
      .filter((level) => hasSeries(level, design))
      .map((level) => fitArmCurve(id, level, settings)),
    excess:
      ofVehicle === null
        ? []
        : levels
            .filter((level) => hasSeries(level, design))
            .map((level) => excessOfArm(id, ofVehicle, level)),
    oneConcentration: levels.flatMap((level) => {
      const dose = onlySharedDose(design, level.design);
      if (ofVehicle === null || dose === null) return [];
      return measureOneConcentration(id, ofVehicle, level, dose) ?? [];
    }),
    singleAgents: titration === null ? [] : [measureSingleAgents(corrected, titration, settings)],
    checkerboards:
      vehicle === null
        ? []
        : checkerboards.map((board) => measureCheckerboard(corrected, vehicle, board, settings)),
    uniformPlates:
      uniformWells.length === 0 ? [] : [measureUniformPlate(corrected, uniformWells, settings)],
  };
}

/** At least two doses above zero in the layout. */
function hasSeries({ design: level }: MeasuredLevel, { plate }: AssayDesign): boolean {
  return dosedIndices(level, plate.dosesUgPerMl).length >= 2;
}

/** Excess over Bliss independence and the highest single agent, dose by dose. Source: analysis reference, 1.2. */
function excessOfArm(plate: string, vehicle: MeasuredLevel, inhibitor: MeasuredLevel): ArmExcess {
  const alone = relativeTo(vehicle.controlAu, inhibitor.controlAu);
  const excess = inhibitor.doses.map((dose, index) =>
    excessOf(alone, vehicle.doses[index]?.meanPercent ?? null, dose.meanPercent),
  );
  return {
    plate,
    arm: inhibitor.design.arm,
    inhibitorUm: inhibitor.design.inhibitorUm,
    dose: inhibitor.doses.map((dose) => dose.doseUgPerMl),
    blissExcessPoints: excess.map((one) => one.blissExcessPoints),
    hsaExcessPoints: excess.map((one) => one.hsaExcessPoints),
  };
}
