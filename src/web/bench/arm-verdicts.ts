import type { SampleRowView } from "../../api/views.ts";

type Cell = SampleRowView["cells"][number];

export interface ArmVerdicts {
  /** One for each read plate that tested the arm, the strongest first. */
  readonly verdicts: readonly (Cell & { readonly class: string })[];
  /** True when the plates come to different classes. */
  readonly disagree: boolean;
}

/** What a reviewer must not overlook stands first; a class that this page does not know stands last. */
const strongestFirst = ["antagonistic", "complete", "partial", "inconclusive", "none"];

/** Every plate's verdict on one inhibitor; empty when no read plate tested it. */
export function armVerdicts(cells: SampleRowView["cells"], arm: string): ArmVerdicts {
  const verdicts = cells
    .flatMap((cell) =>
      cell.arm === arm && cell.class !== null ? [{ ...cell, class: cell.class }] : [],
    )
    .sort((a, b) => rank(a.class) - rank(b.class) || a.barcode.localeCompare(b.barcode));
  return { verdicts, disagree: new Set(verdicts.map((verdict) => verdict.class)).size > 1 };
}

function rank(name: string): number {
  const place = strongestFirst.indexOf(name);
  return place === -1 ? strongestFirst.length : place;
}
