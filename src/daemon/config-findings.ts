/** What is wrong with a configuration beyond its shape; parts that cannot be read are passed over. */
import { readFileSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { z } from "zod";
import { DEFAULT_SETTINGS, settingIssues } from "../analysis/settings.ts";
import { fileReason } from "../domain/file-reason.ts";
import { type AnyDriver, type Driver, isServerDriver } from "../instrument/contract.ts";
import { parseLinkSpec } from "../instrument/links/open-link.ts";
import { suggestName } from "../layout/closest-name.ts";
import { valueFindings } from "../layout/issue-words.ts";
import type { Finding, Path } from "../layout/problem.ts";
import { CONFIG_ADVICE } from "./config-schema.ts";
import { secretFindings } from "./config-secrets.ts";

/** The drivers a configuration may name. */
export interface KnownDrivers {
  readonly drivers: readonly AnyDriver[];
  /** The driver that a profile describes. Throws with what is wrong with the text. */
  readonly fromProfile: (text: string, fileName: string) => Driver;
}

/** In place of a driver's name: the reader is described by a file. */
export const PROFILE_DRIVER = "profile";

/** What `config init` writes where somebody must name a port. */
export const PORT_PLACEHOLDER = "CHANGE-ME";

type Table = Readonly<Record<string, unknown>>;

function asTable(value: unknown): Table | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Table)
    : null;
}

function problem(check: string, path: Path, message: string, remedy: string): Finding {
  return { severity: "error", check, path, message, remedy };
}

/** A reader of the file as far as it can be read; null = missing or of the wrong kind, which the schema says. */
interface RawReader {
  readonly at: Path;
  readonly id: string | null;
  readonly port: string | null;
  readonly driver: string | null;
  readonly profile: string | null;
  readonly options: Table | null;
}

function rawReaders(reader: unknown): RawReader[] {
  if (!Array.isArray(reader)) return [];
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return reader.map((one: unknown, index) => {
    const table = asTable(one) ?? {};
    return {
      at: ["reader", index],
      id: text(table.id),
      port: text(table.port),
      driver: text(table.driver),
      profile: text(table.profile),
      options: table.options === undefined ? {} : asTable(table.options),
    };
  });
}

function duplicates(readers: readonly RawReader[]): Finding[] {
  const isRepeated = (key: "id" | "port", index: number): boolean =>
    readers.findIndex((other) => other[key] === readers[index]?.[key]) < index;
  return readers.flatMap(({ at, id, port }, index) => {
    const findings: Finding[] = [];
    if (id !== null && isRepeated("id", index)) {
      const message = `two readers or folders are called ${id}`;
      findings.push(problem("duplicate", [...at, "id"], message, "Give each its own id."));
    }
    if (port !== null && isRepeated("port", index)) {
      const message = `two readers are on ${port}`;
      findings.push(problem("duplicate", [...at, "port"], message, "A port serves one reader."));
    }
    return findings;
  });
}

function portFindings({ at, port, driver }: RawReader, known: KnownDrivers): Finding[] {
  if (port === null) return [];
  const named = known.drivers.find((one) => one.id === driver);
  if (named !== undefined && isServerDriver(named)) return serverFindings(at, port, named.id);
  if (port.includes(PORT_PLACEHOLDER)) {
    const message = `\`port\` still holds ${PORT_PLACEHOLDER}, which stands for the reader's own port`;
    const remedy = "Name the port; `ls /dev/serial/by-id` lists the adapters that are plugged in.";
    return [problem("port", [...at, "port"], message, remedy)];
  }
  try {
    parseLinkSpec(port);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [problem("port", [...at, "port"], message, CONFIG_ADVICE.port ?? "")];
  }
}

function serverFindings(at: Path, port: string, driverId: string): Finding[] {
  if (/^opc\.tcp:\/\/[^\s/]+:\d+(?:\/\S*)?$/.test(port)) return [];
  const message = `\`${port}\` is no address of an OPC-UA server, which the driver ${driverId} needs`;
  return [problem("port", [...at, "port"], message, 'Write "opc.tcp://host:port".')];
}

/** The driver that the named profile describes; what is wrong with it is told with its own places. */
function profileFindings(reader: RawReader, known: KnownDrivers, folder: string): Finding[] {
  const at = [...reader.at, "profile"];
  if (reader.profile === null) {
    const message = "the driver `profile` needs the file that describes the reader";
    return [problem("profile", at, message, CONFIG_ADVICE.profile ?? "")];
  }
  try {
    const file = resolve(folder, reader.profile);
    return optionFindings(reader, known.fromProfile(readFileSync(file, "utf8"), file));
  } catch (error) {
    const message = `${reader.profile}: ${fileReason(error)}`;
    const remedy = "Check it with `platewarden profile check`.";
    return [problem("profile", at, message, remedy)];
  }
}

