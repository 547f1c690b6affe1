/** What the cohort's codes are called on the page. */
import type { AssociationView, CohortSampleView } from "../../api/cohort-views.ts";
import type { Wording } from "../words.ts";

type PrednisoloneClass = CohortSampleView["lc50s"][number]["class"];

const classes: Readonly<Record<PrednisoloneClass, Wording>> = {
  sensitive: { word: "sensitive", icon: "empty", tone: "good" },
  intermediate: { word: "intermediate", icon: "half", tone: "calm" },
  resistant: { word: "resistant", icon: "full", tone: "look" },
  indeterminate: { word: "indeterminate", icon: "question", tone: "calm" },
};

const outcomes: Readonly<Record<AssociationView["outcome"], string>> = {
  sensitised: "sensitised or not",
  class: "class of the verdict",
  "lc50-class": "prednisolone class, vehicle",
  lc50: "prednisolone LC50, vehicle",
};

const tests: Readonly<Record<AssociationView["test"], string>> = {
  fisher: "Fisher’s exact",
  "mann-whitney": "Mann-Whitney",
  welch: "Welch’s t",
  "kruskal-wallis": "Kruskal-Wallis",
};

/** Annotations that a plan holds as well are titled as on its page; all others as the lab calls them. */
const annotations: ReadonlyMap<string, string> = new Map([
  ["ras_status", "RAS status"],
  ["blasts_day4_percent", "Blasts on day 4, %"],
]);

/** An annotation's name as a title, with spaces for underscores. */
export function titleOfAnnotation(name: string): string {
  return annotations.get(name) ?? name.replaceAll("_", " ");
}

export const wordOfPrednisolone = (name: PrednisoloneClass): Wording => classes[name];
export const wordsOfTest = (test: AssociationView["test"]): string => tests[test];

/** `trametinib: sensitised or not`. */
export function wordsOfOutcome({ arm, outcome }: AssociationView): string {
  return arm === null ? outcomes[outcome] : `${arm}: ${outcomes[outcome]}`;
}
