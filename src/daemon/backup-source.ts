/** What a backup of a configured bench is made of. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { BackupSource, NamedPath } from "../backup/backup-source.ts";
import { readToml } from "../layout/toml-source.ts";
import { type Config, databaseFile, readConfigText, SHIPPED_LAYOUTS } from "./config.ts";

/** Texts anywhere in a value of TOML. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/**
 * Whatever the configuration names that is a file: profiles, certificates, keys, and what later versions may name. One
 * that is configured no more names nothing.
 */
function namedFiles(configFile: string): readonly string[] {
  if (!existsSync(configFile)) return [];
  const toml = readToml(readConfigText(configFile));
  if (!toml.ok) return [];
  const folder = dirname(configFile);
  return textsIn(toml.source.data)
    .filter((text) => text !== "" && !text.includes("\0"))
    .map((text) => resolve(folder, text))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

export function backupSource(config: Config): BackupSource {
  const configFile = config.file ?? null;
  const database = databaseFile(config.dataFolder);
  const secrets = (config.secretFiles ?? []).flatMap(({ path }) => (path === null ? [] : [path]));
  const named = [
    ...secrets,
    ...(configFile === null ? [] : namedFiles(configFile)),
    ...config.exportProfiles,
    ...(config.layoutsFolder === SHIPPED_LAYOUTS ? [] : [config.layoutsFolder]),
  ];
  return {
    dataFolder: dirname(database),
    database: basename(database),
    configFile,
    named: [...new Set(named)].map(
      (path): NamedPath => ({ path, isSecret: secrets.includes(path) }),
    ),
  };
}
