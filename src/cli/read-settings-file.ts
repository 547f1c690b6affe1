import { DEFAULT_SETTINGS, settingIssues } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { valueFindings } from "../layout/issue-words.ts";
import {
  countProblems,
  type Finding,
  type Problem,
  renderProblems,
  toProblem,
} from "../layout/problem.ts";
import { placeFindings, readToml } from "../layout/toml-source.ts";
import { readTextFile } from "./read-text-file.ts";

function findingsIn(thresholds: unknown): Finding[] {
  const defaults: Readonly<Record<string, unknown>> = DEFAULT_SETTINGS;
  return valueFindings(settingIssues(thresholds), thresholds, {
    check: "settings",
    at: [],
    name: "the settings",
    keys: Object.keys(defaults),
    remedyFor: (key) =>
      `Its default is ${JSON.stringify(defaults[key])}; docs/settings.md says what it does.`,
  });
}

type Checked = { readonly thresholds: unknown; readonly problems: readonly Problem[] };

function checkToml(text: string): Checked {
  const toml = readToml(text);
  if (!toml.ok) return { thresholds: null, problems: [toml.problem] };
  const { data } = toml.source;
  return { thresholds: data, problems: placeFindings(toml.source, findingsIn(data)) };
}

function checkJson(text: string): Checked {
  try {
    const thresholds: unknown = JSON.parse(text.replace(/^\uFEFF/u, ""));
    const problems = findingsIn(thresholds).map((finding) => toProblem(finding, null));
    return { thresholds, problems };
  } catch (error) {
    const message = `this is not JSON (${error instanceof Error ? error.message : String(error)})`;
    const remedy = 'Write the thresholds as one object, e.g. {"blastsMin": 80}.';
    const problem = { severity: "error", check: "json", path: [], message, remedy } as const;
    return { thresholds: null, problems: [toProblem(problem, null)] };
  }
}

/**
 * The thresholds in a TOML file, or in a JSON file (`….json`), at its top level. Throws FILE_UNREADABLE, or
 * SETTINGS_INVALID with every problem, in a TOML file with line and column.
 */
export function readSettingsFile(file: string): unknown {
  const text = readTextFile(file);
  const { thresholds, problems } = file.endsWith(".json") ? checkJson(text) : checkToml(text);
  if (problems.length === 0) return thresholds;
  throw new PlatewardenError(
    "SETTINGS_INVALID",
    `${file}: ${countProblems(problems)}.\n${renderProblems(problems, file)}`,
    { detail: { file, problems } },
  );
}
