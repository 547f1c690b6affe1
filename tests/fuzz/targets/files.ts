/** Files that people write or bring: layouts, plans, annotations, configuration, profiles, settings, recordings. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSettings } from "../../../src/analysis/settings.ts";
import { parseIncident } from "../../../src/bench-tools/incident.ts";
import { parseTranscriptFile } from "../../../src/bench-tools/transcript-file.ts";
import { KNOWN_DRIVERS } from "../../../src/cli/interpreters.ts";
import { checkConfig, initialConfig } from "../../../src/daemon/config.ts";
import { PlatewardenError } from "../../../src/domain/errors.ts";
import type { Layout } from "../../../src/domain/layout.ts";
import { parseExportProfile } from "../../../src/instrument/exports/export-profile.ts";
import { checkLayoutText } from "../../../src/layout/check-layout-text.ts";
import { IMPORT_SOURCES, importLayout } from "../../../src/layout/import-layout.ts";
import { loadLayouts } from "../../../src/layout/load-layouts.ts";
import { checkPlan } from "../../../src/layout/plan-file.ts";
import { checkAnnotations } from "../../../src/pipeline/annotations/check-annotations.ts";
import { checkProfile } from "../../../src/profile/check-profile.ts";
import { demand, type FuzzTarget } from "../target.ts";

const ROOT = join(import.meta.dirname, "../../..");

function filesIn(folder: string, ending: string): Buffer[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(ROOT, folder, name)));
}

const texts = (...all: string[]): readonly Buffer[] => all.map((one) => Buffer.from(one));

/** Nothing taken without a word said of it, and no word that says nothing. */
function requireSaid(
  taken: boolean,
  problems: readonly { message: string; severity: string }[],
): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  demand(taken === (errors.length === 0), taken ? "taken with an error" : "refused without a word");
  demand(
    problems.every(({ message }) => message.length > 0),
    "a problem without words",
  );
}

function requireWholeLayout(layout: Layout): void {
  const wells = Object.keys(layout.wells);
  demand(
    wells.length === 96 || wells.length === 0 || Array.isArray(layout.wells),
    `a layout of ${wells.length} wells`,
  );
}

/** The answer of a parser that throws for what it does not take. */
function answered(work: () => unknown): string {
  try {
    return `taken ${JSON.stringify(work())}`;
  } catch (error) {
    if (error instanceof PlatewardenError) return `refused ${error.code} ${error.message}`;
    throw error;
  }
}

/** JSON that cannot be read is refused before any parser of ours sees it. */
function fromJson(bytes: Buffer, work: (data: unknown) => unknown): string {
  let data: unknown;
  try {
    data = JSON.parse(bytes.toString("utf8"));
  } catch {
    return "no JSON";
  }
  return answered(() => work(data));
}

const COLUMNS = Array.from({ length: 12 }, (_, at) => at + 1);
const ROWS = [..."ABCDEFGH"];

function block(name: string, cell: (column: number) => string): string {
  const lines = ROWS.map((row) => [row, ...COLUMNS.map(cell)].join(","));
  return [[name, ...COLUMNS].join(","), ...lines, ""].join("\n");
}

const ROLE = (column: number): string =>
  column === 1 ? "blank" : column < 5 ? "vehicle" : "treated";
const ARM = (column: number): string => (column === 1 ? "" : column % 2 === 0 ? "A" : "B");
const DOSE = (column: number): string => (column === 1 ? "" : `${column / 10}`);
const PLATER = [
  block("role", ROLE),
  block("arm", ARM),
  block("prednisolone (ug/mL)", DOSE),
  block("patient", (column) => (column === 1 ? "" : "P1")),
].join("\n");
const WELLMAP = `[meta]\nalert = "x"\n[block.2x4]\nA1.drug = "vehicle"\nA3.drug = "trametinib"\n[row.A]\nconc = 1\n[col.1]\nreplicate = 1\n[expt]\nassay = "mtt"\n`;
const TABLE = [
  "well,role,arm,prednisolone (ug/mL)",
  ...ROWS.flatMap((row) =>
    COLUMNS.map((at) => [`${row}${at}`, ROLE(at), ARM(at), DOSE(at)].join(",")),
  ),
  "",
].join("\n");
const ANNOTATIONS = [
  "sample,sex,age (years),relapse\nS1,f,4,yes\nS2,m,,no\n",
  "sample;gene;change;vaf\nS1;NRAS;p.Q61K;0,43\nS2;KRAS;p.G12D;0,5\n",
  "sample\tmutations\nS1\tNRAS p.Q61K; KRAS p.G12D\n",
];

