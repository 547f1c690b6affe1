import type {
  CurveFit,
  CurveModel,
  DoseEstimate,
  Interval,
} from "../../../analysis/dose-response/curve-fit.ts";
import { drcErrors } from "../../../analysis/dose-response/drc-errors.ts";
import { type CurveWells, fitCurve, isFit } from "../../../analysis/dose-response/fit-curve.ts";
import { interpolateLc50 } from "../../../analysis/lc50.ts";
import { antitonicRegression } from "../../../analysis/statistics/antitonic.ts";
import { meanOverLogDose } from "../../../analysis/statistics/mean-over-log-dose.ts";
import { mean } from "../../../analysis/statistics/moments.ts";
import {
  casesOf,
  type GoldCase,
  type GoldCheck,
  type GoldKind,
  type LeafTolerance,
} from "../gold-kind.ts";

interface CurveCase extends GoldCase {
  readonly input: {
    readonly dose: readonly number[];
    readonly y: readonly (number | null)[];
    readonly level: number;
  };
  readonly expected: Readonly<Record<string, Tree>>;
  readonly aucTrapezoid?: unknown;
  readonly interpolated?: unknown;
}

/** An expected tree, read only for how it writes what has no number. */
type Tree = { readonly [key: string]: Tree } | null | undefined;

type Tolerances = Readonly<Record<string, number | undefined>>;

/** drc's names of the models; 100 stands for the fixed upper plateau. */
const MODELS: Readonly<Record<string, CurveModel>> = {
  "LL.4": "4PL",
  "LL.3": "3PL-lower-0",
  "LL.3u100": "3PL-upper-100",
  "LL.2.100": "2PL",
};

/** A curve fits as well as another if its sum of squares is at most 1.001 times as large: analysis reference, 5.1. */
const AS_GOOD = 0.001;
/** Where a file states nothing. */
const DEFAULT_TOLERANCE = 1e-8;

/** Log-logistic fits without bounds, their intervals, and what drc prints for the same curve. */
export const doseResponseKind: GoldKind = {
  id: "dose-response",
  check: (file) => {
    const tolerances = file.tolerance as Tolerances;
    return casesOf(file).flatMap((one) => checkCase(one as CurveCase, tolerances));
  },
};

function checkCase(one: CurveCase, tolerances: Tolerances): GoldCheck[] {
  const { dose, y, level } = one.input;
  const wells = { doses: dose, survival: y };
  const found = Object.fromEntries(
    Object.entries(one.expected).map(([id, expected]) => {
      const model = MODELS[id];
      return [id, model === undefined ? undefined : describeModel(wells, model, level, expected)];
    }),
  );
  const fits: GoldCheck = {
    name: one.name,
    expected: one.expected,
    found,
    tolerance: (path) => toleranceOf(path.slice(1), tolerances),
  };
  return [fits, ...checkDoseMeans(one, tolerances)];
}

/** What stands beside the expected tree: numbers from the dose means, without a curve. */
function checkDoseMeans(one: CurveCase, tolerances: Tolerances): GoldCheck[] {
  const { aucTrapezoid, interpolated } = one;
  const expected = {
    ...(aucTrapezoid === undefined ? {} : { aucTrapezoid }),
    ...(interpolated === undefined ? {} : { interpolated }),
  };
  if (Object.keys(expected).length === 0) return [];
  const doses = doseMeans(one.input);
  return [
    {
      name: one.name,
      expected,
      found: {
        aucTrapezoid: meanOverLogDose(
          doses.map(({ doseUgPerMl }) => doseUgPerMl),
          doses.map(({ survivalPercent }) => survivalPercent),
        ),
        // The laboratory's LC50 is of survival in percent; a file of absorbances has none.
        interpolated: interpolated === null ? null : describeInterpolated(doses, one.input.level),
      },
      tolerance: (path) => toleranceOf(path, tolerances),
    },
  ];
}

type DoseMeans = Parameters<typeof interpolateLc50>[0];

function doseMeans({ dose, y }: CurveCase["input"]): DoseMeans {
  const distinct = [...new Set(dose)].filter((one) => one > 0).sort((a, b) => a - b);
  return distinct.flatMap((doseUgPerMl) => {
    const values = y.filter((value, i) => value !== null && dose[i] === doseUgPerMl);
    const numbers = values.filter((value) => value !== null);
    const survivalPercent = mean(numbers);
    return survivalPercent === null ? [] : [{ doseUgPerMl, survivalPercent, n: numbers.length }];
  });
}

function describeInterpolated(doses: DoseMeans, level: number): object {
  const smoothed = antitonicRegression(
    doses.map(({ survivalPercent }) => survivalPercent),
    doses.map(({ n }) => n),
  );
  return { ...interpolateLc50(doses, level), smoothed };
}

