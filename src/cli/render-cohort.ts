/** A cohort for the terminal: the matrix of verdicts beside annotations, then how the two go together. */

import type { CohortLc50, CohortWarning } from "../analysis/cohort/cohort.ts";
import { LEFT_OUT } from "../analysis/cohort/cohort.ts";
import {
  COHORT_WARNING_SENTENCES,
  LEFT_OUT_WORDS,
  NO_TEST_SENTENCES,
  OUTCOME_WORDS,
  TEST_WORDS,
} from "../analysis/cohort/cohort-sentences.ts";
import type { AssociationView, CohortSampleView, CohortView } from "../api/cohort-views.ts";
import { textTable } from "../domain/text-table.ts";
import { verdictText } from "./render-sample-table.ts";

/** Three significant digits; very small ones with an exponent. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e6)
    ? value.toExponential(2)
    : String(Number(value.toPrecision(3)));
}

function lc50Text({ lc50, class: name, counts }: CohortLc50): string {
  const relation = lc50 === null || lc50.relation === "=" ? "" : `${lc50.relation} `;
  const value = lc50 === null ? "none" : `${relation}${numberText(lc50.value)}`;
  return `${value} (${name})${counts ? "" : " !"}`;
}

/** One text where there is one plate; else each with its plate. */
function perPlate<T extends { readonly plate: string }>(
  all: readonly T[],
  text: (one: T) => string,
): string {
  return all.map((one) => (all.length > 1 ? `${one.plate}: ${text(one)}` : text(one))).join("; ");
}

function sampleCells(row: CohortSampleView, view: CohortView): string[] {
  const verdicts = view.arms.map((arm) => {
    const own = row.verdicts.filter((verdict) => verdict.arm === arm);
    return own.length === 0 ? "not tested" : perPlate(own, verdictText);
  });
  const annotations = view.annotations.map(({ name }) => {
    const found = row.annotations.find((one) => one.name === name);
    // The unit stands in the head.
    return found?.value.type === "number" ? String(found.value.number) : (found?.text ?? "");
  });
  const marks = `${row.provisional ? " *" : ""}${row.counted ? "" : " -"}`;
  return [
    `${row.sample}${marks}`,
    row.patient,
    ...verdicts,
    perPlate(row.lc50s, lc50Text),
    ...annotations,
  ];
}

function renderMatrix(view: CohortView): string {
  const head = [
    "sample",
    "patient",
    ...view.arms,
    "LC50 vehicle (ug/mL)",
    ...view.annotations.map(({ name, unit }) => (unit === null ? name : `${name} [${unit}]`)),
  ];
  const { samples } = view;
  const notes = [
    ...(samples.some((row) => row.provisional) ? ["* provisional: plates are still to come"] : []),
    ...(samples.some((row) => !row.counted)
      ? ["- not counted: another sample of the patient is"]
      : []),
    ...(samples.some(({ lc50s }) => lc50s.some(({ counts }) => !counts))
      ? ["! not counted: the plate failed, or too few of the cells were leukaemic"]
      : []),
  ];
  return [
    textTable(
      head,
      samples.map((row) => sampleCells(row, view)),
    ),
    ...notes,
  ].join("\n");
}

/** The flagged verdicts with their P; empty where there is none. */
function renderFlagged({ samples, studyFamilySize }: CohortView): string[] {
  const rows = samples.flatMap(({ sample, verdicts }) =>
    verdicts
      .filter(({ grade }) => grade !== null)
      .map((one) => [
        sample,
        one.plate,
        one.arm,
        verdictText(one),
        cellText(one.interactionP),
        cellText(one.interactionQ),
        cellText(one.studyQ),
      ]),
  );
  if (rows.length === 0) return [];
  return [
    "",
    `Flagged verdicts: P of inhibitor × prednisolone, with q within the sample, and over the ${studyFamilySize} comparisons shown:`,
    textTable(["sample", "plate", "inhibitor", "verdict", "P", "q", "study q"], rows),
  ];
}

