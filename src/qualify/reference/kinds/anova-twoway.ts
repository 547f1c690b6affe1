import type { AnovaRow } from "../../../analysis/statistics/anova-row.ts";
import { type TwoWayRows, twoWayAnova } from "../../../analysis/statistics/two-way-anova.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";
import { undefinedAsWritten } from "../undefined-as-written.ts";

interface Input {
  readonly arm: readonly number[];
  readonly dose: readonly number[];
  readonly y: readonly (number | null)[];
}

type Expected = Readonly<Record<string, unknown>>;

/** Two-way analysis of variance of types I, II and III; null in y is a masked well. */
export const anovaTwowayKind: GoldKind = {
  id: "anova-twoway",
  check: (file) => {
    const { value } = file.tolerance as { value: number };
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input, expected as Expected),
      tolerance: (path) => (path[0] === "reason" ? { kind: "prose" } : { kind: "relative", value }),
    }));
  },
};

function resultOf({ arm, dose, y }: Input, expected: Expected): unknown {
  const table = twoWayAnova(
    y.flatMap((value, index) =>
      value === null ? [] : [{ arm: arm[index] ?? 0, dose: dose[index] ?? 0, value }],
    ),
  );
  const type = (key: "typeI" | "typeII" | "typeIII") =>
    undefinedAsWritten(rowsOf(table?.[key] ?? null, expected[key]), expected[key]);
  return {
    typeI: type("typeI"),
    typeII: type("typeII"),
    typeIII: type("typeIII"),
    residual: undefinedAsWritten(table?.residual ?? null, expected.residual),
    reason: table === null ? "there are not two arms and two doses" : table.reason,
  };
}

function rowsOf(rows: TwoWayRows | null, expected: unknown): unknown {
  if (rows === null) return null;
  const wanted = (typeof expected === "object" ? expected : null) as Expected | null;
  const row = (found: AnovaRow, key: string) => rowAsWritten(found, wanted?.[key]);
  return {
    arm: row(rows.arm, "arm"),
    dose: row(rows.dose, "dose"),
    "arm:dose": row(rows.interaction, "arm:dose"),
  };
}

function rowAsWritten(row: AnovaRow, expected: unknown): unknown {
  const wanted = (typeof expected === "object" ? expected : null) as Expected | null;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, undefinedAsWritten(value, wanted?.[key])]),
  );
}