function describeModel(
  wells: CurveWells,
  model: CurveModel,
  level: number,
  expected: Tree,
): object {
  const fit = fitCurve(wells, { model, level, lowerPlateau: "free" });
  if (!isFit(fit)) return { converged: false, reason: fit.reason };
  const { parameters, standardErrors, relativeEd50, absoluteLc50 } = fit;
  const bounded = fitCurve(wells, { model, level, profile: "none" });
  const equals = isFit(bounded) ? bounded.constrainedEqualsModel : null;
  const drc = drcErrors(wells, fit, level);
  return {
    converged: true,
    parameters,
    rss: fit.rss,
    residualSd: fit.residualSd,
    df: fit.df,
    n: fit.n,
    rSquared: fit.rSquared,
    aic: fit.aic,
    standardErrorsGaussNewton: standardErrors,
    seLogE: relativeEd50.seLog,
    relativeEd50: describeDose(relativeEd50, expected?.relativeEd50),
    drc: { coefficients: parameters, standardErrors: drc?.standardErrors, rss: fit.rss },
    absolute: {
      level,
      ...(absoluteLc50 === null
        ? { value: writeNone(expected?.absolute?.value) }
        : describeDose(absoluteLc50, expected?.absolute)),
      drc301: {
        value: absoluteLc50?.value ?? null,
        se: drc?.absoluteSe ?? null,
        warning: "drc 3.0-1 leaves the derivatives by the plateaus out of this standard error",
      },
    },
    aucFitted: fit.aucFitted,
    lackOfFit: fit.lackOfFit,
    versusFlat: fit.versusFlat,
    lowerPlateauNegative: parameters.c < 0,
    constrainedEqualsModel: equals === null ? null : nameOf(equals),
    note: noteOn(fit, equals),
  };
}

function nameOf(model: CurveModel): string | null {
  return Object.entries(MODELS).find(([, one]) => one === model)?.[0] ?? null;
}

function noteOn({ parameters }: CurveFit, equals: CurveModel | null): string {
  if (parameters.c >= 0) return "the optimum lies within the bounds";
  return `the free optimum has a negative lower plateau; the bounded one is the model ${equals}`;
}

function describeDose(estimate: DoseEstimate, expected: Tree): object {
  return {
    value: estimate.value,
    seLog: estimate.seLog,
    se: estimate.seLog === null ? null : estimate.seLog * estimate.value,
    ciDelta: writeInterval(estimate.ciDelta, expected?.ciDelta),
    ciLogDelta: writeInterval(estimate.ciLogDelta, expected?.ciLogDelta),
    ciProfile: writeInterval(estimate.ciProfile, expected?.ciProfile),
  };
}

function writeInterval(interval: Interval | null, expected: Tree): unknown {
  if (interval === null) return writeNone(expected);
  return [
    interval.lower ?? writeUnbounded(expected?.["0"], "-Infinity", [0, null]),
    interval.upper ?? writeUnbounded(expected?.["1"], "Infinity", [null]),
  ];
}

/** Files write an end that does not exist in several ways; the word is theirs, that there is none is ours. */
function writeUnbounded(expected: unknown, usual: string, others: readonly unknown[]): unknown {
  return others.includes(expected) ? expected : usual;
}

function writeNone(expected: unknown): unknown {
  return expected === "undefined" ? "undefined" : null;
}

function toleranceOf(path: readonly string[], tolerances: Tolerances): LeafTolerance {
  const [field, inner] = path;
  if (path.at(-1) === "warning" || field === "note") return { kind: "prose" };
  if (field === "drc" || inner === "drc301") return drcTolerance(path, tolerances);
  if (field === "relativeEd50" || field === "absolute") return doseTolerance(inner, tolerances);
  switch (field) {
    case "standardErrorsGaussNewton":
    case "seLogE":
      return relative(tolerances.standardErrors);
    case "parameters":
    case "interpolated":
      return relative(tolerances[field]);
    case "aucFitted":
    case "aucTrapezoid":
      return relative(tolerances.auc);
    case "df":
    case "n":
      return { kind: "exact" };
    default:
      return relative(tolerances.rss);
  }
}

function doseTolerance(key: string | undefined, tolerances: Tolerances): LeafTolerance {
  switch (key) {
    case "ciDelta":
    case "ciLogDelta":
    case "ciProfile":
      return relative(tolerances[key]);
    case "se":
    case "seLog":
      return relative(tolerances.standardErrors);
    case "level":
      return { kind: "exact" };
    default:
      return relative(tolerances.parameters);
  }
}

function drcTolerance(path: readonly string[], tolerances: Tolerances): LeafTolerance {
  if (path.at(-1) === "rss") return relative(AS_GOOD);
  const isError = path.includes("standardErrors") || path.at(-1) === "se";
  return relative(isError ? tolerances.drcStandardErrors : tolerances.drcCoefficients);
}

function relative(value: number | undefined): LeafTolerance {
  return { kind: "relative", value: value ?? DEFAULT_TOLERANCE };
}
