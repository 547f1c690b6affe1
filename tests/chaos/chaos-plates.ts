/** The plates of a chaos run: those of the study, so that there are verdicts to compare, and as many others as it takes. */
import { join } from "node:path";
import type { InsertedPlate, Matrix } from "../../drivers/simulator/inserted-plate.ts";
import type { Plan } from "../../src/domain/plan.ts";
import { loadStudy, type Study } from "../../src/study/study-file.ts";
import { randomFrom } from "./random.ts";

export const LAYOUT = "combination-rot180-1plate";
const STUDY = join(import.meta.dirname, "../../src/study/figure3-study.json");

/** A plate like a real one, and like no other: its numbers come from the random source. */
export function randomPlate(id: string, random: () => number): InsertedPlate {
  const matrix = (base: number, spread: number): number[][] =>
    Array.from({ length: 8 }, () =>
      Array.from({ length: 12 }, () => Math.round((base + spread * random()) * 1000) / 1000),
    );
  return { id, measurement: matrix(0.1, 0.9), reference: matrix(0.04, 0.02) };
}

/** A plate with the sample it belongs to. */
export interface ChaosPlate {
  readonly plate: InsertedPlate;
  readonly sample: string;
}

export interface PlateStock {
  /** Plates with verdicts: every one is read in each run, disturbed or not. */
  readonly study: readonly ChaosPlate[];
  /** As many more as a source may want. */
  others(source: string, count: number): readonly ChaosPlate[];
  /** Says what all barcodes are that were handed out so far. */
  plan(): Plan;
}

/** As far as wells of two copies of a study plate differ, in AU: less than the noise of the study. */
const JITTER_AU = 0.004;

function varied(matrix: Matrix, random: () => number): Matrix {
  const vary = (value: number): number =>
    Math.max(0.001, Math.round((value + (random() - 0.5) * JITTER_AU) * 1000) / 1000);
  return matrix.map((row) => row.map((value) => (value === null ? null : vary(value))));
}

function studyPlates(study: Study, variants: number): (ChaosPlate & { readonly of: string })[] {
  const random = randomFrom(2015);
  return Array.from({ length: variants }, (_, variant) =>
    study.plates.map(({ id, sample, measurement, reference }) => ({
      plate: {
        id: `V${variant}-${id}`,
        measurement: varied(measurement, random),
        reference: reference === null ? null : varied(reference, random),
      },
      sample: `V${variant}-${sample}`,
      of: sample,
    })),
  ).flat();
}

/** @param variants how many times the plates of the study are there, each time with slightly other numbers */
export function stockOfPlates(seed: number, variants: number): PlateStock {
  const study = loadStudy(STUDY);
  const random = randomFrom(seed);
  const own = studyPlates(study, variants);
  const all: ChaosPlate[] = [...own];
  const known = (one: ChaosPlate) => {
    const of = own.find(({ plate }) => plate.id === one.plate.id)?.of;
    return study.samples.find(({ name }) => name === of);
  };
  return {
    study: own,
    others: (source, count) => {
      const plates = Array.from({ length: count }, (_, index) => {
        const id = `${source}-${index}`;
        return { plate: randomPlate(id, random), sample: `sample of ${id}` };
      });
      all.push(...plates);
      return plates;
    },
    plan: () => ({
      id: "chaos",
      title: "chaos",
      samples: all.map((one) => {
        const ras = known(one)?.rasStatus;
        return {
          id: one.sample,
          patient: one.sample,
          ras: ras === "mutant" || ras === "wild type" ? ras : "unknown",
          mutatedGenes: [],
          blastsDay4Percent: known(one)?.blastsDay4Percent ?? null,
        };
      }),
      plates: all.map(({ plate, sample }) => ({
        barcode: plate.id,
        layoutId: LAYOUT,
        layoutRevision: 1,
        samples: { P1: sample },
        drugs: {},
        dueAt: null,
        reader: null,
      })),
      lots: [],
    }),
  };
}
