/** Made-up plates that look like the assay's: for the tests of the API and the pages, never for those of the analysis. */

import type {
  ArmView,
  ComparisonView,
  ConditionView,
  CurvePointView,
  PlateSummaryView,
  PlateView,
  WellView,
} from "../../src/api/views.ts";
import type { FigureView } from "../../src/api/well-views.ts";
import { localText } from "../../src/clock/clock-words.ts";
import { LAMPS, type LampCode } from "../../src/domain/lamp.ts";
import { ALL_WELLS, type WellName, wellPosition } from "../../src/domain/well.ts";

const ARMS = ["vehicle", "trametinib", "sorafenib", "AS1517499", "crizotinib"] as const;
type ArmId = (typeof ARMS)[number];

/** Doses down the rows A…H of replicate 1, in µg/mL. */
const ROW_DOSES = [250, 62.5, 15.625, 3.90625, 0.9765625, 0.244140625, 0, 0.06103515625];
const DOSES = [...ROW_DOSES].sort((a, b) => a - b);
const REFERENCE_DOSE = 3.90625;

/** How the cells of one arm answer: what prednisolone leaves alive, and the dose that does half of it. */
interface ArmTruth {
  readonly floorPercent: number;
  readonly halfDoseUgPerMl: number;
  readonly class: string;
}

export interface FakePlateRecipe {
  readonly id: string;
  readonly barcode: string;
  readonly sample: string;
  readonly rasStatus: string;
  readonly readerId: string;
  readonly capturedAtUtc: string;
  readonly quality: PlateSummaryView["quality"];
  readonly sentences: readonly string[];
  readonly inShort?: readonly string[];
  /** Arms that differ from the resistant vehicle. */
  readonly truth: Partial<Record<ArmId, ArmTruth>>;
  /** Wells that have no number or are masked, by name. */
  readonly masks: Partial<Record<WellName, string>>;
}

const LAMP_OF: Readonly<Record<PlateSummaryView["quality"], LampCode>> = {
  pass: "GOOD",
  warn: "WELLS_OVER_RANGE",
  fail: "CONTROL_OD_LOW",
  "not-judged": "NOT_JUDGED",
};

type LampFields = Pick<PlateSummaryView, "lamp" | "lampCode" | "lampSentence" | "lampRemedy">;

/** What the table of lamps says of this code. */
export function fakeLamp(code: LampCode): LampFields {
  const { lamp, sentence, remedy } = LAMPS[code];
  return { lamp, lampCode: code, lampSentence: sentence, lampRemedy: remedy };
}

const resistant: ArmTruth = { floorPercent: 62, halfDoseUgPerMl: 9, class: "none" };

interface Placed {
  readonly role: "treated" | "vehicle" | "untreated" | "blank";
  readonly arm: ArmId | null;
  readonly dose: number | null;
  readonly replicate: number | null;
}

/** Replicate 1 in columns 2…6; replicate 2 is the same block turned by 180 degrees. */
function placed(well: WellName): Placed {
  const { row, column } = wellPosition(well);
  const turned = column > 5;
  const [r, c] = turned ? [7 - row, 11 - column] : [row, column];
  if (c === 0) {
    const blank = r < 4;
    return { role: blank ? "blank" : "untreated", arm: null, dose: null, replicate: null };
  }
  const arm = ARMS[c - 1] ?? "vehicle";
  const dose = ROW_DOSES[r] ?? 0;
  const role = arm === "vehicle" && dose === 0 ? "vehicle" : "treated";
  return { role, arm, dose, replicate: turned ? 2 : 1 };
}

/** The same small disturbance for the same seed, between -1 and 1. */
function disturbance(seed: number): number {
  const wave = Math.sin(seed * 12.9898 + 4.1) * 43758.5453;
  return (wave - Math.floor(wave)) * 2 - 1;
}

