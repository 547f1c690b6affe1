import { all, type BigNumber, create, type EvalFunction } from "mathjs";
import type { LeastSquaresFit } from "../../src/analysis/least-squares/levenberg-marquardt.ts";
import {
  inverseRowLengths,
  solveUpper,
  triangulate,
} from "../../src/analysis/least-squares/triangle.ts";
import {
  type Observation,
  parameterName,
  problemOfText,
  readModelText,
  splitModel,
} from "./model-text.ts";

/** Sums of squares below this share of the observations' own are those of rounded doubles, not of the data. */
const ROUNDED_SHARE = 1e-18;
const ROUNDS = 4;

/**
 * The optimum of data that follow their model to more digits than doubles have (NIST's Lanczos1): Gauss-Newton with the
 * residuals taken from 50 digits, the numbers of the file as their decimals. Other fits are given back as they are.
 */
export function refineDigits(
  text: string,
  observations: readonly Observation[],
  fit: LeastSquaresFit,
): LeastSquaresFit {
  const size = fit.parameters.length;
  const total = observations.reduce((sum, { y = 0 }) => sum + y * y, 0);
  if (fit.notConverged !== null || !(fit.rss <= ROUNDED_SHARE * total)) return fit;
  const residualsOf = exactResiduals(text, observations);
  const problem = problemOfText(readModelText(text, size), observations);
  let parameters = fit.parameters.map((value) => math.bignumber(String(value)));
  let refined = fit;
  for (let round = 0; round < ROUNDS; round++) {
    const residuals = residualsOf(parameters);
    const rss = residuals.reduce((sum, value) => sum + value * value, 0);
    const jacobian = new Float64Array(observations.length * size);
    const rounded = parameters.map((value) => value.toNumber());
    problem.evaluate(Float64Array.from(rounded), residuals.slice(), jacobian);
    triangulate(jacobian, residuals, observations.length, size);
    const step = solveUpper(jacobian, residuals, size);
    const residualSd = Math.sqrt(rss / fit.df);
    const standardErrors = Array.from(
      inverseRowLengths(jacobian, size),
      (share) => share * residualSd,
    );
    refined = { ...fit, parameters: rounded, rss, standardErrors };
    parameters = parameters.map((value, j) => value.minus(step[j] ?? 0));
  }
  return refined;
}

const math = create(all ?? {}, { number: "BigNumber", precision: 50 });

function exactResiduals(text: string, observations: readonly Observation[]) {
  const [left, right] = splitModel(text);
  const response = math.parse(left).compile();
  const value = math.parse(right).compile();
  const scopes = observations.map((observation) =>
    Object.fromEntries(
      Object.entries(observation).map(([name, one]) => [name, math.bignumber(String(one))]),
    ),
  );
  return (parameters: readonly BigNumber[]): Float64Array =>
    Float64Array.from(scopes, (scope) => {
      const named = parameters.map((one, j) => [parameterName(j), one] as const);
      const all = { ...scope, ...Object.fromEntries(named) };
      return exact(value, all).minus(exact(response, all)).toNumber();
    });
}

function exact(compiled: EvalFunction, scope: Readonly<Record<string, BigNumber>>): BigNumber {
  return math.bignumber(compiled.evaluate({ ...scope }));
}
