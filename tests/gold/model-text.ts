import { derivative, type EvalFunction, type MathNode, parse } from "mathjs";
import type { LeastSquaresProblem } from "../../src/analysis/least-squares/levenberg-marquardt.ts";

/** A model read from text such as `y = b1 / (1+exp(b2-b3*x))`, or `log(y) = b1 - b2*x1 * exp(-b3*x2)`. */
export interface TextModel {
  /** Left side at one observation, from its variables. */
  readonly response: EvalFunction;
  readonly value: EvalFunction;
  /** By parameter, b1 first; symbolic. */
  readonly derivatives: readonly EvalFunction[];
}

/** Values of the variables at one observation, by name (`x`, or `x1`, `x2` ...; `y`). */
export type Observation = Readonly<Record<string, number>>;

/** Names as NIST and Fortran write them, beside those of mathjs. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\[/g, "("],
  [/\]/g, ")"],
  [/\*\*/g, "^"],
  [/\b(?:arctan|atan)\b/gi, "atan"],
  [/\b(?:ln|log)\b/gi, "log"],
  [/\bpi\b/gi, "pi"],
  // The error term that NIST writes at the end of a model.
  [/\+\s*e\s*$/, ""],
];

/** Reads the model and differentiates it by b1 ... b(`parameters`); throws mathjs' own error on text it cannot read. */
export function readModelText(text: string, parameters: number): TextModel {
  const [left, right] = splitModel(text);
  const model: MathNode = parse(right);
  return {
    response: parse(left).compile(),
    value: model.compile(),
    derivatives: Array.from({ length: parameters }, (_, j) =>
      derivative(model, parameterName(j)).compile(),
    ),
  };
}

/** Left and right side of a model in the spelling of mathjs; the left is y where there is none. */
export function splitModel(text: string): readonly [string, string] {
  const plain = SPELLINGS.reduce((model, [from, to]) => model.replace(from, to), text.trim());
  const [left, right, ...more] = plain.split("=").map((side) => side.trim());
  return left !== undefined && right !== undefined && more.length === 0
    ? [left, right]
    : ["y", plain];
}

/** b1 for the first. */
export function parameterName(index: number): string {
  return `b${index + 1}`;
}

/** The least-squares problem of a model and its observations. What is no real number becomes NaN: no such step. */
export function problemOfText(
  model: TextModel,
  observations: readonly Observation[],
): LeastSquaresProblem {
  const responses = observations.map((observation) => realNumber(model.response, observation));
  return {
    observations: observations.length,
    evaluate: (parameters, residuals, jacobian) => {
      const named: Record<string, number> = {};
      parameters.forEach((value, j) => {
        named[parameterName(j)] = value;
      });
      observations.forEach((observation, i) => {
        const scope = { ...observation, ...named };
        residuals[i] = realNumber(model.value, scope) - (responses[i] ?? Number.NaN);
        model.derivatives.forEach((by, j) => {
          jacobian[i * parameters.length + j] = realNumber(by, scope);
        });
      });
    },
  };
}

function realNumber(compiled: EvalFunction, scope: Observation): number {
  const value: unknown = compiled.evaluate({ ...scope });
  return typeof value === "number" ? value : Number.NaN;
}
