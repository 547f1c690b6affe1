import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type AnalysisSettings, parseSettings } from "../analysis/settings.ts";
import type { BackupRule } from "../backup/backup-rule.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { AnyDriver, ReadRequest } from "../instrument/contract.ts";
import { countProblems, type Finding, type Problem, renderProblems } from "../layout/problem.ts";
import { schemaFindings } from "../layout/schema-findings.ts";
import { placeFindings, readToml } from "../layout/toml-source.ts";
import type { MailSettings } from "../notices/mail-way.ts";
import type { WebhookSettings } from "../notices/webhook-way.ts";
import { type KnownDrivers, PORT_PLACEHOLDER, partFindings } from "./config-findings.ts";
import { CONFIG_ADVICE, CONFIG_KEYS, type ConfigFile, configSchema } from "./config-schema.ts";
import { secretFiles, secretText } from "./config-secret-files.ts";
import { webhookKey } from "./config-secrets.ts";
import { toBackupRule } from "./config-sections/backup-section.ts";
import { type IntegrityRule, toIntegrityRule } from "./config-sections/integrity-section.ts";
import {
  type LogConfig,
  type MetricsConfig,
  toLogConfig,
} from "./config-sections/observe-section.ts";
import { toWebConfig, type WebConfig } from "./config-sections/web-section.ts";
import {
  configAge,
  newerConfig,
  olderConfig,
  PRESENT_CONFIG,
} from "./config-upgrade/upgrade-config.ts";
import type { SecretFile } from "./secret-file.ts";

export interface ReaderConfig {
  readonly id: string;
  readonly driver: AnyDriver;
  /** The text that describes it, where it has no driver of its own. */
  readonly profile: string | null;
  /** Validated by the driver's own schema. */
  readonly options: unknown;
  readonly port: string;
}

export interface FolderConfig {
  readonly id: string;
  readonly path: string;
  readonly endings: readonly string[];
  readonly lookEveryMs: number;
  readonly settleMs: number;
}

export interface Config {
  readonly dataFolder: string;
  readonly layoutsFolder: string;
  readonly web: WebConfig;
  readonly request: ReadRequest;
  readonly settings: AnalysisSettings;
  readonly readers: readonly ReaderConfig[];
  readonly folders: readonly FolderConfig[];
  readonly exportProfiles: readonly string[];
  /** Where notices go. */
  readonly mail: MailSettings | null;
  readonly webhooks: readonly WebhookSettings[];
  /** Absent: as usual. */
  readonly log?: LogConfig;
  readonly metrics?: MetricsConfig;
  /** Absent where no backups are made. */
  readonly backup?: BackupRule;
  /** Absent when it was put together by a program: nothing is proven by itself then. */
  readonly integrity?: IntegrityRule;
  /** The file it was read from; absent when it was put together by a program. */
  readonly file?: string;
  /** Every file with a secret that it names. */
  readonly secretFiles?: readonly SecretFile[];
}

export const SHIPPED_LAYOUTS = resolve(import.meta.dirname, "../../plate-layouts");

function toReader(
  reader: ConfigFile["reader"][number],
  folder: string,
  known: KnownDrivers,
): ReaderConfig[] {
  const file = reader.profile === undefined ? null : resolve(folder, reader.profile);
  const profile = file === null ? null : readFileSync(file, "utf8");
  const driver =
    profile === null || file === null
      ? known.drivers.find((one) => one.id === reader.driver)
      : known.fromProfile(profile, file);
  if (driver === undefined) return [];
  const options: unknown = driver.options.parse(placedOptions(reader.options, folder));
  return [{ id: reader.id, driver, profile, options, port: reader.port }];
}

/** Files that options name count from the configuration's folder, like every other path in it. */
function placedOptions(
  options: Readonly<Record<string, unknown>>,
  folder: string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) =>
      name.endsWith("File") && typeof value === "string"
        ? [name, resolve(folder, value)]
        : [name, value],
    ),
  );
}

function toConfig(file: ConfigFile, folder: string, known: KnownDrivers): Config {
  const reference = file.assay.reference_nm;
  return {
    dataFolder: resolve(folder, file.data),
    layoutsFolder: file.layouts === undefined ? SHIPPED_LAYOUTS : resolve(folder, file.layouts),
    web: toWebConfig(file.web, folder),
    request: {
      measurementNm: file.assay.measurement_nm,
      referenceNm: reference === "none" ? null : reference,
    },
    settings: parseSettings(file.settings),
    readers: file.reader.flatMap((reader) => toReader(reader, folder, known)),
    folders: file.folder.map((one) => ({
      id: one.id,
      path: resolve(folder, one.path),
      endings: one.endings.map((ending) => ending.toLowerCase()),
      lookEveryMs: one.look_every_s * 1000,
      settleMs: one.settle_s * 1000,
    })),
    exportProfiles: file.export_profiles.map((one) => resolve(folder, one)),
    mail: file.mail === undefined ? null : mailSettings(file.mail, folder),
    webhooks: file.webhook.map(({ id, url, kinds, secret_file }) => ({
      id,
      url,
      kinds,
      secret: webhookKey(secretText(secret_file, folder) ?? "") ?? Buffer.alloc(0),
    })),
    log: toLogConfig(file.log, folder),
    metrics: { openOnLoopback: file.metrics.open_on_loopback },
    ...(file.backup === undefined ? {} : { backup: toBackupRule(file.backup, folder) }),
    integrity: toIntegrityRule(file.integrity, folder),
    secretFiles: secretFiles(file, folder),
  };
}

