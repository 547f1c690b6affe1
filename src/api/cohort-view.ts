/** The cohort, made from the store: samples with verdicts beside annotations, and how they go together. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import {
  associationsOf,
  concludeCohort,
  prepareCohort,
} from "../analysis/cohort/analyse-cohort.ts";
import type { UnadjustedAssociation } from "../analysis/cohort/associate.ts";
import type {
  Association,
  CohortLc50,
  CohortSample,
  CohortVerdict,
} from "../analysis/cohort/cohort.ts";
import { cohortAnnotations, type TracedAnnotation } from "../analysis/cohort/cohort-annotations.ts";
import {
  COHORT_WARNING_SENTENCES,
  cohortCaveats,
  NO_TEST_SENTENCES,
} from "../analysis/cohort/cohort-sentences.ts";
import type { SampleAnalysis } from "../analysis/sample-analysis.ts";
import { studyP, studyQ } from "../analysis/study-q.ts";
import { annotationText } from "../domain/annotation.ts";
import { requireAnnotationName } from "../pipeline/annotations/require-annotation.ts";
import { sampleConflicts } from "../pipeline/annotations/sample-conflicts.ts";
import {
  type StandingAnnotation,
  standingAnnotations,
} from "../pipeline/annotations/standing-annotations.ts";
import { requireSample } from "../pipeline/close-sample.ts";
import { settingsInUse } from "../pipeline/settings-in-use.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import type {
  AssociationView,
  CohortAnnotationView,
  CohortQuery,
  CohortSampleView,
  CohortSource,
  CohortVerdictView,
  CohortView,
  SampleAnnotationView,
} from "./cohort-views.ts";
import { currentAnalysis, sampleRow } from "./summary-views.ts";

/** More samples than a laboratory looks at together. */
const REMEMBERED = 5000;

type Measured = Pick<CohortSample, "provisional" | "verdicts" | "lc50s">;

function lc50sOf(analysis: SampleAnalysis, judged: ReadonlySet<string>): CohortLc50[] {
  return analysis.arms
    .filter((arm) => arm.vehicle && judged.has(arm.plate))
    .map((arm) => {
      const fewBlasts = analysis.comparisons.some(
        ({ plate, reasons }) => plate === arm.plate && reasons.includes("BLASTS_LOW"),
      );
      const failed = analysis.plates[arm.plate]?.verdict === "fail";
      return {
        plate: arm.plate,
        lc50: arm.lc50,
        class: arm.prednisoloneClass,
        counts: !failed && !fewBlasts,
      };
    });
}

function measure(store: Store, sample: SampleRow): Measured {
  const { cells, provisional } = sampleRow(store, sample);
  const analysis = currentAnalysis(store, sample.id);
  const judged = new Set(cells.map(({ barcode }) => barcode));
  const verdicts = (analysis?.comparisons ?? [])
    .filter(({ plate, arm }) => cells.some((cell) => cell.barcode === plate && cell.arm === arm))
    .map(
      (one): CohortVerdict => ({
        plate: one.plate,
        arm: one.arm,
        class: one.class,
        grade: one.grade,
        interactionP: studyP(one),
        interactionQ: one.interactionQ,
      }),
    );
  return { provisional, verdicts, lc50s: analysis === null ? [] : lc50sOf(analysis, judged) };
}

interface KnownSample {
  readonly row: SampleRow;
  readonly imported: readonly StandingAnnotation[];
  readonly annotations: readonly TracedAnnotation[];
  readonly cohort: CohortSample;
}

function annotationViews({ annotations, imported }: KnownSample): SampleAnnotationView[] {
  return annotations.map(({ name, value, origin, importedAs }) => {
    const source = imported.find((one) => one.name === importedAs);
    return {
      name,
      value,
      text: annotationText(value),
      origin,
      importId: source?.importId ?? null,
      by: source?.by ?? null,
      atUtc: source?.atUtc ?? null,
    };
  });
}

function summariseAnnotations(
  names: readonly string[],
  samples: readonly CohortSampleView[],
): CohortAnnotationView[] {
  return names.flatMap((name) => {
    const own = samples.flatMap(({ annotations }) =>
      annotations.filter((one) => one.name === name),
    );
    const first = own[0];
    if (first === undefined) return [];
    const { value, origin } = first;
    const unit = value.type === "number" ? value.unit : null;
    return [{ name, type: value.type, unit, origin, samples: own.length }];
  });
}

function associationView(association: Association): AssociationView {
  const { noTest, warnings } = association;
  return {
    ...association,
    sentences: [
      ...(noTest === null ? [] : [NO_TEST_SENTENCES[noTest]]),
      ...warnings.map((warning) => COHORT_WARNING_SENTENCES[warning]),
    ],
  };
}