function trueSurvival(truth: ArmTruth, dose: number): number {
  const killed = (100 - truth.floorPercent) * (dose / (dose + truth.halfDoseUgPerMl));
  return 100 - killed;
}

interface Measured {
  readonly well: WellName;
  readonly content: Placed;
  readonly measurement: number;
  readonly reference: number;
}

function measure(recipe: FakePlateRecipe): Measured[] {
  const plateSeed = [...recipe.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return ALL_WELLS.map((well, index) => {
    const content = placed(well);
    const truth = (content.arm && recipe.truth[content.arm]) || resistant;
    const alive =
      content.role === "blank"
        ? 0
        : content.dose === null
          ? 1.03
          : trueSurvival(truth, content.dose) / 100;
    const noise = disturbance(index + plateSeed);
    const reference = 0.048 + 0.034 * alive + 0.003 * disturbance(index * 3 + plateSeed);
    const measurement = 0.048 + reference + 0.61 * alive * (1 + 0.05 * noise);
    return { well, content, measurement: round3(measurement), reference: round3(reference) };
  });
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1),
  );
}

function wellViews(recipe: FakePlateRecipe): WellView[] {
  const all = measure(recipe);
  const used = all.filter(({ well }) => recipe.masks[well] === undefined);
  const net = (one: Measured) => round3(one.measurement - one.reference);
  const blank = mean(used.filter(({ content }) => content.role === "blank").map(net)) ?? 0;
  const control = (arm: ArmId) =>
    mean(used.filter(({ content }) => content.arm === arm && content.dose === 0).map(net)) ?? 0;
  const controls = new Map(ARMS.map((arm) => [arm, control(arm) - blank]));
  return all.map((one): WellView => {
    const maskReason = recipe.masks[one.well] ?? null;
    const overRange = maskReason === "over-range";
    const netAbsorbance = overRange ? null : net(one);
    const corrected = netAbsorbance === null ? null : netAbsorbance - blank;
    const zero = one.content.arm === null ? undefined : controls.get(one.content.arm);
    return {
      well: one.well,
      readAt: one.well,
      role: one.content.role,
      arm: one.content.arm,
      prednisoloneUgPerMl: one.content.dose,
      inhibitorUm: one.content.arm === null || one.content.arm === "vehicle" ? null : 2.5,
      replicate: one.content.replicate,
      measurement: overRange ? null : one.measurement,
      measurementToken: overRange ? "*****" : one.measurement.toFixed(3),
      measurementDirection: overRange ? "over-range" : null,
      reference: one.reference,
      referenceToken: one.reference.toFixed(3),
      netAbsorbance,
      correctedAbsorbance: corrected,
      survivalPercent:
        corrected === null || zero === undefined || maskReason !== null
          ? null
          : (100 * corrected) / zero,
      residualAu: netAbsorbance === null ? null : 0.01,
      residualZ: netAbsorbance === null ? null : 0.5,
      isSuspect: false,
      maskReason,
      maskComment: maskReason === "review" ? "Bubble seen by A. Jansen" : null,
    };
  });
}

function curvePoints(wells: readonly WellView[], arm: ArmId): CurvePointView[] {
  return DOSES.map((dose) => {
    const replicates = wells
      .filter((well) => well.arm === arm && well.prednisoloneUgPerMl === dose)
      .map((well) => well.survivalPercent)
      .filter((value) => value !== null);
    const spread = standardDeviation(replicates);
    return {
      prednisoloneUgPerMl: dose,
      n: replicates.length,
      meanPercent: mean(replicates),
      semPercent: spread === null ? null : spread / Math.sqrt(replicates.length),
      replicatesPercent: replicates,
    };
  });
}

