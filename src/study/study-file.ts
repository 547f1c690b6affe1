import { readFileSync } from "node:fs";
import { z } from "zod";
import { type AnalysisSettings, parseSettings, settingIssues } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { Layout } from "../domain/layout.ts";
import { COLUMN_COUNT, ROW_COUNT, type WellName } from "../domain/well.ts";
import { issueSentence } from "../layout/issue-words.ts";
import { layoutFromStudyWells } from "../layout/layout-from-study-wells.ts";

const matrix = z.array(z.array(z.number().nullable()).length(COLUMN_COUNT)).length(ROW_COUNT);

const sample = z.looseObject({
  patient: z.string().nullish(),
  ras: z.string().nullish(),
  blastsDay4Percent: z.number().min(0).max(100).nullish(),
});

const plate = z.looseObject({
  id: z.string().min(1),
  patient: z.string().min(1),
  layout: z.string().min(1),
});

const reviewMask = z.looseObject({
  plate: z.string(),
  well: z.string(),
  reason: z.string().default("review"),
});

const tolerance = z.looseObject({
  value: z.number().positive().default(1e-7),
  absFloor: z.number().min(0).default(1e-9),
  pValues: z.number().positive().optional(),
});

/** The format `mtt-gold/study-1`. What is not named here is left alone. */
const studySchema = z.looseObject({
  schema: z.string().startsWith("mtt-gold/study-"),
  id: z.string().min(1),
  title: z.string().default(""),
  layouts: z.record(z.string(), z.record(z.string(), z.unknown())),
  samples: z.record(z.string(), sample).default({}),
  plates: z.array(plate).min(1),
  wavelengths: z
    .looseObject({ measurement: z.int(), reference: z.int().nullish() })
    .default({ measurement: 570, reference: 650 }),
  inhibitorConcentration: z.record(z.string(), z.number()).default({}),
  referenceDose: z.number().positive().optional(),
  thresholds: z.record(z.string(), z.unknown()).default({}),
  reviewMasks: z.array(reviewMask).default([]),
  expected: z
    .looseObject({ automatic: z.unknown().optional(), afterReview: z.unknown().optional() })
    .default({}),
  tolerance: tolerance.prefault({}),
});

/** Rows A…H by columns 1…12, in AU; null = the reader gives no number. */
export type Matrix = readonly (readonly (number | null)[])[];

export interface StudySample {
  readonly name: string;
  readonly patient: string;
  readonly rasStatus: string;
  readonly blastsDay4Percent: number | null;
}

export interface StudyPlate {
  readonly id: string;
  readonly sample: string;
  readonly layoutId: string;
  readonly measurement: Matrix;
  /** Null = read at one wavelength. */
  readonly reference: Matrix | null;
}

export interface StudyTolerance {
  /** Relative. */
  readonly value: number;
  readonly absFloor: number;
  readonly pValues: number;
}

/** A study with known plates, ready to be played. */
export interface Study {
  readonly id: string;
  readonly title: string;
  readonly measurementNm: number;
  readonly referenceNm: number | null;
  readonly layouts: readonly Layout[];
  readonly samples: readonly StudySample[];
  readonly plates: readonly StudyPlate[];
  readonly settings: AnalysisSettings;
  readonly reviewMasks: readonly { plate: string; well: WellName | string; reason: string }[];
  readonly expected: {
    readonly automatic: unknown;
    readonly afterReview: unknown;
    /** Of a study of titrations: its numbers stand beside the two trees. Null where there are none. */
    readonly root: unknown;
  };
  readonly tolerance: StudyTolerance;
}

function invalid(file: string, problems: readonly string[]): PlatewardenError {
  return new PlatewardenError("STUDY_INVALID", `${file}: ${problems.join("; ")}.`, {
    detail: { file, problems },
  });
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatewardenError("FILE_UNREADABLE", `${file} cannot be read: ${fileReason(error)}.`, {
      cause: error,
    });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(file, [`this is not JSON (${reason})`]);
  }
}

