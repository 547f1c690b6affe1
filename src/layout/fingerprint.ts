/** Would anybody notice if the plate lay the wrong way round in the reader? */

import { counted } from "../domain/counted.ts";
import type { Layout, LayoutWell, Role } from "../domain/layout.ts";
import { TURN_WORDS, TURNS, type Turn, turnWell } from "../domain/plate-turn.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { hasCells } from "./placement.ts";
import { treatmentKey } from "./plate-groups.ts";

/** How many of the 96 wells would differ from the layout; 0 = the turn cannot be told in this respect. */
export interface TurnDifference {
  /** Role, arm, doses or patient would differ (replicates of one treatment count as equal). */
  readonly wells: number;
  /** The pattern of blanks, untreated, kill and reference wells would differ. */
  readonly controls: number;
  /** Wells with cells would stand where none should be, or the other way round: what a reading shows most plainly. */
  readonly cells: number;
  /** The amount of a drug in the well would differ: what a reading shows where prednisolone or inhibitor kill. */
  readonly doses: number;
}

export type Fingerprint = Readonly<Record<Turn, TurnDifference>>;

const CONTROL_ROLES: readonly Role[] = ["blank", "untreated", "kill", "reference"];

/** Compares the plate with itself turned by 180°, mirrored left-right and mirrored top-bottom. */
export function fingerprint(layout: Pick<Layout, "wells">): Fingerprint {
  return {
    "turned-180": differenceAfter(layout, "turned-180"),
    "mirrored-left-right": differenceAfter(layout, "mirrored-left-right"),
    "mirrored-top-bottom": differenceAfter(layout, "mirrored-top-bottom"),
  };
}

function differenceAfter(layout: Pick<Layout, "wells">, turn: Turn): TurnDifference {
  const count = (keyOf: (well: LayoutWell) => string) =>
    ALL_WELLS.filter(
      (well: WellName) => keyOf(layout.wells[well]) !== keyOf(layout.wells[turnWell(well, turn)]),
    ).length;
  return {
    wells: count(treatmentKey),
    controls: count((well) => (CONTROL_ROLES.includes(well.role) ? well.role : "other")),
    cells: count((well) => (hasCells(well.role) ? "cells" : "none")),
    doses: count((well) => JSON.stringify([well.prednisoloneUgPerMl, well.inhibitorUm])),
  };
}

/**
 * True when the wells would mean something else, but the same controls and the same cells stand everywhere: only what the
 * drugs do can tell such a turn.
 */
function controlsHide({ wells, controls, cells }: TurnDifference): boolean {
  return wells > 0 && (controls === 0 || cells === 0);
}

/** One sentence a turn, with the numbers. */
export function describeFingerprint(print: Fingerprint): string[] {
  return TURNS.map((turn) => describeTurn(TURN_WORDS[turn], print[turn]));
}

/** The sentences of those turns that the controls cannot reveal, the harmless ones included. */
export function describeHiddenTurns(print: Fingerprint): string[] {
  return TURNS.filter((turn) => print[turn].wells === 0 || controlsHide(print[turn])).map((turn) =>
    describeTurn(TURN_WORDS[turn], print[turn]),
  );
}

function describeTurn(words: string, difference: TurnDifference): string {
  const { wells, controls, cells } = difference;
  if (wells === 0) {
    return `${words}: every well means the same; the turn cannot be told and does no harm`;
  }
  const count = `${words}: ${counted(wells, "well")} would mean something else`;
  if (controls === 0) {
    return `${count}, but the controls look the same; they cannot show the turn${onlyDoses(difference)}`;
  }
  if (cells > 0) return `${count}; ${controls} control wells would differ`;
  return `${count}; ${controls} control wells would differ, but wells with and without cells stand the same${onlyDoses(difference)}`;
}

function onlyDoses({ doses }: TurnDifference): string {
  return doses > 0
    ? "; the response to the doses can, where there is one"
    : "; nor can the doses, which stand the same in every well";
}
