/** How a drawn well looks in the grid: by letters first, by colour second. */
import type { DrawnArm, DrawnWell } from "../../domain/drawn-layout.ts";

/** Told apart with every kind of colour blindness. Source: Okabe and Ito 2008, "Color Universal Design". */
const ARM_TONES = 7;

const ROLE_LETTERS: Readonly<Record<string, string>> = {
  blank: "b",
  untreated: "u",
  kill: "k",
  reference: "r",
  edge: "–",
  unused: "",
};

export interface DrawnMark {
  /** The arm's first letters, or the role's. */
  readonly head: string;
  /** Dose and replicate, as they were drawn. */
  readonly foot: string;
  /** For the style sheet. */
  readonly tone: string;
}

export function drawnMark(well: DrawnWell | null, arms: readonly DrawnArm[]): DrawnMark {
  if (well === null) return { head: "", foot: "", tone: "unused" };
  if (well.arm === null) {
    return { head: ROLE_LETTERS[well.role] ?? "?", foot: well.patientSlot ?? "", tone: well.role };
  }
  const place = arms.findIndex((arm) => arm.id === well.arm);
  const vehicle = arms[place]?.vehicle ?? false;
  const doses = [well.prednisolone, well.inhibitor].filter((dose) => dose !== null);
  return {
    head: well.arm.slice(0, 4),
    foot: doses.map((dose) => shortDose(dose)).join(" + "),
    tone: place < 0 ? "unknown" : vehicle ? "vehicle" : `arm-${place % ARM_TONES}`,
  };
}

/** The number with at most three digits that count; the unit stands in the well's own line below the grid. */
function shortDose(dose: string): string {
  const [number = ""] = dose.split(" ");
  const value = Number(number);
  if (Number.isNaN(value)) return dose;
  return String(Number(value.toPrecision(3)));
}

/** The whole well in words, for the line below the grid and for screen readers. */
export function wellWords(name: string, well: DrawnWell | null): string {
  if (well === null) return `${name}: unused`;
  const parts = [
    well.arm ?? well.role,
    ...(well.inhibitor === null ? [] : [`inhibitor ${well.inhibitor}`]),
    ...(well.prednisolone === null ? [] : [`prednisolone ${well.prednisolone}`]),
    ...(well.replicate === null ? [] : [`replicate ${well.replicate}`]),
    ...(well.patientSlot === null ? [] : [`cells of ${well.patientSlot}`]),
  ];
  return `${name}: ${parts.join(", ")}`;
}
