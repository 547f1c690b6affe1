import type { FlagRow } from "../store/analyses.ts";

/** A flag before it is stored: without ids and times. Plates are named by barcode. */
export type NewFlag = Pick<
  FlagRow,
  "kind" | "arm" | "class" | "grade" | "rule_id" | "severity" | "title"
> & {
  readonly barcode: string;
  readonly reasons: readonly string[];
  readonly wells: readonly string[];
  readonly numbers: Readonly<Record<string, unknown>>;
};

export function qualityFlag(
  barcode: string,
  flag: Pick<NewFlag, "rule_id" | "severity" | "title" | "reasons" | "wells" | "numbers" | "arm">,
): NewFlag {
  return { kind: "quality", barcode, class: null, grade: null, ...flag };
}
