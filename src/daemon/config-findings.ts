/** What is wrong with a configuration beyond its shape; parts that cannot be read are passed over. */
import { z } from "zod";
import { DEFAULT_SETTINGS, settingIssues } from "../analysis/settings.ts";
import type { Driver } from "../instrument/contract.ts";
import { parseLinkSpec } from "../instrument/links/open-link.ts";
import { suggestName } from "../layout/closest-name.ts";
import { valueFindings } from "../layout/issue-words.ts";
import type { Finding, Path } from "../layout/problem.ts";
import { CONFIG_ADVICE } from "./config-schema.ts";

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
      const message = `two readers are called ${id}`;
      findings.push(problem("duplicate", [...at, "id"], message, "Give each reader its own id."));
    }
    if (port !== null && isRepeated("port", index)) {
      const message = `two readers are on ${port}`;
      findings.push(problem("duplicate", [...at, "port"], message, "A port serves one reader."));
    }
    return findings;
  });
}

function portFindings({ at, port }: RawReader): Finding[] {
  if (port === null) return [];
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

function driverFindings(reader: RawReader, drivers: readonly Driver[]): Finding[] {
  if (reader.driver === null) return [];
  const driver = drivers.find((one) => one.id === reader.driver);
  if (driver !== undefined) return optionFindings(reader, driver);
  const known = drivers.map((one) => one.id);
  const suggestion = suggestName(reader.driver, known);
  const all = `Drivers are: ${known.join(", ")}.`;
  const remedy = suggestion.startsWith("Did") ? `${suggestion} ${all}` : all;
  return [
    problem("driver", [...reader.at, "driver"], `there is no driver ${reader.driver}`, remedy),
  ];
}

function optionFindings({ at, options }: RawReader, driver: Driver): Finding[] {
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
export function partFindings(data: unknown, drivers: readonly Driver[]): Finding[] {
  const file = asTable(data) ?? {};
  const readers = rawReaders(file.reader);
  return [
    ...duplicates(readers),
    ...readers.flatMap(portFindings),
    ...readers.flatMap((reader) => driverFindings(reader, drivers)),
    ...settingsFindings(file.settings),
  ];
}
