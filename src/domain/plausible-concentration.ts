/** Concentrations nobody can have pipetted: nearly always a micro sign lost on the way out of a PDF. */

import {
  convertQuantity,
  dimensionOf,
  formatQuantity,
  PREDNISOLONE_G_PER_MOL,
  type Quantity,
  type QuantityProblem,
  type Unit,
} from "./quantity.ts";

export type CompoundKind = "prednisolone" | "inhibitor" | "solvent";

/** Prednisolone dissolves to 0.21-0.23 mg/mL in water (Fadda et al., Pharm Res 2014); the field's top dose is 250 µg/mL. */
export const PREDNISOLONE_MAX_UG_PER_ML = 1000;
export const PREDNISOLONE_TOP_UG_PER_ML = 250;
/** 2.5 mM of these inhibitors from a 10 mM stock would be 25 % DMSO; nothing would live. */
export const INHIBITOR_LIMIT_UM = 1000;

/** Units a factor of a thousand apart, as a lost micro sign confuses them; a litre for a millilitre does the same. */
const MEANT: Partial<Record<Unit, Unit>> = {
  "mg/mL": "ug/mL",
  "g/L": "ug/mL",
  mM: "uM",
  M: "uM",
};

/**
 * The problem with a concentration that its compound cannot have, or null when it can be believed.
 * Prednisolone above 1 mg/mL, an inhibitor at 1 mM or more, and more than 100 % solvent are refused; so is a unit
 * that does not measure this kind of compound. `molarMassGPerMol` allows an inhibitor to be given by mass.
 */
export function questionConcentration(
  quantity: Quantity,
  kind: CompoundKind,
  molarMassGPerMol: number | null = null,
): QuantityProblem | null {
  if (kind === "solvent") return questionSolvent(quantity);
  const dimension = dimensionOf(quantity.unit);
  if (dimension !== "mass" && dimension !== "molar") {
    return problem(
      `${formatQuantity(quantity)} does not measure ${article(kind)}`,
      `Give ${kind === "prednisolone" ? "prednisolone in ug/mL" : "an inhibitor in uM"}.`,
    );
  }
  return kind === "prednisolone"
    ? questionPrednisolone(quantity)
    : questionInhibitor(quantity, molarMassGPerMol);
}

function questionSolvent(quantity: Quantity): QuantityProblem | null {
  if (quantity.unit !== "% v/v") {
    return problem(
      `${formatQuantity(quantity)} is no share of solvent`,
      `Write the share of the well's volume, for example "0.1 % v/v".`,
    );
  }
  if (quantity.value <= 100) return null;
  return problem(
    `${formatQuantity(quantity)} is more than the whole well`,
    `Write the share of the well's volume, for example "0.1 % v/v".`,
  );
}

function questionPrednisolone(quantity: Quantity): QuantityProblem | null {
  const ugPerMl = convertQuantity(quantity, "ug/mL", PREDNISOLONE_G_PER_MOL);
  if (ugPerMl === null || ugPerMl <= PREDNISOLONE_MAX_UG_PER_ML) return null;
  return problem(
    `${formatQuantity(quantity)} prednisolone is not plausible: it dissolves to about 0.2 mg/mL`,
    didYouMean(quantity),
  );
}

function questionInhibitor(
  quantity: Quantity,
  molarMassGPerMol: number | null,
): QuantityProblem | null {
  const um = convertQuantity(quantity, "uM", molarMassGPerMol);
  if (um === null) {
    return problem(
      `${formatQuantity(quantity)} is a mass; inhibitors are compared in uM`,
      "Write it in uM, or state `molar_mass_g_per_mol` beside it.",
    );
  }
  if (um < INHIBITOR_LIMIT_UM) return null;
  return problem(
    `${formatQuantity(quantity)} of an inhibitor is not plausible: cells would not survive its solvent`,
    didYouMean(quantity),
  );
}

/** True where prednisolone is above the field's top dose of 250 µg/mL and may not stay dissolved. */
export function mayPrecipitate(prednisoloneUgPerMl: number): boolean {
  return prednisoloneUgPerMl > PREDNISOLONE_TOP_UG_PER_ML;
}

function didYouMean(quantity: Quantity): string {
  const meant = MEANT[quantity.unit];
  if (meant === undefined) return "Check the number and the unit against the protocol.";
  const shown = meant.replace(/^u/, "µ");
  return `Did you mean ${quantity.value} ${shown}? Write "${quantity.value} ${meant}"; text copied from a PDF loses the µ.`;
}

function article(kind: CompoundKind): string {
  return kind === "prednisolone" ? "prednisolone" : "an inhibitor";
}

function problem(message: string, remedy: string): QuantityProblem {
  return { message, remedy, offset: 0 };
}
