import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type AnalysisSettings, parseSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Driver, ReadRequest } from "../instrument/contract.ts";
import { parseLinkSpec } from "../instrument/links/open-link.ts";
import { countProblems, type Finding, type Problem, renderProblems } from "../layout/problem.ts";
import { schemaFindings } from "../layout/schema-findings.ts";
import { placeFindings, readToml, type TomlSource } from "../layout/toml-source.ts";
import { CONFIG_ADVICE, CONFIG_KEYS, type ConfigFile, configSchema } from "./config-schema.ts";

export interface ReaderConfig {
  readonly id: string;
  readonly driver: Driver;
  /** Validated by the driver's own schema. */
  readonly options: unknown;
  readonly port: string;
}

export interface Config {
  readonly dataFolder: string;
  readonly layoutsFolder: string;
  readonly web: { readonly host: string; readonly port: number };
  readonly request: ReadRequest;
  readonly settings: AnalysisSettings;
  readonly readers: readonly ReaderConfig[];
}

export const SHIPPED_LAYOUTS = resolve(import.meta.dirname, "../../plate-layouts");

function problem(check: string, path: Finding["path"], message: string, remedy: string): Finding {
  return { severity: "error", check, path, message, remedy };
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\.$/, "");
}

function readerFindings(file: ConfigFile, drivers: readonly Driver[]): Finding[] {
  return file.reader.flatMap((reader, index) => {
    const at = (key: string): Finding["path"] => ["reader", index, key];
    const findings: Finding[] = [];
    if (file.reader.findIndex((other) => other.id === reader.id) < index) {
      findings.push(
        problem(
          "duplicate",
          at("id"),
          `two readers are called ${reader.id}`,
          "Give each reader its own id.",
        ),
      );
    }
    if (file.reader.findIndex((other) => other.port === reader.port) < index) {
      findings.push(
        problem(
          "duplicate",
          at("port"),
          `two readers are on ${reader.port}`,
          "A port serves one reader.",
        ),
      );
    }
    try {
      parseLinkSpec(reader.port);
    } catch (error) {
      findings.push(problem("port", at("port"), sentence(error), CONFIG_ADVICE.port ?? ""));
    }
    const driver = drivers.find((one) => one.id === reader.driver);
    if (driver === undefined) {
      const known = drivers.map((one) => one.id).join(", ");
      findings.push(
        problem(
          "driver",
          at("driver"),
          `there is no driver ${reader.driver}`,
          `Drivers are: ${known}.`,
        ),
      );
      return findings;
    }
    const options = driver.options.safeParse(reader.options);
    for (const issue of options.error?.issues ?? []) {
      const path = [...at("options"), ...issue.path.filter((part) => typeof part !== "symbol")];
      findings.push(
        problem(
          "option",
          path,
          sentence(new Error(issue.message)),
          `See drivers/${driver.id} for its options.`,
        ),
      );
    }
    return findings;
  });
}

function settingsFindings(file: ConfigFile): Finding[] {
  try {
    parseSettings(file.settings);
    return [];
  } catch (error) {
    return [
      problem(
        "settings",
        ["settings"],
        sentence(error),
        "Names and limits are those of docs/settings.md.",
      ),
    ];
  }
}

function findingsOf(
  source: TomlSource,
  drivers: readonly Driver[],
): { file: ConfigFile | null; findings: Finding[] } {
  const parsed = configSchema.safeParse(source.data);
  if (!parsed.success) {
    return {
      file: null,
      findings: schemaFindings(parsed.error.issues, source.data, CONFIG_KEYS, CONFIG_ADVICE),
    };
  }
  return {
    file: parsed.data,
    findings: [...readerFindings(parsed.data, drivers), ...settingsFindings(parsed.data)],
  };
}

function toConfig(file: ConfigFile, folder: string, drivers: readonly Driver[]): Config {
  const reference = file.assay.reference_nm;
  return {
    dataFolder: resolve(folder, file.data),
    layoutsFolder: file.layouts === undefined ? SHIPPED_LAYOUTS : resolve(folder, file.layouts),
    web: file.web,
    request: {
      measurementNm: file.assay.measurement_nm,
      referenceNm: reference === "none" ? null : reference,
    },
    settings: parseSettings(file.settings),
    readers: file.reader.flatMap((reader) => {
      const driver = drivers.find((one) => one.id === reader.driver);
      if (driver === undefined) return [];
      return [
        { id: reader.id, driver, options: driver.options.parse(reader.options), port: reader.port },
      ];
    }),
  };
}

export type ConfigCheck =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly Problem[] };

/** Checks the text of a configuration file: every problem at once, each with line and column. Paths count from `folder`. */
export function checkConfig(text: string, folder: string, drivers: readonly Driver[]): ConfigCheck {
  const toml = readToml(text);
  if (!toml.ok) return { config: null, problems: [toml.problem] };
  const { file, findings } = findingsOf(toml.source, drivers);
  if (file === null || findings.length > 0) {
    return { config: null, problems: placeFindings(toml.source, findings) };
  }
  return { config: toConfig(file, folder, drivers), problems: [] };
}

export function readConfigText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatewardenError("CONFIG_NOT_FOUND", `${file} cannot be read: ${sentence(error)}.`, {
      detail: { file },
      cause: error,
    });
  }
}

/** The configuration in a file. Throws CONFIG_NOT_FOUND, or CONFIG_INVALID with every problem in its message. */
export function loadConfig(file: string, drivers: readonly Driver[]): Config {
  const { config, problems } = checkConfig(readConfigText(file), dirname(resolve(file)), drivers);
  if (config !== null) return config;
  throw new PlatewardenError(
    "CONFIG_INVALID",
    `${file}: ${countProblems(problems)}.\n${renderProblems(problems, file)}`,
    { detail: { file, problems } },
  );
}

/** What `config init` writes: a working file with comments, for one reader. */
export function initialConfig(): string {
  return `# Platewarden's configuration. Check it with: platewarden config check FILE
schema = "platewarden-config/1"

# Everything that is captured is kept here. Relative paths count from this file.
data = "data"

# layouts = "plate-layouts"      # own layout files; without this line the shipped ones are used

[web]
host = "127.0.0.1"               # who may look: this machine only
port = 8480

[assay]
measurement_nm = 570
reference_nm = 650               # or "none"

[settings]                       # thresholds that differ from the defaults, e.g. blastsMin = 70

[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "serial:/dev/serial/by-id/CHANGE-ME"

[reader.options]
model = "auto"
# filtersNm = [405, 490, 570, 650]   # a Model 550 cannot say which filters it has
`;
}

export function databaseFile(dataFolder: string): string {
  return join(dataFolder, "platewarden.sqlite");
}