function lc50(points: readonly CurvePointView[]): ArmView["lc50"] {
  const tested = points.filter((point) => point.prednisoloneUgPerMl > 0);
  const after = tested.findIndex((point) => (point.meanPercent ?? 100) < 50);
  if (after === -1) return { relation: ">", valueUgPerMl: 250, multipleCrossings: false };
  const [low, high] = [tested[after - 1], tested[after]];
  if (!low || !high)
    return { relation: "<", valueUgPerMl: 0.06103515625, multipleCrossings: false };
  const [s0, s1] = [low.meanPercent ?? 100, high.meanPercent ?? 0];
  const [x0, x1] = [Math.log10(low.prednisoloneUgPerMl), Math.log10(high.prednisoloneUgPerMl)];
  const log = x0 + ((s0 - 50) / (s0 - s1)) * (x1 - x0);
  return { relation: "=", valueUgPerMl: 10 ** log, multipleCrossings: false };
}

function armViews(wells: readonly WellView[]): ArmView[] {
  return ARMS.map((arm): ArmView => {
    const points = curvePoints(wells, arm);
    const half = lc50(points);
    return {
      arm,
      vehicle: arm === "vehicle",
      inhibitorUm: arm === "vehicle" ? null : 2.5,
      points,
      lc50: half,
      prednisoloneClass: half?.relation === ">" ? "resistant" : "intermediate",
      singleAgentSurvivalPercent: arm === "vehicle" ? 100 : 95.7,
      fit: null,
    };
  });
}

const words: Record<string, string> = {
  none: "no effect shown",
  complete: "complete sensitisation",
  partial: "partial sensitisation",
  antagonistic: "antagonism",
  inconclusive: "cannot be judged",
};

function comparisonView(arms: readonly ArmView[], arm: ArmId, verdict: string): ComparisonView {
  const at = (id: ArmId) =>
    arms
      .find((one) => one.arm === id)
      ?.points.find((point) => point.prednisoloneUgPerMl === REFERENCE_DOSE)?.meanPercent ?? null;
  const [vehicle, inhibitor] = [at("vehicle"), at(arm)];
  const flag = ["complete", "partial", "antagonistic"].includes(verdict);
  return {
    arm,
    class: verdict,
    flag,
    grade: flag ? "A" : null,
    provisional: false,
    title: `${arm}: ${words[verdict]} (assay result for review)`,
    suspicions: [],
    explanation: [
      `At 3.9 µg/mL prednisolone ${inhibitor?.toFixed(0)} % of the cells live with ${arm}, ${vehicle?.toFixed(0)} % with vehicle.`,
      flag
        ? "6 neighbouring doses differ by 20 points or more; at least 2 are needed."
        : "No two neighbouring doses differ by 20 points.",
      flag
        ? "The interaction of dose and inhibitor is significant: q = 0.0000005, below 0.05."
        : "The interaction of dose and inhibitor is not significant: q = 0.70.",
    ],
    reasons:
      verdict === "inconclusive"
        ? ["The duplicates at the reference dose differ too much to judge."]
        : [],
    qualifiers: [],
    referenceDoseUgPerMl: REFERENCE_DOSE,
    survivalVehicleAtReferencePercent: vehicle,
    survivalInhibitorAtReferencePercent: inhibitor,
    interactionQ: flag ? 5e-7 : 0.7,
    studentP: flag ? 0.001 : 0.6,
    lc50Ratio: flag ? { relation: ">=", value: 307.8 } : { relation: "indeterminate", value: null },
  };
}

const figures: readonly FigureView[] = [
  { key: "zPrime", label: "Z′", value: 0.879, unit: "", verdict: "good", limit: "at least 0.5" },
  {
    key: "vehicleControlOd",
    label: "Vehicle control",
    value: 0.622,
    unit: "AU",
    verdict: "good",
    limit: "at least 0.050 AU",
  },
  {
    key: "cvUntreatedPercent",
    label: "Spread of the untreated wells",
    value: 3.6,
    unit: "%",
    verdict: "good",
    limit: "at most 15 %",
  },
  {
    key: "blankSd",
    label: "Spread of the blanks",
    value: 0.0025,
    unit: "AU",
    verdict: "good",
    limit: "at most 0.010 AU",
  },
  {
    key: "vehicleEffectPercent",
    label: "Vehicle against untreated",
    value: 97,
    unit: "%",
    verdict: "good",
    limit: "80 to 120 %",
  },
  {
    key: "columnDriftPercent",
    label: "Drift across the columns",
    value: 23.4,
    unit: "%",
    verdict: "warn",
    limit: "at most 20 %",
  },
  {
    key: "withinConditionCvPercent",
    label: "Spread within conditions",
    value: 4.7,
    unit: "%",
    verdict: "info",
    limit: null,
  },
];

