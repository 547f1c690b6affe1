/** Does the plate hold the controls without which its result cannot be calculated? */

import type { LayoutWell } from "../domain/layout.ts";
import type { WellName } from "../domain/well.ts";
import type { CheckedPlate, LayoutCheck } from "./layout-check.ts";
import { conditionsOf, isOfArm, patientSlots, wellsWhere } from "./plate-groups.ts";
import type { Finding, Path } from "./problem.ts";
import { formatWells } from "./well-range.ts";

/** Below three blanks the plate fails its quality check; below two vehicle wells there is no scatter to judge by. */
const DEFAULT_BLANKS = 3;
const DEFAULT_VEHICLES = 2;
const DEFAULT_UNTREATED = 2;
const DEFAULT_REPLICATES = 2;

export const checkBlanks: LayoutCheck = ({ wells, require }) => {
  const blanks = wellsWhere(wells, (well) => well.role === "blank");
  const wanted = require.blank ?? DEFAULT_BLANKS;
  if (blanks.length >= wanted) return [];
  return [
    {
      severity: "error",
      check: "blank",
      path: requirePath(require.blank, "blank"),
      wells: blanks,
      message: `${countWells(blanks.length, "blank well")}, ${wanted} needed`,
      remedy:
        "Add blanks (medium and MTT, no cells); without them nothing can be subtracted. A plate that has none waives `blank` with the reason.",
    },
  ];
};

export const checkVehicle: LayoutCheck = ({ wells, require }) => {
  const wanted = require.vehicle_per_patient ?? DEFAULT_VEHICLES;
  return treatedSlots(wells).flatMap((slot): Finding[] => {
    const found = wellsWhere(wells, (well) => well.role === "vehicle" && well.patientSlot === slot);
    if (found.length >= wanted) return [];
    return [
      {
        severity: "error",
        check: "vehicle",
        path: requirePath(require.vehicle_per_patient, "vehicle_per_patient"),
        wells: found,
        message: `${slot} has ${countWells(found.length, "vehicle well")} without prednisolone, ${wanted} needed`,
        remedy:
          "Add cells with the solvent of the compounds in the same amount; every arm is compared with them. A plate that has none waives `vehicle` with the reason.",
      },
    ];
  });
};

export const checkUntreated: LayoutCheck = ({ wells, require }) => {
  const wanted = require.untreated ?? DEFAULT_UNTREATED;
  return treatedSlots(wells).flatMap((slot): Finding[] => {
    const found = wellsWhere(
      wells,
      (well) => well.role === "untreated" && well.patientSlot === slot,
    );
    if (found.length >= wanted) return [];
    return [
      {
        severity: require.untreated === undefined ? "warning" : "error",
        check: "untreated",
        path: requirePath(require.untreated, "untreated"),
        wells: found,
        message: `${slot} has ${countWells(found.length, "untreated well")}, ${wanted} needed`,
        remedy:
          "Add cells without compound and solvent; Z' and the vehicle's own effect are measured against them.",
      },
    ];
  });
};

/** A series of prednisolone, and in each arm of it the wells without prednisolone that it is corrected by. */
export const checkPrednisolone: LayoutCheck = (plate) => {
  const dosed = wellsWhere(plate.wells, (well) => (well.prednisoloneUgPerMl ?? 0) > 0);
  if (dosed.length === 0) {
    return [
      {
        severity: "error",
        check: "prednisolone",
        path: ["plate"],
        message: "no well holds prednisolone",
        remedy:
          "Add a prednisolone axis to the blocks. A titration of inhibitors alone waives `prednisolone` with the reason.",
      },
    ];
  }
  return patientSlots(plate.wells).flatMap((slot) => [
    ...armsWithoutZero(plate, slot),
    ...dosesWithoutVehicle(plate, slot),
  ]);
};

function armsWithoutZero(plate: CheckedPlate, slot: string): Finding[] {
  return plate.arms.flatMap((arm): Finding[] => {
    const wells = wellsOfArm(plate, slot, (well) => well.arm === arm.id);
    const dosed = wells.filter((name) => (plate.wells[name].prednisoloneUgPerMl ?? 0) > 0);
    const [first] = dosed;
    const hasZero = wells.some((name) => plate.wells[name].prednisoloneUgPerMl === 0);
    if (first === undefined || hasZero) return [];
    return [
      {
        severity: "error",
        check: "zero-prednisolone",
        path: plate.sectionOf(first),
        wells: dosed,
        message: `arm "${arm.id}" of ${slot} has no wells without prednisolone`,
        remedy:
          'Add zero to the series (`zero = true`, or "0 ug/mL" in the list): survival in an arm is relative to the same arm without prednisolone.',
      },
    ];
  });
}