/** "mutant 2, wild type 0" for a row of counts; or the numbers of each group. */
function groupTexts({ table, groups }: AssociationView): string {
  if (table === null) {
    return groups
      .map(
        ({ group, n, median }) =>
          `${group}: n ${n}${median === null ? "" : `, median ${numberText(median)}`}`,
      )
      .join("; ");
  }
  return table.rows
    .map((row, index) => {
      const counts = table.columns.map(
        (column, at) => `${column} ${table.counts[index]?.[at] ?? 0}`,
      );
      return `${row}: ${counts.join(", ")}`;
    })
    .join("; ");
}

function leftOutText({ leftOut }: AssociationView): string {
  return LEFT_OUT.flatMap((reason) => {
    const count = leftOut[reason];
    return count === undefined ? [] : [`${count} ${LEFT_OUT_WORDS[reason]}`];
  }).join(", ");
}

function outcomeText({ arm, outcome }: AssociationView): string {
  return arm === null ? OUTCOME_WORDS[outcome] : `${arm}: ${OUTCOME_WORDS[outcome]}`;
}

const WARNING_MARKS: Readonly<Record<CohortWarning, string>> = {
  SMALL_GROUP: "a",
  FEW_SAMPLES: "b",
  CANNOT_REACH_5_PERCENT: "c",
  PROVISIONAL: "d",
};

function oddsText({ oddsRatio }: AssociationView): string {
  if (oddsRatio === null) return "";
  const end = (value: number | null) => (value === null ? "infinite" : numberText(value));
  const { estimate, lower, upper } = oddsRatio;
  return `${end(estimate)} (${end(lower)} to ${end(upper)})`;
}

function cellText(value: number | null): string {
  return value === null ? "" : numberText(value);
}

function renderTested(tested: readonly AssociationView[]): string {
  const rows = tested.map((one) => [
    outcomeText(one),
    one.annotation,
    TEST_WORDS[one.test],
    groupTexts(one),
    leftOutText(one),
    cellText(one.p),
    cellText(one.q),
    cellText(one.smallestP),
    oddsText(one),
    one.warnings.map((warning) => WARNING_MARKS[warning]).join(""),
  ]);
  const head = [
    "outcome",
    "annotation",
    "test",
    "samples",
    "left out",
    "P",
    "q",
    "least P",
    "odds ratio (95 %)",
    "mind",
  ];
  return textTable(head, rows);
}

/** One line for each outcome and reason; the counts of each are in the JSON. */
function renderUntested(untested: readonly AssociationView[]): string[] {
  const alike = Map.groupBy(
    untested,
    (one) => `${outcomeText(one)} ${TEST_WORDS[one.test]} ${one.noTest}`,
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || first.noTest === null) return [];
    const names = group.map(({ annotation }) => annotation).join(", ");
    return [
      `  ${outcomeText(first)} by ${names} (${TEST_WORDS[first.test]}): ${NO_TEST_SENTENCES[first.noTest]}`,
    ];
  });
}

/** The matrix, the tests with the smallest P first, what could not be tested, and what must be read with them. */
export function renderCohort(view: CohortView): string {
  const tested = view.associations
    .filter(({ p }) => p !== null)
    .toSorted((a, b) => Number(a.p) - Number(b.p));
  const untested = view.associations.filter(({ p }) => p === null);
  const used = new Set(tested.flatMap(({ warnings }) => warnings));
  const legend = [...used].map(
    (code) => `${WARNING_MARKS[code]}  ${COHORT_WARNING_SENTENCES[code]}`,
  );
  const conflicts = view.samples.flatMap((row) => row.conflicts);
  return [
    renderMatrix(view),
    ...renderFlagged(view),
    ...(tested.length === 0 ? [] : ["", renderTested(tested), ...legend.sort()]),
    ...(untested.length === 0 ? [] : ["", "No test:", ...renderUntested(untested)]),
    ...(conflicts.length === 0 ? [] : ["", ...conflicts.map((one) => `Contradiction: ${one}.`)]),
    "",
    ...view.caveats,
  ].join("\n");
}