const statistics: PlateView["statistics"] = figures.map((figure) => ({
  ...figure,
  wells: ["A1", "H12"],
}));

function emptyPlate(recipe: FakePlateRecipe): Omit<PlateView, "wells" | "arms" | "comparisons"> {
  return {
    asOfEventId: 0,
    summary: {
      id: recipe.id,
      barcode: recipe.barcode,
      sample: recipe.sample,
      layoutId: "combination-rot180-1plate",
      readerId: recipe.readerId,
      capturedAtUtc: recipe.capturedAtUtc,
      order: Date.parse(recipe.capturedAtUtc),
      quality: recipe.quality,
      ...fakeLamp(LAMP_OF[recipe.quality]),
      sentences: recipe.sentences,
      inShort: recipe.inShort ?? [],
      held: null,
      versions: 1,
      flags: 0,
    },
    rasStatus: recipe.rasStatus,
    blastsDay4Percent: 93,
    measurementNm: 570,
    referenceNm: 650,
    referenceSubtracted: false,
    readerClock: "14/03/25 10:21:07",
    transferWarnings: [],
    masks: [],
    assays: [],
    assayResults: null,
    statistics,
    cannotJudge: [],
    conditions: [],
    flags: [],
    orientation: null,
    correction: { blankMeanAu: 0.048, blankWells: ["A1"], residualSdAu: 0.02, groups: [] },
    provenance: {
      readingId: "01957c1a-5a0e-7c30-9d1e-0f8f2f5f2a01",
      origin: "command",
      capturedAtUtc: recipe.capturedAtUtc,
      times: {
        zone: "Europe/Amsterdam",
        arrived: localText(recipe.capturedAtUtc, 60),
        readerClock: null,
      },
      version: 1,
      rereadReason: null,
      transcriptId: "01957c1a-4b11-7e22-8a70-51d6c2b1a902",
      transcriptSha256: "9b0f4c2c7a3f5f9c4f4f1f8a4b4d3a7a1c2e5d6b7a8990112233445566778899",
      driver: "bio-rad 1 (manual-only)",
      verification: "manual-only",
      layout: "combination-rot180-1plate revision 1",
      layoutId: "combination-rot180-1plate",
      layoutRevision: 1,
      layoutSha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
      settings: "configuration@1",
      settingsSha256: "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
      programVersion: "0.1.0",
      analysisId: "01957c1b-0c2b-7b1c-b5b3-6d2f2ad8e903",
      runId: "run-1",
      document: null,
      documentSha256: null,
      analysedAtUtc: recipe.capturedAtUtc,
      resultSha256: "51d6c2b1a9029b0f4c2c7a3f5f9c4f4f1f8a4b4d3a7a1c2e5d6b7a8990112233",
      operator: "A. Jansen",
      boundAtUtc: recipe.capturedAtUtc,
      boundBy: "a run started at the bench by A. Jansen",
      barReason: null,
    },
  };
}

function atReference(comparison: ComparisonView): PlateView["flags"][number]["atReference"] {
  const { survivalVehicleAtReferencePercent, survivalInhibitorAtReferencePercent } = comparison;
  if (survivalVehicleAtReferencePercent === null || survivalInhibitorAtReferencePercent === null) {
    return null;
  }
  return {
    doseUgPerMl: REFERENCE_DOSE,
    vehiclePercent: survivalVehicleAtReferencePercent,
    inhibitorPercent: survivalInhibitorAtReferencePercent,
  };
}

