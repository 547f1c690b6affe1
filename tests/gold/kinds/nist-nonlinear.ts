import {
  type LeastSquaresFit,
  solveLeastSquares,
} from "../../../src/analysis/least-squares/levenberg-marquardt.ts";
import type { LeafTolerance } from "../../../src/qualify/reference/gold-kind.ts";
import {
  casesOf,
  type GoldCase,
  type GoldCheck,
  type GoldKind,
} from "../../../src/qualify/reference/gold-kind.ts";
import { type Observation, problemOfText, readModelText } from "../model-text.ts";
import { refineDigits } from "../refine-digits.ts";

/** One list a variable: of numbers, of rows or columns with several predictors, or an object of lists. */
type Variable =
  | readonly number[]
  | readonly (readonly number[])[]
  | Readonly<Record<string, readonly number[]>>;

interface NistCase extends GoldCase {
  readonly model: string;
  readonly input: {
    readonly y: readonly number[];
    readonly starts: readonly (readonly number[])[];
    readonly [variable: string]: Variable;
  };
  readonly expected: {
    readonly parameters: readonly number[];
    readonly degreesOfFreedom?: number;
    readonly n?: number;
  };
  readonly scipyRefit?: readonly { readonly converged: boolean }[];
}

interface Tolerance {
  readonly parameters: number;
  readonly standardDeviations: number;
  readonly residualSumOfSquares: number;
}

/**
 * Certified values of NIST's nonlinear problems, from both starts. From the last start they must be met; from an
 * earlier one where the file's own second solver met them, and elsewhere no other optimum may be called an optimum.
 */
export const nistNonlinearKind: GoldKind = {
  id: "nist-nonlinear",
  check: (file) => {
    const tolerance = file.tolerance as Tolerance;
    return casesOf(file).flatMap((one) => checkCase(one as NistCase, tolerance));
  },
};

function checkCase(one: NistCase, tolerance: Tolerance): GoldCheck[] {
  const { starts, y } = one.input;
  const observations = observationsOf(one.input);
  const misprint = hasMisprint(one.expected);
  return starts.map((start, index) => {
    const problem = problemOfText(readModelText(one.model, start.length), observations);
    const fit = refineDigits(one.model, observations, solveLeastSquares(problem, start));
    const name = `${one.name}, start ${index + 1}`;
    const isRequired = index === starts.length - 1 || one.scipyRefit?.[index]?.converged === true;
    if (!isRequired) return checkHonesty(name, one, fit, tolerance.parameters);
    return {
      name,
      expected: one.expected,
      found: describeFit(fit, y.length),
      tolerance: ([key]) =>
        misprint && key === "degreesOfFreedom" ? MISPRINT : toleranceOf(key, tolerance),
    };
  });
}

function describeFit(fit: LeastSquaresFit, n: number): object {
  if (fit.notConverged !== null) return { notConverged: fit.notConverged };
  return {
    parameters: fit.parameters,
    standardDeviations: fit.standardErrors,
    residualSumOfSquares: fit.rss,
    residualSd: fit.df > 0 ? Math.sqrt(fit.rss / fit.df) : null,
    degreesOfFreedom: fit.df,
    n,
  };
}

function toleranceOf(key: string | undefined, tolerance: Tolerance): LeafTolerance {
  switch (key) {
    case "parameters":
      return { kind: "relative", value: tolerance.parameters };
    case "standardDeviations":
      return { kind: "relative", value: tolerance.standardDeviations };
    case "residualSumOfSquares":
    case "residualSd":
      return { kind: "relative", value: tolerance.residualSumOfSquares };
    default:
      return { kind: "exact" };
  }
}

/**
 * NIST's own file of Rat43 states 9 degrees of freedom for 15 observations and 4 parameters, beside a residual
 * standard deviation that is that of 11. Known by exactly these numbers, so that no other wrong count passes.
 */
function hasMisprint({ parameters, degreesOfFreedom, n }: NistCase["expected"]): boolean {
  return parameters.length === 4 && n === 15 && degreesOfFreedom === 9;
}

const MISPRINT: LeafTolerance = {
  kind: "not-required",
  because: "NIST's file misprints the degrees of freedom of Rat43 (9 for 15 - 4)",
};

/** A start that the second solver lost too: not converged, or the certified optimum. */
function checkHonesty(
  name: string,
  one: NistCase,
  fit: LeastSquaresFit,
  within: number,
): GoldCheck {
  const met = one.expected.parameters.every(
    (value, j) => Math.abs((fit.parameters[j] ?? Number.NaN) - value) <= within * Math.abs(value),
  );
  return {
    name: `${name} (not required to converge)`,
    expected: { wrongOptimum: false },
    found: { wrongOptimum: fit.notConverged === null && !met },
    tolerance: () => ({ kind: "exact" }),
  };
}

/** The variables of each observation by name: a list under its own key, several predictors as x1, x2 ... */
function observationsOf(input: NistCase["input"]): Observation[] {
  const columns = Object.entries(input).flatMap(([key, value]) =>
    key === "starts" ? [] : columnsOf(key, value, input.y.length),
  );
  return input.y.map((_, i) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[i] ?? Number.NaN])),
  );
}

interface Column {
  readonly name: string;
  readonly values: readonly number[];
}

function columnsOf(key: string, value: Variable, n: number): Column[] {
  if (!isList(value)) {
    return Object.entries(value).map(([name, values]) => ({ name, values }));
  }
  const lists = value.filter((entry) => typeof entry !== "number");
  if (lists.length === 0) {
    return [{ name: key, values: value.filter((entry) => typeof entry === "number") }];
  }
  const byColumn =
    lists.length === n
      ? (lists[0] ?? []).map((_, j) => lists.map((row) => row[j] ?? Number.NaN))
      : lists;
  return byColumn.map((values, j) => ({ name: `${key}${j + 1}`, values }));
}

function isList(
  value: Variable,
): value is Exclude<Variable, Readonly<Record<string, readonly number[]>>> {
  return Array.isArray(value);
}
