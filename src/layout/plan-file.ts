/** Plan files (`plate-plan/1`): which plates will be read, whose cells they hold, and when. */

import type { Layout } from "../domain/layout.ts";
import type { Plan, PlannedPlate } from "../domain/plan.ts";
import { expandPlates, type PlateEntry } from "./expand-plates.ts";
import { bindPlate, checkBarcodes, checkLots, checkSamples } from "./plan-checks.ts";
import { checkPseudonyms } from "./plan-privacy.ts";
import {
  PLAN_ADVICE,
  PLAN_SECTION_SCHEMAS,
  PLAN_TABLES,
  type PlanFile,
  planFileSchema,
  type SampleSection,
} from "./plan-schema.ts";
import { type Finding, hasErrors, type Problem } from "./problem.ts";
import { schemaFindings, valueAt } from "./schema-findings.ts";
import { readList } from "./sections.ts";
import { placeFindings, readToml, type TomlSource } from "./toml-source.ts";

/** `plan` is null when there is an error; warnings leave it standing. Problems are in file order. */
export interface CheckedPlan {
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
  /** The same with the path of each in the file's data, for a form; none where the file is no TOML at all. */
  readonly findings: readonly Finding[];
}

/**
 * Checks the text of a plan file against the usable layouts. Never throws for a bad file: every problem comes back
 * with line, column, message and remedy. Patterns are expanded, layouts without a stated revision get the newest.
 */
export function checkPlan(text: string, layouts: readonly Layout[]): CheckedPlan {
  const read = readToml(text);
  if (!read.ok) return { plan: null, problems: [read.problem], findings: [] };
  const { source } = read;
  const parsed = planFileSchema.safeParse(source.data);
  const issues = parsed.error?.issues ?? [];
  const findings = schemaFindings(issues, source.data, PLAN_TABLES, PLAN_ADVICE);
  const plates = joinSections(source, layouts, findings);
  const once = dropRepeats(findings);
  const problems = placeFindings(source, once);
  if (hasErrors(problems) || !parsed.data) return { plan: null, problems, findings: once };
  return { plan: buildPlan(parsed.data, plates), problems, findings: once };
}

function joinSections(
  source: TomlSource,
  layouts: readonly Layout[],
  findings: Finding[],
): PlannedPlate[] {
  const report = (finding: Finding) => findings.push(finding);
  const samples = readList(valueAt(source.data, ["sample"]), PLAN_SECTION_SCHEMAS.sample);
  checkPseudonyms(samples, report);
  const sections = readList(valueAt(source.data, ["plate"]), PLAN_SECTION_SCHEMAS.plate);
  const lots = readList(valueAt(source.data, ["lot"]), PLAN_SECTION_SCHEMAS.lot);
  const expanded = sections.map((section, index): PlateEntry[] =>
    section ? expandPlates(section, ["plate", index], report) : [],
  );
  const entries = expanded.flat();
  checkBarcodes(entries, report);
  const platesKnown = expanded.every((plates) => plates.length > 0);
  if (platesKnown) checkSamples(samples, entries, report);
  const ids = sampleIds(source, samples);
  const plates = entries.map((entry) => bindPlate(entry, ids, layouts, report));
  const bound = plates.filter((plate) => plate !== null);
  if (platesKnown && bound.length === entries.length) checkLots(lots, bound, layouts, report);
  return bound;
}

/** Also the ids of samples that are faulty otherwise: a plate that names one has no fault of its own. */
function sampleIds(source: TomlSource, samples: readonly (SampleSection | null)[]): string[] {
  return samples.flatMap((sample, index) => {
    const id = sample?.id ?? valueAt(source.data, ["sample", index, "id"]);
    return typeof id === "string" ? [id] : [];
  });
}

/** A pattern of many plates has a fault of its section once, not once a plate. */
function dropRepeats(findings: readonly Finding[]): Finding[] {
  const once = new Map<string, Finding>();
  for (const finding of findings) {
    once.set(JSON.stringify([finding.check, finding.path, finding.message]), finding);
  }
  return [...once.values()];
}

function buildPlan(file: PlanFile, plates: readonly PlannedPlate[]): Plan {
  return {
    id: file.id,
    title: file.title,
    samples: file.sample.map((sample) => ({
      id: sample.id,
      patient: sample.patient,
      ras: sample.ras,
      mutatedGenes: sample.genes,
      blastsDay4Percent: sample.blasts_day4_percent ?? null,
    })),
    plates,
    lots: file.lot,
  };
}
