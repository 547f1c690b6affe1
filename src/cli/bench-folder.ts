/** Where the commands find the bench's data: by option, configuration or environment. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { commandHeaders, readAddress } from "../bench-tools/ask-daemon.ts";
import { type DaemonAnswer, requestDaemon } from "../bench-tools/request-daemon.ts";
import { databaseFile, loadConfig, SHIPPED_LAYOUTS } from "../daemon/config.ts";
import type { IntegrityRule } from "../daemon/config-sections/integrity-section.ts";
import { addressFile, intakeFile } from "../daemon/data-files.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import { keepAnchors } from "../integrity/keep-anchors.ts";
import { requireAnchored } from "../integrity/require-anchored.ts";
import { layoutCatalogue } from "../layout/layout-catalogue.ts";
import { loadLayouts } from "../layout/load-layouts.ts";
import type { LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { storedLayouts } from "../pipeline/sample-evidence.ts";
import { settingsInUse } from "../pipeline/settings-in-use.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { KNOWN_DRIVERS } from "./interpreters.ts";

export interface BenchOptions {
  readonly data?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** The configuration where none is named, in the current folder. */
export const USUAL_CONFIG = "platewarden.toml";

export interface BenchFolder {
  readonly dataFolder: string;
  readonly layoutsFolder: string;
  /** The lab's own descriptions of exports. */
  readonly exportProfiles: readonly string[];
  /** Absent where no configuration says it. */
  readonly integrity?: IntegrityRule;
}

/** Throws CONFIG_NOT_FOUND or CONFIG_INVALID, or STORE_NOT_FOUND when nothing says where the data are. */
export function benchFolder(options: BenchOptions): BenchFolder {
  const data =
    options.data ?? (options.config === undefined ? process.env.PLATEWARDEN_DATA : undefined);
  if (data !== undefined) {
    const { exportProfiles } = intakeOf(resolve(data));
    return { dataFolder: resolve(data), layoutsFolder: SHIPPED_LAYOUTS, exportProfiles };
  }
  const config = options.config ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  if (config !== undefined) return loadConfig(config, KNOWN_DRIVERS);
  throw new PlatewardenError(
    "STORE_NOT_FOUND",
    `Nothing says where the data are: no --data, no --config, no PLATEWARDEN_DATA and no ${USUAL_CONFIG} here.`,
  );
}

/** The audit trail tells of everything that a command does that its name is what the command was told. */
function throughCommand(store: Store): Store {
  const { journal } = store;
  const audit: typeof journal.audit = (entry) =>
    journal.audit({ ...entry, detail: { ...Object(entry.detail), through: "command" } });
  return { ...store, journal: { ...journal, audit } };
}

/**
 * Opens the bench's database for the length of `work`. Other processes may have it open as well. Only a plan and
 * accounts may come before the daemon has made one.
 */
export async function withStore<T>(
  options: BenchOptions,
  work: (store: Store, folder: BenchFolder) => T | Promise<T>,
  mustExist = true,
): Promise<T> {
  const folder = benchFolder(options);
  const file = databaseFile(folder.dataFolder);
  requireAnchored(folder.dataFolder, file);
  const store = openStore(file, { mustExist });
  const anchors = keepAnchors(store, { program: "command", programVersion: PROGRAM_VERSION });
  try {
    return await work(throughCommand(store), folder);
  } finally {
    try {
      anchors.close();
    } finally {
      store.close();
    }
  }
}

/** The settings in use on a bench. */
export function benchSettings(store: Store): AnalysisSettings {
  return settingsInUse(store).settings;
}

const intakeSchema = z.object({
  request: z.object({ measurementNm: z.number(), referenceNm: z.number().nullable() }),
  exportProfiles: z.array(z.string()),
});

/** How the daemon of this folder reads files; the usual way where none has run yet. */
function intakeOf(dataFolder: string): z.output<typeof intakeSchema> {
  const file = intakeFile(dataFolder);
  const usual = { request: { measurementNm: 570, referenceNm: 650 }, exportProfiles: [] };
  return existsSync(file) ? intakeSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : usual;
}

/** The wavelengths of the assay that the daemon of this folder works with. */
export function benchRequest(folder: BenchFolder): ReadRequest {
  return intakeOf(folder.dataFolder).request;
}

/** Layouts that can be named: files, and what plates of this bench have been read with. */
export function benchLayouts(store: Store, folder: BenchFolder): LayoutCatalogue {
  const files = loadLayouts(folder.layoutsFolder).layouts;
  const known = new Set(files.map((layout) => `${layout.id} ${layout.revision}`));
  const stored = storedLayouts(store).filter(
    (layout) => !known.has(`${layout.id} ${layout.revision}`),
  );
  return layoutCatalogue([...files, ...stored]);
}

/** What the daemon of this folder answers. Throws DAEMON_NOT_RUNNING, or the error it answers with. */
async function callDaemon(
  options: BenchOptions,
  path: string,
  init: {
    readonly method: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Who does it. */
    readonly operator?: string;
  },
): Promise<unknown> {
  const { dataFolder } = benchFolder(options);
  const notRunning = (cause?: unknown): PlatewardenError =>
    new PlatewardenError("DAEMON_NOT_RUNNING", `No daemon answers for ${dataFolder}.`, { cause });
  const address = readAddress(dataFolder);
  if (address === null) {
    const file = addressFile(dataFolder);
    if (!existsSync(file)) throw notRunning();
    throw new PlatewardenError("STORE_NOT_WRITABLE", `${file} cannot be read by this user.`, {
      detail: { file },
    });
  }
  const { operator, ...more } = init;
  const headers = { ...more.headers, ...commandHeaders(address, operator) };
  let response: DaemonAnswer;
  try {
    response = await requestDaemon(address, path, { ...more, headers });
  } catch (error) {
    throw notRunning(error);
  }
  const answer: unknown = JSON.parse(response.text);
  if (response.status >= 200 && response.status < 300) return answer;
  throw asError(answer);
}

export function fetchFromDaemon(options: BenchOptions, path: string): Promise<unknown> {
  return callDaemon(options, path, { method: "GET" });
}

/** Has the daemon do something, on behalf of `operator`. */
export function askDaemon(
  options: BenchOptions,
  path: string,
  body: unknown,
  operator: string,
): Promise<unknown> {
  return callDaemon(options, path, {
    method: "POST",
    operator,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function asError(answer: unknown): PlatewardenError {
  const { error } = answer as { error: { code: string; message: string; detail: unknown } };
  return PlatewardenError.fromAnswer(error.code, error.message, error.detail);
}
