import type { AnnotationValue, MutatedClone } from "../../domain/annotation.ts";
import type { AnnotationCell, AnnotationColumn } from "./annotation-columns.ts";
import type { Refuse } from "./annotation-problem.ts";
import {
  booleanCell,
  isMissing,
  type MutationCell,
  mutationCell,
  type NumberCell,
  numberCell,
  toPercent,
} from "./cell-values.ts";

type Mutation = Extract<AnnotationValue, { type: "mutation" }>;

const HOW_TO_WRITE =
  "Write present, absent or not tested, or the variant allele fraction: `35 %`, `present 35 % (G12D)`.";

/** What the cell says of the gene, its fraction and clone perhaps in cells beside it. */
function statedMutation(cell: AnnotationCell, refuse: Refuse): MutationCell | null {
  const vaf = isMissing(cell.vaf) ? null : numberCell(cell.vaf);
  if (vaf === null && !isMissing(cell.vaf)) {
    refuse(cell, `“${cell.vaf}” is no variant allele fraction`, HOW_TO_WRITE);
    return null;
  }
  const clone = cell.clone === "" ? null : cell.clone;
  const yesNo = booleanCell(cell.text);
  const text =
    isMissing(cell.text) || yesNo === true ? "present" : yesNo === false ? "absent" : cell.text;
  const stated = mutationCell(text);
  if (stated === null) {
    refuse(cell, `“${cell.text}” says nothing of a mutation`, HOW_TO_WRITE);
    return null;
  }
  if (vaf === null && clone === null) return stated;
  const [only, ...more] = stated.clones;
  if (stated.state === "present" && more.length === 0 && (only?.vaf ?? null) === null)
    return vaf?.number === 0 && isMissing(cell.text)
      ? { state: "absent", clones: [] }
      : { state: "present", clones: [{ vaf, clone: clone ?? only?.clone ?? null }] };
  // "absent" with a fraction of zero says one thing twice.
  if (stated.state === "absent" && (vaf === null || vaf.number === 0) && clone === null)
    return stated;
  refuse(
    cell,
    `“${cell.text}” does not go together with the fraction “${cell.vaf}” or the clone “${cell.clone}”`,
    HOW_TO_WRITE,
  );
  return null;
}

/** Percent, whatever it was written in; null when it is refused. */
function fractionPercent(
  vaf: NumberCell,
  unit: string | null,
  cell: AnnotationCell,
  refuse: Refuse,
): number | null {
  const isFraction = unit === "fraction";
  if (unit !== null && unit !== "%" && !isFraction) {
    refuse(
      cell,
      `a variant allele fraction has no unit “${unit}”`,
      "Give it in `[%]` or as `[fraction]`.",
    );
    return null;
  }
  if (unit === null && !vaf.percent) {
    refuse(
      cell,
      `${vaf.number} may be percent or a fraction`,
      "Write the percent sign, or give the column the unit `[%]` or `[fraction]`.",
    );
    return null;
  }
  if (isFraction && vaf.percent) {
    refuse(
      cell,
      `${vaf.number} % stands in a column of fractions`,
      "Write all of the column in one way.",
    );
    return null;
  }
  const percent = isFraction ? toPercent(vaf.number) : vaf.number;
  if (percent > 0 && percent <= 100) return percent;
  const message =
    percent === 0
      ? "a clone with a variant allele fraction of zero is no clone"
      : `a variant allele fraction of ${percent} % is not between 0 and 100`;
  refuse(
    cell,
    message,
    "Write absent where the mutation was looked for and not found; correct the cell otherwise.",
  );
  return null;
}

/** The mutation that a cell tells of; null when it is refused, with the reason reported. */
export function readMutation(
  column: AnnotationColumn,
  cell: AnnotationCell,
  refuse: Refuse,
): Mutation | null {
  const stated = statedMutation(cell, refuse);
  if (stated === null) return null;
  const unit = column.vafUnit ?? column.unit;
  const clones: MutatedClone[] = [];
  for (const { vaf, clone } of stated.clones) {
    const vafPercent = vaf === null ? null : fractionPercent(vaf, unit, cell, refuse);
    if (vaf !== null && vafPercent === null) return null;
    clones.push({ vafPercent, clone });
  }
  return { type: "mutation", gene: column.gene ?? column.name, state: stated.state, clones };
}