function mailSettings(mail: NonNullable<ConfigFile["mail"]>, folder: string): MailSettings {
  const { host, port, security, user, password_file: file, from, to, kinds } = mail;
  const password = file === undefined ? null : secretText(file, folder);
  return { host, port, security, user: user ?? null, password, from, to, kinds };
}

export type ConfigCheck =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly Problem[] };

/** Checks the text of a configuration file: every problem at once, each with line and column. Paths count from `folder`. */
export function checkConfig(text: string, folder: string, known: KnownDrivers): ConfigCheck {
  const toml = readToml(text);
  if (!toml.ok) return { config: null, problems: [toml.problem] };
  const { data } = toml.source;
  const age = ageFinding(data);
  if (age !== null) return { config: null, problems: placeFindings(toml.source, [age]) };
  const parsed = configSchema.safeParse(data);
  const findings = [
    ...schemaFindings(parsed.error?.issues ?? [], data, CONFIG_KEYS, CONFIG_ADVICE),
    ...partFindings(data, known, folder),
  ];
  if (!parsed.success || findings.length > 0) {
    return { config: null, problems: placeFindings(toml.source, findings) };
  }
  return { config: toConfig(parsed.data, folder, known), problems: [] };
}

/** One of another program's form has this problem alone: its other keys would be held against the wrong form. */
function ageFinding(data: unknown): Finding | null {
  const age = configAge(data);
  if (age.kind === "present" || age.kind === "unknown") return null;
  return {
    severity: "error",
    check: "schema",
    path: ["schema"],
    message: `this is a configuration of the form platewarden-config/${age.number}; this program reads platewarden-config/${PRESENT_CONFIG}`,
    remedy:
      age.kind === "older"
        ? "Look what changes with `platewarden config upgrade FILE`; with --apply it is written."
        : "Start the newer program again, or put back the file that was kept before the upgrade (its name ends in `.before-` and a number).",
  };
}

export function readConfigText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatewardenError(
      "CONFIG_NOT_FOUND",
      `${file} cannot be read: ${fileReason(error)}.`,
      {
        detail: { file },
        cause: error,
      },
    );
  }
}

/**
 * The configuration in a file. Throws CONFIG_NOT_FOUND, CONFIG_OLDER or CONFIG_NEWER for one of another form, or
 * CONFIG_INVALID with every problem in its message.
 */
export function loadConfig(file: string, known: KnownDrivers): Config {
  const text = readConfigText(file);
  const { config, problems } = checkConfig(text, dirname(resolve(file)), known);
  if (config !== null) return { ...config, file: resolve(file) };
  refuseOtherAge(text, file);
  throw new PlatewardenError(
    "CONFIG_INVALID",
    `${file}: ${countProblems(problems)}.\n${renderProblems(problems, file)}`,
    { detail: { file, problems } },
  );
}

function refuseOtherAge(text: string, file: string): void {
  const toml = readToml(text);
  const age = configAge(toml.ok ? toml.source.data : null);
  if (age.kind === "older") throw olderConfig(file, age.number);
  if (age.kind === "newer") throw newerConfig(file, age.number);
}

/** Where an installed service keeps what; `config init` leaves it to who starts the daemon by hand. */
export interface InitialPlaces {
  readonly data: string;
  /** Where the system's timer makes backups. */
  readonly backups: string;
}

function backupLines(backups: string | undefined): string {
  if (backups !== undefined) {
    return `[backup]
folder = ${JSON.stringify(backups)} # better one on another disk or a share
every_h = 0                      # platewarden-backup.timer of the system makes them`;
  }
  return `# [backup]
# folder = "/srv/backup/platewarden" # on another disk or a share; a set is made every day and verified`;
}

/** What `config init` and `install` write: a file with comments for one reader, right but for its port. */
export function initialConfig(places?: InitialPlaces): string {
  return `# Platewarden's configuration. Name the port of your reader, then check it with: platewarden config check FILE
schema = "platewarden-config/2"

# Everything that is captured is kept here. Relative paths count from this file.
data = ${JSON.stringify(places?.data ?? "data")}

# layouts = "plate-layouts"      # own layout files; without this line the shipped ones are used

[web]
host = "127.0.0.1"               # served unencrypted, so on this computer only
port = 8480
# lock_after_min = 10            # a page that nobody touches for so long locks itself
# certificate_file = "bench.crt" # with it the page travels encrypted, and \`host\` may be another
# key_file = "bench.key"
# names = ["bench-3.lab.example"]

[assay]
measurement_nm = 570
reference_nm = 650               # or "none"

[settings]                       # thresholds that differ from the defaults, e.g. blastsMin = 70

[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "serial:/dev/serial/by-id/${PORT_PLACEHOLDER}"

[reader.options]
model = "auto"
# filtersNm = [405, 490, 570, 650]   # a Model 550 cannot say which filters it has

# [log]
# level = "info"                 # error, warn, info or debug

${backupLines(places?.backups)}

# [integrity]
# verify_every_h = 24            # how often everything stored is proven; 0 for never
# copy_to = ["/srv/anchors"]     # a copy of what proves it, best on another computer

# [[folder]]                     # where a vendor's program saves its exports
# id = "gen5-exports"
# path = "/srv/exports/gen5"
`;
}

export function databaseFile(dataFolder: string): string {
  return join(dataFolder, "platewarden.sqlite");
}