/** The samples asked for, in the order in which they came to be known. */
function samplesAsked(store: Store, query: CohortQuery): readonly SampleRow[] {
  const rows =
    query.samples === null
      ? store.samples.ofPatients()
      : [...new Set(query.samples)].map((name) => requireSample(store, name));
  return store.samples.inOrder(rows.map(({ id }) => id));
}

function bySample(annotations: readonly StandingAnnotation[]): Map<string, StandingAnnotation[]> {
  const grouped = new Map<string, StandingAnnotation[]>();
  for (const one of annotations) {
    const own = grouped.get(one.sample);
    if (own === undefined) grouped.set(one.sample, [one]);
    else own.push(one);
  }
  return grouped;
}

interface StudyVerdicts {
  /** In the order of the samples. */
  readonly verdicts: readonly (readonly CohortVerdictView[])[];
  readonly familySize: number;
}

/** What is shown together is the study. */
function verdictsOfStudy(samples: readonly CohortSample[]): StudyVerdicts {
  const all = samples.flatMap(({ verdicts }) => verdicts);
  const { qs, familySize } = studyQ(all.map(({ interactionP }) => interactionP));
  const withQ = all.map((one, index) => ({ ...one, studyQ: qs[index] ?? null }));
  let from = 0;
  const verdicts = samples.map((sample) => {
    from += sample.verdicts.length;
    return withQ.slice(from - sample.verdicts.length, from);
  });
  return { verdicts, familySize };
}

/** Pauses between tests: a daemon that answers goes on reading plates. */
async function viewOf(known: readonly KnownSample[], query: CohortQuery): Promise<CohortView> {
  const samples = known.map(({ cohort }) => cohort);
  const names = [
    ...new Set(known.flatMap(({ annotations }) => annotations.map(({ name }) => name))),
  ];
  const against =
    query.against === null
      ? null
      : requireAnnotationName(names, query.against, "The samples shown have");
  const prepared = prepareCohort(samples, { against, allSamples: query.allSamples });
  const unadjusted: UnadjustedAssociation[] = [];
  for (const some of associationsOf(prepared)) {
    unadjusted.push(...some);
    await nextTurn();
  }
  const cohort = concludeCohort(prepared, unadjusted);
  const study = verdictsOfStudy(samples);
  const views = known.map((one, index): CohortSampleView => {
    const { row, imported } = one;
    return {
      sample: row.name,
      patient: row.patient,
      rasStatus: row.ras_status,
      provisional: one.cohort.provisional,
      counted: cohort.samples[index]?.counted ?? false,
      verdicts: study.verdicts[index] ?? [],
      lc50s: one.cohort.lc50s,
      annotations: annotationViews(one),
      conflicts: sampleConflicts(row, imported),
    };
  });
  return {
    samples: views.toSorted((a, b) => (a.sample < b.sample ? -1 : 1)),
    arms: cohort.arms,
    annotations: summariseAnnotations(cohort.annotations, views),
    associations: cohort.associations.map(associationView),
    familySize: cohort.familySize,
    studyFamilySize: study.familySize,
    countedSamples: cohort.countedSamples,
    patients: cohort.patients,
    caveats: cohortCaveats(cohort),
  };
}

/** Verdicts under other settings than those in use, as an interrupted re-analysis leaves them, are another rule's. */
function mixedSettings(store: Store, known: readonly KnownSample[]): readonly string[] {
  const { sha256, label } = settingsInUse(store);
  const others = known.filter(({ row }) => {
    const basis = store.analyses.currentBasis(row.id);
    return basis !== null && basis.settings_sha256 !== sha256;
  });
  if (others.length === 0) return [];
  return [
    `${others.length} of ${known.length} samples were analysed with other settings than those in use (${label}), and are not comparable: run \`platewarden reanalyse\`.`,
  ];
}

/** Answers from what stands now. What is read from the analysis of a sample is remembered until it changes. */
export function cohortSource(store: Store): CohortSource {
  const measured = new LRUCache<string, Measured>({ max: REMEMBERED });

  function measuredSample(sample: SampleRow): Measured {
    const plates = store.plates.ofSample(sample.id).length;
    const key = JSON.stringify([sample, store.analyses.currentId(sample.id), plates]);
    const known = measured.get(key);
    if (known !== undefined) return known;
    const fresh = measure(store, sample);
    measured.set(key, fresh);
    return fresh;
  }

  return {
    cohort: async (query) => {
      const standing = bySample(standingAnnotations(store));
      const known = samplesAsked(store, query).map((row): KnownSample => {
        const imported = standing.get(row.name) ?? [];
        const record = { rasStatus: row.ras_status, blastsDay4Percent: row.blasts_day4_percent };
        const annotations = cohortAnnotations(record, imported);
        const { name: sample, patient } = row;
        const cohort = { sample, patient, ...measuredSample(row), annotations };
        return { row, imported, annotations, cohort };
      });
      const view = await viewOf(known, query);
      return { ...view, caveats: [...mixedSettings(store, known), ...view.caveats] };
    },
  };
}