/** A judged plate of five arms in duplicate, built from its recipe; the same recipe gives the same plate. */
export function fakePlate(recipe: FakePlateRecipe): PlateView {
  const wells = wellViews(recipe);
  const arms = armViews(wells);
  const comparisons = ARMS.filter((arm) => arm !== "vehicle").map((arm) =>
    comparisonView(arms, arm, recipe.truth[arm]?.class ?? "none"),
  );
  const flags = comparisons
    .filter((comparison) => comparison.flag)
    .map((comparison): PlateView["flags"][number] => ({
      id: `flag-${recipe.id}-${comparison.arm}`,
      kind: "combination",
      sample: recipe.sample,
      rasStatus: recipe.rasStatus,
      plateId: recipe.id,
      barcode: recipe.barcode,
      arm: comparison.arm,
      class: comparison.class as "complete",
      grade: comparison.grade,
      ruleId: "combination-1",
      severity: "high",
      provisional: comparison.provisional,
      title: comparison.title,
      atReference: atReference(comparison),
      reasons: comparison.explanation,
      raisedAtUtc: recipe.capturedAtUtc,
    }));
  const plate = emptyPlate(recipe);
  return {
    ...plate,
    summary: { ...plate.summary, flags: flags.length },
    wells,
    arms,
    comparisons,
    flags,
  };
}

const quadrantLabels = ["drug 1", "drug 2", "drug 3", "drug 4"];
const quadrantUm = [0, 0.001, 0.01, 0.1, 1, 10];

/** A plate of four drugs in four quadrants without blanks, vehicle or prednisolone: shown raw, judged not at all. */
export function fakeQuadrantPlate(recipe: FakePlateRecipe): PlateView {
  const noise = (index: number) => 1 + 0.06 * disturbance(index + 17);
  const wells = ALL_WELLS.map((well, index): WellView => {
    const { row, column } = wellPosition(well);
    const arm = quadrantLabels[(row < 4 ? 0 : 2) + (column < 6 ? 0 : 1)] ?? "";
    const um = quadrantUm[column % 6] ?? 0;
    const measurement = round3((0.25 + 1.1 / (1 + um / (0.02 * (1 + row)))) * noise(index));
    const reference = round3(0.06 * noise(index + 5));
    return {
      well,
      readAt: well,
      role: "treated",
      arm,
      prednisoloneUgPerMl: null,
      inhibitorUm: um,
      replicate: (row % 4) + 1,
      measurement,
      measurementToken: measurement.toFixed(4),
      measurementDirection: null,
      reference,
      referenceToken: reference.toFixed(4),
      netAbsorbance: round3(measurement - reference),
      correctedAbsorbance: null,
      survivalPercent: null,
      residualAu: null,
      residualZ: null,
      isSuspect: false,
      maskReason: null,
      maskComment: null,
    };
  });
  const plate = emptyPlate(recipe);
  return {
    ...plate,
    summary: { ...plate.summary, layoutId: "mtt-four-drugs-quadrants" },
    wells,
    arms: [],
    comparisons: [],
    statistics: [],
    measurementNm: 562,
    referenceNm: 660,
    cannotJudge: recipe.sentences,
    conditions: quadrantLabels.flatMap((arm) =>
      quadrantUm.map((um): ConditionView => {
        const members = wells.filter((well) => well.arm === arm && well.inhibitorUm === um);
        const values = members.map((well) => well.netAbsorbance).filter((value) => value !== null);
        return {
          label: um === 0 ? `${arm}, none` : `${arm}, ${um} µM`,
          arm,
          inhibitorUm: um,
          wells: members.map((well) => well.well),
          n: values.length,
          meanAbsorbance: mean(values),
          sdAbsorbance: standardDeviation(values),
        };
      }),
    ),
  };
}