function toPlate(
  raw: z.output<typeof plate>,
  study: z.output<typeof studySchema>,
): StudyPlate | string[] {
  const measurementKey = [`od${study.wavelengths.measurement}`, "od570"].find((key) => key in raw);
  const referenceKey = [`od${study.wavelengths.reference}`, "od650"].find((key) => key in raw);
  const problems: string[] = [];
  const read = (key: string | undefined, needed: boolean): Matrix | null => {
    const value = key === undefined ? null : raw[key];
    if (value === null || value === undefined) {
      if (needed) problems.push(`plate ${raw.id} has no od${study.wavelengths.measurement}`);
      return null;
    }
    const parsed = matrix.safeParse(value);
    if (!parsed.success)
      problems.push(`plate ${raw.id}: ${key} is not 8 rows of 12 numbers or null`);
    return parsed.data ?? null;
  };
  const measurement = read(measurementKey, true);
  const reference = read(referenceKey, false);
  if (!(raw.layout in study.layouts))
    problems.push(`plate ${raw.id}: the study has no layout ${raw.layout}`);
  if (problems.length > 0 || measurement === null) return problems;
  return { id: raw.id, sample: raw.patient, layoutId: raw.layout, measurement, reference };
}

function samplesOf(study: z.output<typeof studySchema>): StudySample[] {
  const names = new Set([...Object.keys(study.samples), ...study.plates.map((one) => one.patient)]);
  return [...names].map((name) => {
    const known = study.samples[name];
    return {
      name,
      patient: known?.patient ?? name,
      rasStatus: known?.ras ?? "unknown",
      blastsDay4Percent: known?.blastsDay4Percent ?? null,
    };
  });
}

function settingsOf(study: z.output<typeof studySchema>): AnalysisSettings {
  const referenceDose = study.referenceDose;
  const wanted = {
    ...(referenceDose === undefined ? {} : { referenceDose }),
    ...study.thresholds,
  };
  const problems = settingIssues(wanted).map((issue) =>
    issueSentence(issue, wanted, "the thresholds"),
  );
  if (problems.length === 0) return parseSettings(wanted);
  throw new PlatewardenError(
    "SETTINGS_INVALID",
    `Thresholds of the study: ${problems.join("; ")}.`,
    {
      detail: { problems },
    },
  );
}

/** Everything expected that is in neither tree and is not the letter's claims, which are words. */
function rootOf(expected: z.output<typeof studySchema>["expected"]): unknown {
  const { automatic: _, afterReview: __, letterClaims: ___, ...root } = expected;
  return Object.keys(root).length === 0 ? null : root;
}

/** Reads a study file. Throws FILE_UNREADABLE, or STUDY_INVALID / LAYOUT_INVALID with every problem found. */
export function loadStudy(file: string): Study {
  const content = readJson(file);
  const parsed = studySchema.safeParse(content);
  if (!parsed.success) {
    throw invalid(
      file,
      parsed.error.issues.map((issue) => issueSentence(issue, content, "the study")),
    );
  }
  const study = parsed.data;
  const plates = study.plates.map((raw) => toPlate(raw, study));
  const problems = plates.flatMap((one) => (Array.isArray(one) ? one : []));
  const repeated = study.plates.filter(
    (one, at) => study.plates.findIndex((other) => other.id === one.id) < at,
  );
  problems.push(...repeated.map((one) => `two plates are called ${one.id}`));
  if (problems.length > 0) throw invalid(file, problems);
  return {
    id: study.id,
    title: study.title,
    measurementNm: study.wavelengths.measurement,
    referenceNm: study.wavelengths.reference ?? null,
    layouts: Object.entries(study.layouts).map(([id, wells]) =>
      layoutFromStudyWells(id, wells, { inhibitorConcentrationUm: study.inhibitorConcentration }),
    ),
    samples: samplesOf(study),
    plates: plates.flatMap((one) => (Array.isArray(one) ? [] : [one])),
    settings: settingsOf(study),
    reviewMasks: study.reviewMasks,
    expected: {
      automatic: study.expected.automatic ?? null,
      afterReview: study.expected.afterReview ?? null,
      root: rootOf(study.expected),
    },
    tolerance: {
      value: study.tolerance.value,
      absFloor: study.tolerance.absFloor,
      pValues: study.tolerance.pValues ?? study.tolerance.value,
    },
  };
}