function driverFindings(reader: RawReader, known: KnownDrivers, folder: string): Finding[] {
  if (reader.driver === null) return [];
  if (reader.driver === PROFILE_DRIVER) return profileFindings(reader, known, folder);
  if (reader.profile !== null) {
    const message = '`profile` goes with `driver = "profile"` alone';
    const remedy = "Take the line out, or name the driver `profile`.";
    return [problem("profile", [...reader.at, "profile"], message, remedy)];
  }
  const { drivers } = known;
  const driver = drivers.find((one) => one.id === reader.driver);
  if (driver !== undefined) return optionFindings(reader, driver);
  const names = [...drivers.map((one) => one.id), PROFILE_DRIVER];
  const suggestion = suggestName(reader.driver, names);
  const all = `Drivers are: ${names.join(", ")}.`;
  const remedy = suggestion.startsWith("Did") ? `${suggestion} ${all}` : all;
  return [
    problem("driver", [...reader.at, "driver"], `there is no driver ${reader.driver}`, remedy),
  ];
}

function optionFindings({ at, options }: RawReader, driver: AnyDriver): Finding[] {
  if (options === null) return [];
  const issues = driver.options.safeParse(options).error?.issues ?? [];
  const fields: Readonly<Record<string, unknown>> =
    driver.options instanceof z.ZodObject ? driver.options.shape : {};
  const descriptionOf = (key: string): string | undefined => {
    const field = fields[key];
    return field instanceof z.ZodType ? field.description : undefined;
  };
  return valueFindings(issues, options, {
    check: "option",
    at: [...at, "options"],
    name: `the options of driver ${driver.id}`,
    keys: Object.keys(fields),
    remedyFor: (key) => descriptionOf(key) ?? "See docs/driver-notes.md for its options.",
  });
}

function settingsFindings(settings: unknown): Finding[] {
  const table = asTable(settings);
  if (table === null) return [];
  const defaults: Readonly<Record<string, unknown>> = DEFAULT_SETTINGS;
  return valueFindings(settingIssues(table), table, {
    check: "settings",
    at: ["settings"],
    name: "[settings]",
    keys: Object.keys(defaults),
    remedyFor: (key) =>
      `Its default is ${JSON.stringify(defaults[key])}; docs/settings.md says what it does.`,
  });
}

/** Doubles, ports, drivers, their options and the settings, whatever else is wrong with the file. In no order. */
export function partFindings(data: unknown, known: KnownDrivers, folder: string): Finding[] {
  const file = asTable(data) ?? {};
  const readers = rawReaders(file.reader);
  const folders = rawReaders(file.folder);
  return [
    ...(readers.length + folders.length === 0 ? [NOTHING_TO_DO] : []),
    ...duplicates([...readers, ...folders]),
    ...placeFindings(file, folder),
    ...secretFindings(file, folder),
    ...readers.flatMap((reader) => portFindings(reader, known)),
    ...readers.flatMap((reader) => driverFindings(reader, known, folder)),
    ...settingsFindings(file.settings),
  ];
}

function isWithin(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return path === "" || !(path.startsWith("..") || isAbsolute(path));
}

/** A watched folder must not hold the daemon's own data, nor another watched folder. */
function placeFindings(file: Table, folder: string): Finding[] {
  const places = (Array.isArray(file.folder) ? file.folder : []).map((one: unknown) => {
    const path = asTable(one)?.path;
    return typeof path === "string" ? resolve(folder, path) : null;
  });
  const data = typeof file.data === "string" ? resolve(folder, file.data) : null;
  return places.flatMap((place, index): Finding[] => {
    const at = ["folder", index, "path"];
    if (place === null) return [];
    if (data !== null && (isWithin(data, place) || isWithin(place, data))) {
      const message = "this folder and the daemon's own data are in one another";
      return [problem("folder", at, message, "Name a folder that holds exports alone.")];
    }
    const isInAnother = places.some(
      (other, n) =>
        n < index && other !== null && (isWithin(place, other) || isWithin(other, place)),
    );
    if (!isInAnother) return [];
    const message = "this folder and another one that is watched are in one another";
    return [
      problem("duplicate", at, message, "The folders in a watched folder are watched with it."),
    ];
  });
}

const NOTHING_TO_DO = problem(
  "reader",
  [],
  "there is neither a reader nor a folder",
  CONFIG_ADVICE.reader ?? "",
);
