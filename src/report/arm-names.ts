import { numberText } from "./number-text.ts";
import { printable } from "./printable.ts";
import type { PlateChapter } from "./report-data.ts";

/** Names of arms are cut where they would fill a page. */
const LONGEST = 120;

/** An arm with its inhibitor's concentration, where it has one of its own: `trametinib 2.5 µM`. */
export function judgedArmName({ layout }: Pick<PlateChapter, "layout">, id: string): string {
  const arm = layout.arms.find((one) => one.id === id);
  const name = printable(id, LONGEST);
  if (arm === undefined || arm.vehicle || arm.concentrationUm === null) return name;
  const isNamedAfterIt = / [uµ]M\b/.test(name);
  return isNamedAfterIt ? name : `${name} ${numberText(arm.concentrationUm)} µM`;
}
