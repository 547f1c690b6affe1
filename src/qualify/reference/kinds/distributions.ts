import {
  quantileChiSquare,
  quantileF,
  quantileNormal,
  quantileT,
  twoSidedNormal,
  twoSidedT,
  upperChiSquare,
  upperF,
} from "../../../analysis/statistics/tails.ts";
import type { GoldCheck, GoldKind } from "../gold-kind.ts";

type Columns = Readonly<Record<string, readonly number[] | number>>;
type Cell = (column: string) => number;

interface Tolerance {
  readonly value: number;
  readonly absFloor?: number;
}

/** For each table of a file the column that is asked for, and how it follows from the others of its row. */
const TABLES: Readonly<
  Record<string, { readonly result: string; readonly compute: (cell: Cell) => number | null }>
> = {
  t_two_sided_p: { result: "p", compute: (cell) => twoSidedT(cell("t"), cell("df")) },
  t_quantile: { result: "t", compute: (cell) => quantileT(cell("p"), cell("df")) },
  f_upper_p: { result: "p", compute: (cell) => upperF(cell("F"), cell("df1"), cell("df2")) },
  f_quantile: { result: "F", compute: (cell) => quantileF(cell("p"), cell("df1"), cell("df2")) },
  normal_two_sided_p: { result: "p", compute: (cell) => twoSidedNormal(cell("z")) },
  normal_quantile: { result: "z", compute: (cell) => quantileNormal(cell("p")) },
  chisq_upper_p: { result: "p", compute: (cell) => upperChiSquare(cell("x"), cell("df")) },
  chisq_quantile: { result: "x", compute: (cell) => quantileChiSquare(cell("p"), cell("df")) },
};

/** Tails and quantiles: tables of columns, one of which follows from the others. */
export const distributionsKind: GoldKind = {
  id: "distributions",
  check: (file) => {
    const tolerance = file.tolerance as Tolerance;
    return Object.entries(file.cases as Record<string, Columns>).map(([name, columns]) =>
      checkTable(name, columns, tolerance),
    );
  },
};

/** A table we do not know has nothing beside its numbers, and fails. */
function checkTable(name: string, columns: Columns, tolerance: Tolerance): GoldCheck {
  const table = TABLES[name];
  const value = typeof columns.tolerance === "number" ? columns.tolerance : tolerance.value;
  return {
    name,
    expected: table === undefined ? columns : columns[table.result],
    found: table === undefined ? null : rowsOf(columns).map(table.compute),
    tolerance: () => ({ kind: "relative", value, absFloor: tolerance.absFloor ?? 0 }),
  };
}

function rowsOf(columns: Columns): Cell[] {
  const lists = Object.values(columns).filter((column) => Array.isArray(column));
  const rows = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: rows }, (_, row) => (column) => {
    const values = columns[column];
    return typeof values === "object" ? (values[row] ?? Number.NaN) : Number.NaN;
  });
}
