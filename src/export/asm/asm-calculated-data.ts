/** What was calculated of a plate, as ASM calculated data with the measurements each number rests on. */
import type { ArmResult, Comparison } from "../../analysis/sample-analysis.ts";
import type { GatheredPlate, GatheredWell } from "../gather-plates.ts";
import { measurementIds } from "./asm-measurements.ts";
import type { AsmCalculatedDatum } from "./asm-types.ts";
import { milliAu } from "./milli-au.ts";

interface Figure {
  readonly name: string;
  /** Ends the identifier; unique on the plate. */
  readonly key: string;
  /** Null figures are not written. */
  readonly value: number | null;
  readonly unit: string;
  readonly description: string;
  readonly wells: readonly GatheredWell[];
}

function counts(well: GatheredWell): boolean {
  return well.result.maskReason === null && well.result.netAbsorbance !== null;
}

/** Wells of an arm that count; of one dose where it is given. */
function armWells(plate: GatheredPlate, arm: string, dose?: number): readonly GatheredWell[] {
  return plate.wells.filter(
    (well) =>
      well.layout.arm === arm &&
      counts(well) &&
      (dose === undefined || well.layout.prednisoloneUgPerMl === dose),
  );
}

function inMilliAu(value: number | null): number | null {
  return value === null ? null : milliAu(value);
}

function wellFigures(plate: GatheredPlate, blanks: readonly GatheredWell[]): readonly Figure[] {
  return plate.wells.flatMap((well): Figure[] => {
    const { netAbsorbance, correctedAbsorbance, survivalPercent } = well.result;
    const control = well.layout.arm === null ? [] : armWells(plate, well.layout.arm, 0);
    return [
      {
        name: "net absorbance",
        key: `net/${well.well}`,
        value: inMilliAu(netAbsorbance),
        unit: "mAU",
        description: plate.evidence.reading.referenceSubtracted
          ? "absorbance at the measurement wavelength; the reader itself has taken the reference off"
          : "absorbance at the measurement wavelength less that at the reference wavelength, if one was read",
        wells: [well],
      },
      {
        name: "corrected absorbance",
        key: `corrected/${well.well}`,
        value: inMilliAu(correctedAbsorbance),
        unit: "mAU",
        description: "net absorbance less the mean net absorbance of the blanks that count",
        wells: [well, ...blanks],
      },
      {
        name: "survival",
        key: `survival/${well.well}`,
        value: survivalPercent,
        unit: "%",
        description:
          "100 times corrected absorbance over the mean corrected absorbance of the same arm's wells without prednisolone that count",
        wells: [well, ...control, ...blanks],
      },
    ];
  });
}

function plateFigures(plate: GatheredPlate, blanks: readonly GatheredWell[]): readonly Figure[] {
  return [
    {
      name: "blank mean",
      key: "blank-mean",
      value: inMilliAu(plate.statistics?.blankMean ?? null),
      unit: "mAU",
      description: "mean net absorbance of the blanks that count",
      wells: blanks,
    },
  ];
}

const LC50_NAMES = { "=": "LC50", "<": "LC50 upper bound", ">": "LC50 lower bound" } as const;

const LC50_WORDS = {
  "=": "prednisolone concentration at 50 % survival, interpolated on antitonic dose means",
  "<": "survival is below 50 % at the lowest dose tested: the LC50 is below this dose",
  ">": "survival is above 50 % at the highest dose tested: the LC50 is above this dose",
} as const;

function armFigures(plate: GatheredPlate, arm: ArmResult): readonly Figure[] {
  const { lc50 } = arm;
  if (lc50 === null) return [];
  return [
    {
      name: `${LC50_NAMES[lc50.relation]} of prednisolone, ${arm.arm}`,
      key: `lc50/${arm.arm}`,
      value: lc50.value,
      unit: "μg/mL",
      description: LC50_WORDS[lc50.relation],
      wells: armWells(plate, arm.arm),
    },
  ];
}

const RATIO_WORDS = {
  "=": "LC50 with the vehicle over LC50 with the inhibitor",
  ">=": "a lower bound of the LC50 with the vehicle over the LC50 with the inhibitor",
  "<=": "an upper bound of the LC50 with the vehicle over the LC50 with the inhibitor",
  indeterminate: "",
} as const;

/** Numbers of the comparison: name, key, value, unit, description. */
type Spec = readonly [string, string, number | null, string, string];

