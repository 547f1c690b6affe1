/** Named, versioned settings: list, show, save, diff, use. */
import type { Command } from "commander";
import { type AnalysisSettings, DEFAULT_SETTINGS } from "../../analysis/settings.ts";
import { textTable } from "../../domain/text-table.ts";
import { settingsInUse, useSettings } from "../../pipeline/settings-in-use.ts";
import {
  type NamedSettings,
  requireSettings,
  type Said,
  saveSettings,
} from "../../pipeline/settings-records.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";
import { readSettingsFile } from "../read-settings-file.ts";
import { type ReanalyseFlags, runReanalysis, withReanalyseOptions } from "../run-reanalysis.ts";

type SaidOptions = BenchOptions & Said;

/** The settings that differ, by name in the order of the documentation. */
function differing(
  before: AnalysisSettings,
  after: AnalysisSettings,
): readonly { readonly setting: string; readonly before: unknown; readonly after: unknown }[] {
  const left: Readonly<Record<string, unknown>> = before;
  const right: Readonly<Record<string, unknown>> = after;
  return Object.keys(DEFAULT_SETTINGS)
    .filter((setting) => JSON.stringify(left[setting]) !== JSON.stringify(right[setting]))
    .map((setting) => ({ setting, before: left[setting], after: right[setting] }));
}

function addList(settings: Command): void {
  benchCommand(
    settings,
    "list",
    "List the saved settings, each version, and which is in use.",
  ).action((options: BenchOptions) =>
    withStore(options, (store) => {
      const inUse = settingsInUse(store);
      const rows = store.settings.all().map((row) => ({
        name: row.name,
        version: row.version,
        inUse: row.name === inUse.name && row.version === inUse.version,
        by: row.by_name,
        atUtc: row.at_utc,
        reason: row.reason,
        sha256: row.sha256,
      }));
      print(options.json ?? false, rows, () =>
        textTable(
          ["settings", "in use", "saved", "by", "why", "SHA-256"],
          rows.map((row) => [
            `${row.name}@${row.version}`,
            row.inUse ? "yes" : "",
            row.atUtc,
            row.by,
            row.reason,
            row.sha256.slice(0, 12),
          ]),
        ),
      );
    }),
  );
}

function settingsView(store: Store, named: NamedSettings) {
  const row = named.version === null ? null : store.settings.version(named.name, named.version);
  return {
    label: named.label,
    name: named.name,
    version: named.version,
    inUse: settingsInUse(store).label === named.label,
    by: row?.by_name ?? null,
    atUtc: row?.at_utc ?? null,
    reason: row?.reason ?? null,
    sha256: named.sha256,
    settings: named.settings,
  };
}

function settingsText(view: ReturnType<typeof settingsView>): string {
  const said = view.by === null ? "" : `saved by ${view.by} at ${view.atUtc}: ${view.reason}\n`;
  const defaults: Readonly<Record<string, unknown>> = DEFAULT_SETTINGS;
  const rows = Object.entries(view.settings).map(([name, value]) => {
    const shown = JSON.stringify(value);
    const usual = JSON.stringify(defaults[name]);
    return [name, shown, shown === usual ? "" : usual];
  });
  return `${view.label}${view.inUse ? " (in use)" : ""}\n${said}SHA-256 ${view.sha256}\n\n${textTable(
    ["setting", "value", "default, where it differs"],
    rows,
  )}`;
}

function addShow(settings: Command): void {
  benchCommand(settings, "show", "Show settings with every threshold; without a name those in use.")
    .argument("[settings]", "NAME@VERSION, or NAME for its newest version")
    .action((reference: string | undefined, options: BenchOptions) =>
      withStore(options, (store) => {
        const named =
          reference === undefined ? settingsInUse(store) : requireSettings(store, reference);
        const view = settingsView(store, named);
        print(options.json ?? false, view, () => settingsText(view));
      }),
    );
}

function addSave(settings: Command): void {
  benchCommand(
    settings,
    "save",
    "Save thresholds under a name; a changed content is a further version. Nothing is put to use.",
  )
    .argument("<name>", "a name of your own, e.g. lab-2026")
    .requiredOption("--from <FILE>", "TOML or JSON; what is left out has its default")
    .requiredOption("--by <NAME>", "who says so")
    .requiredOption("--reason <TEXT>", "why")
    .action((name: string, options: SaidOptions & { from: string }) =>
      withStore(options, (store) => {
        const thresholds = readSettingsFile(options.from);
        const { saved, isNew } = saveSettings(store, name, thresholds, options);
        const view = { ...settingsView(store, saved), isNew };
        print(options.json ?? false, view, () =>
          isNew
            ? `saved as ${saved.label}; to work with it: platewarden settings use ${saved.label}`
            : `nothing saved: ${saved.label} says the same`,
        );
      }),
    );
}

function addDiff(settings: Command): void {
  benchCommand(settings, "diff", "Show which thresholds differ.")
    .argument("<before>", "NAME@VERSION, NAME or `defaults`")
    .argument("<after>", "the other ones")
    .action((before: string, after: string, options: BenchOptions) =>
      withStore(options, (store) => {
        const [left, right] = [requireSettings(store, before), requireSettings(store, after)];
        const rows = differing(left.settings, right.settings);
        const value = { before: left.label, after: right.label, differing: rows };
        print(options.json ?? false, value, () =>
          rows.length === 0
            ? `${left.label} and ${right.label} say the same.`
            : textTable(
                ["setting", left.label, right.label],
                rows.map((row) => [
                  row.setting,
                  JSON.stringify(row.before),
                  JSON.stringify(row.after),
                ]),
              ),
        );
      }),
    );
}

function addUse(settings: Command): void {
  withReanalyseOptions(
    benchCommand(settings, "use", "Put settings to use and analyse everything anew with them.")
      .argument("<settings>", "NAME@VERSION, NAME for its newest version, or `defaults`")
      .requiredOption("--by <NAME>", "who says so")
      .requiredOption("--reason <TEXT>", "why"),
  ).action((reference: string, options: SaidOptions & ReanalyseFlags) =>
    withStore(options, async (store) => {
      useSettings(store, reference, options);
      await runReanalysis(store, options);
    }),
  );
}

export function addSettingsCommands(program: Command): void {
  const settings = program
    .command("settings")
    .description("Thresholds of the analysis as named, versioned records.");
  addList(settings);
  addShow(settings);
  addSave(settings);
  addDiff(settings);
  addUse(settings);
}