function dosesWithoutVehicle(plate: CheckedPlate, slot: string): Finding[] {
  const vehicles = new Set(plate.arms.filter((arm) => arm.vehicle).map((arm) => arm.id));
  const isVehicle = (well: LayoutWell) => vehicles.has(well.arm ?? "");
  const doseOf = (name: WellName) => plate.wells[name].prednisoloneUgPerMl;
  const covered = new Set(wellsOfArm(plate, slot, isVehicle).map(doseOf));
  const lonely = wellsOfArm(plate, slot, (well) => !isVehicle(well)).filter((name) => {
    const dose = doseOf(name);
    return dose !== null && dose > 0 && !covered.has(dose);
  });
  const [first] = lonely;
  if (first === undefined) return [];
  const doses = [...new Set(lonely.map(doseOf))].map((dose) => `${dose} ug/mL`).join(", ");
  return [
    {
      severity: "error",
      check: "vehicle-series",
      path: plate.sectionOf(first),
      wells: lonely,
      message: `${slot} has no prednisolone alone (vehicle arm) at ${doses}`,
      remedy: "Let the vehicle arm run over the same prednisolone doses as the inhibitors.",
    },
  ];
}

/** Where vehicle follows the levels of a titration, it must be there for each of them. */
export const checkMatchedVehicle: LayoutCheck = (plate) => {
  return patientSlots(plate.wells).flatMap((slot): Finding[] => {
    const levelsOf = (role: string) =>
      wellsOfArm(plate, slot, (well) => well.role === role && (well.inhibitorUm ?? 0) > 0);
    const levelOf = (name: WellName) => plate.wells[name].inhibitorUm;
    const matched = new Set(levelsOf("vehicle").map(levelOf));
    if (matched.size === 0) return [];
    const lonely = levelsOf("treated").filter((name) => !matched.has(levelOf(name)));
    const [first] = lonely;
    if (first === undefined) return [];
    return [
      {
        severity: "error",
        check: "matched-vehicle",
        path: plate.sectionOf(first),
        wells: lonely,
        message: `${slot} has no matched vehicle for ${formatWells(lonely)}`,
        remedy: "Add vehicle wells with the same share of solvent for each level of the titration.",
      },
    ];
  });
};

/** Exactly as many replicates as declared (more only without prednisolone); the same number everywhere if nothing is. */
export const checkReplicates: LayoutCheck = (plate) => {
  const wanted = plate.require.replicates;
  const groups = conditionsOf(plate.wells);
  const dosed = groups.filter(([first]) => first !== undefined && isDosed(plate.wells[first]));
  const usual = wanted ?? Math.max(DEFAULT_REPLICATES, ...dosed.map((group) => group.length));
  const wrong = groups.filter((group) =>
    dosed.includes(group) ? group.length !== usual : group.length < usual,
  );
  const wells = wrong.flat();
  if (wells.length === 0) return [];
  return [
    {
      severity: wanted === undefined ? "warning" : "error",
      check: "replicates",
      path: requirePath(wanted, "replicates"),
      wells,
      message: `${usual} replicates of each treatment are ${wanted === undefined ? "usual here" : "required"}; other numbers stand in ${formatWells(wells)}`,
      remedy: "Add or remove wells, or correct `require.replicates`.",
    },
  ];
};

function isDosed(well: LayoutWell): boolean {
  if (well.prednisoloneUgPerMl !== null) return well.prednisoloneUgPerMl > 0;
  return well.role === "treated";
}

function wellsOfArm(
  plate: CheckedPlate,
  slot: string,
  test: (well: LayoutWell) => boolean,
): WellName[] {
  return wellsWhere(
    plate.wells,
    (well) => isOfArm(well) && well.patientSlot === slot && test(well),
  );
}

function treatedSlots(wells: CheckedPlate["wells"]): string[] {
  return patientSlots(wells).filter(
    (slot) => wellsWhere(wells, (well) => isOfArm(well) && well.patientSlot === slot).length > 0,
  );
}

function requirePath(stated: number | undefined, key: string): Path {
  return stated === undefined ? ["plate"] : ["require", key];
}

function countWells(count: number, word: string): string {
  return `${count === 0 ? "no" : count} ${word}${count === 1 ? "" : "s"}`;
}