function referenceSpecs(comparison: Comparison): readonly Spec[] {
  const at = `at ${comparison.referenceDose} μg/mL prednisolone`;
  return [
    [
      "survival with the vehicle",
      "reference-vehicle",
      comparison.survivalVehicleAtReference,
      "%",
      `mean survival ${at}`,
    ],
    [
      "survival with the inhibitor",
      "reference-inhibitor",
      comparison.survivalInhibitorAtReference,
      "%",
      `mean survival ${at}`,
    ],
    [
      "relative effect",
      "reference-relative",
      comparison.relativeAtReferencePercent,
      "%",
      `difference of the survivals in percent of that with the vehicle, ${at}`,
    ],
    [
      "Student's t test, P",
      "student-p",
      comparison.studentAtReference?.p ?? null,
      "(unitless)",
      `two-sided P, ${at}`,
    ],
  ];
}

function curveSpecs(comparison: Comparison): readonly Spec[] {
  const { lc50Ratio } = comparison;
  return [
    [
      "interaction F",
      "interaction-f",
      comparison.interaction?.F ?? null,
      "(unitless)",
      "inhibitor × prednisolone over all doses, every dilution series a block",
    ],
    [
      "interaction P",
      "interaction-p",
      comparison.interaction?.p ?? null,
      "(unitless)",
      "P of the interaction F",
    ],
    [
      "interaction q",
      "interaction-q",
      comparison.interactionQ,
      "(unitless)",
      "interaction P after Benjamini and Hochberg over the comparisons of the sample",
    ],
    [
      "mean difference",
      "mean-delta",
      comparison.meanDelta,
      "%",
      "percentage points of survival, vehicle less inhibitor, mean over log10 dose",
    ],
    [
      "survival under the inhibitor alone",
      "single-agent",
      comparison.singleAgentSurvivalPercent,
      "%",
      "control of the inhibitor's arm in percent of the vehicle's",
    ],
    ["LC50 ratio", "lc50-ratio", lc50Ratio.value, "(unitless)", RATIO_WORDS[lc50Ratio.relation]],
  ];
}

function comparisonFigures(plate: GatheredPlate, comparison: Comparison): readonly Figure[] {
  const vehicle = plate.arms.find((arm) => arm.vehicle)?.arm;
  const wellsAt = (dose?: number): readonly GatheredWell[] => [
    ...(vehicle === undefined ? [] : armWells(plate, vehicle, dose)),
    ...armWells(plate, comparison.arm, dose),
  ];
  const reference = comparison.referenceDose ?? undefined;
  const figures =
    (wells: readonly GatheredWell[]) =>
    ([name, key, value, unit, description]: Spec): Figure => ({
      name: `${name}, ${comparison.arm}`,
      key: `${key}/${comparison.arm}`,
      value,
      unit,
      description,
      wells,
    });
  return [
    ...referenceSpecs(comparison).map(figures(wellsAt(reference))),
    ...curveSpecs(comparison).map(figures(wellsAt())),
  ];
}

function calculatedDatum(plate: GatheredPlate, figure: Figure): AsmCalculatedDatum[] {
  const ids = new Set(figure.wells.flatMap((well) => measurementIds(plate, well.well)));
  if (figure.value === null || ids.size === 0) return [];
  return [
    {
      "calculated data name": figure.name,
      "calculated data identifier": `${plate.analysis.id}/${plate.barcode}/${figure.key}`,
      "calculated result": { value: figure.value + 0, unit: figure.unit },
      "calculation description": figure.description,
      "data source aggregate document": {
        "data source document": [...ids].map((id) => ({
          "data source identifier": id,
          "data source feature": "absorbance",
        })),
      },
    },
  ];
}

/**
 * Net and corrected absorbance (mAU) and survival (%) of every well that has them, the blanks' mean, LC50s and the
 * numbers of each comparison. Data sources are the measurements of all wells that a number rests on. What could not
 * be calculated is not there.
 */
export function calculatedData(plate: GatheredPlate): readonly AsmCalculatedDatum[] {
  const blanks = plate.wells.filter((well) => well.layout.role === "blank" && counts(well));
  return [
    ...wellFigures(plate, blanks),
    ...plateFigures(plate, blanks),
    ...plate.arms.flatMap((arm) => armFigures(plate, arm)),
    ...plate.comparisons.flatMap((comparison) => comparisonFigures(plate, comparison)),
  ].flatMap((figure) => calculatedDatum(plate, figure));
}
