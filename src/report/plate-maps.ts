/** The plate four times: what was in each well, what was read, what is left without background, and survival. */
import { MASK_REASONS } from "../analysis/sample-analysis.ts";
import type { WellView } from "../api/views.ts";
import { absorbanceTop, survivalTop } from "../domain/formazan.ts";
import { judgedArmName } from "./arm-names.ts";
import { heading, note } from "./flow.ts";
import { absorbanceText, numberText, percentText } from "./number-text.ts";
import { needSpace, type Paper } from "./paper.ts";
import { drawPlateMap, type MapCell, type PlateMap, plateMapHeight } from "./plate-map.ts";
import { printable } from "./printable.ts";
import type { PlateChapter } from "./report-data.ts";
import { maskLetter, maskWords } from "./verdict-words.ts";

const ROW = 16.2;

const ROLE_WORDS: Readonly<Record<string, string>> = {
  blank: "blank",
  untreated: "untreated",
  kill: "kill",
  reference: "reference",
  edge: "edge",
  unused: "–",
};

export function plateMaps(paper: Paper, chapter: PlateChapter): void {
  const { wells } = chapter.view;
  const hasSurvival = wells.some((well) => well.survivalPercent !== null);
  const hasCorrected = wells.some((well) => well.correctedAbsorbance !== null);
  const maps = [
    layoutMap(chapter),
    measurementMap(chapter),
    hasCorrected ? correctedMap(chapter) : netMap(chapter),
    ...(hasSurvival ? [survivalMap(chapter)] : []),
  ];
  heading(paper, "Wells", plateMapHeight(ROW));
  for (const map of maps) {
    needSpace(paper, plateMapHeight(ROW));
    drawPlateMap(paper.doc, paper.y, map, ROW);
    paper.y += plateMapHeight(ROW);
  }
  note(paper, markLegend(chapter));
  note(paper, armLegend(chapter));
}

function layoutMap(chapter: PlateChapter): PlateMap {
  const numbers = armNumbers(chapter);
  const cells = chapter.view.wells.map((well): MapCell => {
    const number = well.arm === null ? undefined : numbers.get(well.arm);
    const role = ROLE_WORDS[well.role ?? "unused"] ?? "–";
    return {
      text: number === undefined ? role : `${number}`,
      second: contentOf(chapter, well),
      shade: null,
      hatched: false,
      marks: "",
    };
  });
  return { title: "Layout: arm, and dose in µg/mL prednisolone", cells, scale: null };
}

/** The dose of prednisolone; before it the inhibitor's concentration where it is not the arm's. Null outside the arms. */
function contentOf({ layout }: PlateChapter, well: WellView): string | null {
  const { arm, prednisoloneUgPerMl: dose, inhibitorUm } = well;
  if (arm === null) return null;
  const isOwn = layout.arms.find((one) => one.id === arm)?.concentrationUm === null;
  if (!isOwn || inhibitorUm === null) return dose === null ? null : numberText(dose);
  const inhibitor = `${numberText(inhibitorUm)} µM`;
  return dose === null || dose === 0 ? inhibitor : `${inhibitor} + ${numberText(dose)}`;
}

function armNumbers({ view, layout }: PlateChapter): ReadonlyMap<string, number> {
  const used = new Set(view.wells.map((well) => well.arm));
  const arms = layout.arms.filter((arm) => used.has(arm.id));
  return new Map(arms.map((arm, index) => [arm.id, index + 1]));
}

function measurementMap(chapter: PlateChapter): PlateMap {
  const { view } = chapter;
  const hasReference = view.wells.some((well) => well.referenceToken !== null);
  const nm = view.measurementNm === null ? "" : ` at ${view.measurementNm} nm`;
  const below = hasReference ? `; below it the reference at ${view.referenceNm ?? "?"} nm` : "";
  return mapOf(chapter, {
    title: `Absorbance as read${nm}${below}, AU`,
    topOf: absorbanceTop,
    unit: "AU",
    numberOf: (well) => well.measurement,
    textOf: (well) =>
      well.measurement === null
        ? printable(well.measurementToken, 12) || "–"
        : absorbanceText(well.measurement),
    secondOf: (well) =>
      well.referenceToken === null
        ? null
        : well.reference === null
          ? printable(well.referenceToken, 12)
          : absorbanceText(well.reference),
  });
}