export function fileTargets(): FuzzTarget[] {
  const { layouts } = loadLayouts(join(ROOT, "plate-layouts"));
  return [
    {
      name: "layout file",
      kind: "text",
      corpus: () => filesIn("plate-layouts", ".toml"),
      run: (bytes) => {
        const { layout, problems } = checkLayoutText(bytes.toString("utf8"));
        if (layout !== null) requireWholeLayout(layout);
        requireSaid(layout !== null, problems);
        return `${layout === null ? "refused" : "taken"} ${JSON.stringify([layout, problems])}`;
      },
    },
    ...IMPORT_SOURCES.map(
      (source): FuzzTarget => ({
        name: `layout of ${source}`,
        kind: "text",
        corpus: () => texts(source === "plater" ? PLATER : source === "wellmap" ? WELLMAP : TABLE),
        run: (bytes) => {
          const { text, problems } = importLayout(source, bytes.toString("utf8"), "taken-over");
          requireSaid(text !== null, problems);
          return `${text === null ? "refused" : "taken"} ${JSON.stringify([text, problems])}`;
        },
      }),
    ),
    {
      name: "plan file",
      kind: "text",
      corpus: () => [readFileSync(join(ROOT, "docs/examples/plan.toml"))],
      run: (bytes) => {
        const { plan, problems } = checkPlan(bytes.toString("utf8"), layouts);
        requireSaid(plan !== null, problems);
        return `${plan === null ? "refused" : "taken"} ${JSON.stringify([plan, problems])}`;
      },
    },
    {
      name: "annotations",
      kind: "text",
      corpus: () => texts(...ANNOTATIONS),
      run: (bytes) => {
        const { values, problems } = checkAnnotations(bytes, {
          names: ["S1", "S2"],
          allowUnknown: false,
        });
        requireSaid(values.length > 0, problems);
        return `${values.length > 0 ? "taken" : "refused"} ${JSON.stringify([values, problems])}`;
      },
    },
    {
      name: "configuration",
      kind: "text",
      corpus: () => texts(initialConfig().replace("CHANGE-ME", "usb-1")),
      run: (bytes) => {
        const { config, problems } = checkConfig(bytes.toString("utf8"), "/nowhere", KNOWN_DRIVERS);
        requireSaid(config !== null, problems);
        return `${config === null ? "refused" : "taken"} ${JSON.stringify(problems)}`;
      },
    },
    {
      name: "reader profile",
      kind: "text",
      corpus: () => filesIn("drivers/profiles", ".toml"),
      run: (bytes) => {
        const { profile, problems } = checkProfile(bytes.toString("utf8"));
        requireSaid(profile !== null, problems);
        return `${profile === null ? "refused" : "taken"} ${JSON.stringify(problems)}`;
      },
    },
    {
      name: "export profile",
      kind: "text",
      corpus: () => filesIn("drivers/exports/profiles", ".toml"),
      run: (bytes) => answered(() => parseExportProfile(bytes.toString("utf8"), "p.toml")),
    },
    {
      name: "recorded transcript",
      kind: "text",
      corpus: () => filesIn("drivers/bio-rad/transcripts", ".json"),
      run: (bytes) => fromJson(bytes, (data) => parseTranscriptFile(data, "t.json")),
    },
    {
      name: "incident file",
      kind: "text",
      corpus: () =>
        texts(
          JSON.stringify({
            schema: "platewarden-incident/1",
            readerId: "r",
            fromUtc: "2026-01-01T00:00:00.000Z",
            untilUtc: "2026-01-02T00:00:00.000Z",
            transcripts: [],
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          }),
        ),
      run: (bytes) => fromJson(bytes, (data) => parseIncident(data, "i.json")),
    },
    {
      name: "settings",
      kind: "text",
      corpus: () => texts(JSON.stringify(parseSettings({})), '{"blastsMin": 70}'),
      run: (bytes) => fromJson(bytes, (data) => parseSettings(data)),
    },
  ];
}