function netMap(chapter: PlateChapter): PlateMap {
  return mapOf(chapter, {
    title: "Net absorbance (reference taken off), AU",
    topOf: absorbanceTop,
    unit: "AU",
    numberOf: (well) => well.netAbsorbance,
    textOf: (well) => absorbanceText(well.netAbsorbance),
    secondOf: () => null,
  });
}

function correctedMap(chapter: PlateChapter): PlateMap {
  return mapOf(chapter, {
    title: "Corrected absorbance (reference and blank taken off), AU",
    topOf: absorbanceTop,
    unit: "AU",
    numberOf: (well) => well.correctedAbsorbance,
    textOf: (well) => absorbanceText(well.correctedAbsorbance),
    secondOf: () => null,
  });
}

function survivalMap(chapter: PlateChapter): PlateMap {
  return mapOf(chapter, {
    title: `Survival, % of ${controlOf(chapter)}`,
    topOf: survivalTop,
    unit: "%",
    numberOf: (well) => well.survivalPercent,
    textOf: (well) =>
      well.survivalPercent === null && well.arm === null ? "" : percentText(well.survivalPercent),
    secondOf: () => null,
  });
}

/** What the survival of a well is relative to; it follows from the assays of the plate. */
function controlOf({ view }: PlateChapter): string {
  const kinds = new Set(view.assays.map((assay) => assay.kind));
  const isTitration = kinds.has("single-agent");
  if (isTitration && kinds.size > 1) return "the control of its own assay";
  if (isTitration) return "the vehicle at the same dilution";
  return "the same arm without prednisolone";
}

interface WellMapping {
  readonly title: string;
  readonly topOf: (values: readonly number[]) => number;
  readonly unit: string;
  readonly numberOf: (well: WellView) => number | null;
  readonly textOf: (well: WellView) => string;
  readonly secondOf: (well: WellView) => string | null;
}

/** Shades go from 0 to the next round top above the largest value that counts. */
function mapOf(chapter: PlateChapter, mapping: WellMapping): PlateMap {
  const { title, topOf, unit, numberOf, textOf, secondOf } = mapping;
  const { wells } = chapter.view;
  const marks = wellMarks(chapter);
  const values = wells.flatMap((well) => (well.maskReason === null ? (numberOf(well) ?? []) : []));
  const top = topOf(values);
  const cells = wells.map((well): MapCell => {
    const value = numberOf(well);
    const isArm = textOf(well) !== "";
    return {
      text: textOf(well),
      second: secondOf(well),
      shade: value === null ? null : value / top,
      hatched: isArm && (well.maskReason !== null || well.measurement === null),
      marks: marks.get(well.well) ?? "",
    };
  });
  return { title, cells, scale: { low: "0", high: `${numberText(top)} ${unit}` } };
}

/** Letters for what is special about a well: why it is left out, that it was once, that its duplicate disagrees. */
function wellMarks({ view, statistics }: PlateChapter): ReadonlyMap<string, string> {
  const touched = new Set(view.masks.map((event) => event.well));
  const discordant = new Set(statistics?.discordant.flatMap((one) => one.wells));
  return new Map(
    view.wells.map(({ well, maskReason }) => {
      const mask = maskReason === null ? "" : maskLetter(maskReason);
      const change = touched.has(well) ? "Δ" : "";
      return [well, `${mask}${change}${discordant.has(well) ? "D" : ""}`];
    }),
  );
}

function markLegend(chapter: PlateChapter): string {
  const { wells } = chapter.view;
  const occurring = MASK_REASONS.filter((reason) =>
    wells.some((well) => well.maskReason === reason),
  );
  const shown = [...wellMarks(chapter).values()].join("");
  const sentences = [
    occurring.length === 0
      ? "No well is left out."
      : `Hatched wells are left out: ${occurring.map((reason) => `${maskLetter(reason)} = ${maskWords(reason)}`).join("; ")}.`,
    ...(shown.includes("Δ") ? ["Δ = a person changed what counts since the first reading."] : []),
    ...(shown.includes("D") ? ["D = duplicates that disagree; they count."] : []),
  ];
  return sentences.join(" ");
}

function armLegend(chapter: PlateChapter): string {
  const arms = [...armNumbers(chapter)].map(
    ([id, number]) => `${number} = ${judgedArmName(chapter, id)}`,
  );
  return arms.length === 0 ? "The layout has no arms." : `Arms: ${arms.join("; ")}.`;
}
