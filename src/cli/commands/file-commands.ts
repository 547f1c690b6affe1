/** Commands on files: layout, plan, config. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import {
  checkConfig,
  initialConfig,
  loadConfig,
  readConfigText,
  SHIPPED_LAYOUTS,
} from "../../daemon/config.ts";
import { counted } from "../../domain/counted.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import type { Layout } from "../../domain/layout.ts";
import {
  type CommandReport,
  reportLayoutCheck,
  reportLayoutDiff,
  reportLayoutList,
  reportLayoutShow,
} from "../../layout/layout-commands.ts";
import { checkLayoutFile, findLayout, loadLayouts } from "../../layout/load-layouts.ts";
import { reportPlanCheck, reportPlanShow } from "../../layout/plan-commands.ts";
import { type CheckedPlan, checkPlan } from "../../layout/plan-file.ts";
import { countProblems, renderProblems } from "../../layout/problem.ts";
import { evaluateSample } from "../../pipeline/evaluate-sample.ts";
import { importPlan } from "../../pipeline/import-plan.ts";
import { bindWaiting } from "../../pipeline/match-announced.ts";
import { benchCommand } from "../bench-command.ts";
import {
  type BenchOptions,
  benchLayouts,
  benchSettings,
  USUAL_CONFIG,
  withStore,
} from "../bench-folder.ts";
import { KNOWN_DRIVERS } from "../interpreters.ts";
import { print } from "../output.ts";
import { readTextFile } from "../read-text-file.ts";
import { writeNewFile } from "../write-new-file.ts";
import { addConfigUpgrade } from "./config-upgrade-command.ts";
import { addImportLayout } from "./import-layout-command.ts";

interface LayoutOptions {
  readonly layouts?: string;
  readonly json?: boolean;
}

function fileCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option(
      "--layouts <DIR>",
      `folder of layout files (else that of ${USUAL_CONFIG} here, else the shipped one)`,
    )
    .option("--json", "print JSON");
}

/** The layouts that the bench of this folder works with. */
function layoutsIn({ layouts }: LayoutOptions): string {
  if (layouts !== undefined) return layouts;
  return existsSync(USUAL_CONFIG)
    ? loadConfig(USUAL_CONFIG, KNOWN_DRIVERS).layoutsFolder
    : SHIPPED_LAYOUTS;
}

function show(report: CommandReport, json: boolean | undefined): void {
  print(json ?? false, report.json, () => report.text);
  if (!report.ok) process.exitCode = 1;
}

/** A layout by id from the folder, or from a file when the name looks like one. */
function layoutNamed(name: string, folder: string): Layout {
  if (!name.endsWith(".toml")) return findLayout(loadLayouts(folder).layouts, name);
  const checked = checkLayoutFile(name);
  if (checked.layout !== null) return checked.layout;
  throw new PlatewardenError(
    "LAYOUT_INVALID",
    `${name}: ${countProblems(checked.problems)}.\n${renderProblems(checked.problems, name)}`,
  );
}

function addLayout(program: Command): void {
  const layout = program.command("layout").description("Layout files.");
  fileCommand(layout, "list", "List the layouts of the folder.").action((options: LayoutOptions) =>
    show(reportLayoutList(loadLayouts(layoutsIn(options))), options.json),
  );
  fileCommand(
    layout,
    "check",
    "Check layout files: every problem at once, with well, line and column.",
  )
    .argument("<file...>", "layout files")
    .action((files: string[], options: LayoutOptions) => {
      const reports = files.map((file) => reportLayoutCheck(checkLayoutFile(file)));
      print(
        options.json ?? false,
        reports.map((one) => one.json),
        () => reports.map((one) => one.text).join("\n"),
      );
      if (reports.some((one) => !one.ok)) process.exitCode = 1;
    });
  fileCommand(layout, "show", "Draw a layout.")
    .argument("<layout>", "layout id or file")
    .action((name: string, options: LayoutOptions) =>
      show(reportLayoutShow(layoutNamed(name, layoutsIn(options))), options.json),
    );
  fileCommand(
    layout,
    "diff",
    "Show which wells change meaning from one layout to another. Exit 1 if any.",
  )
    .argument("<before>", "layout id or file")
    .argument("<after>", "layout id or file")
    .action((before: string, after: string, options: LayoutOptions) =>
      show(
        reportLayoutDiff(
          layoutNamed(before, layoutsIn(options)),
          layoutNamed(after, layoutsIn(options)),
        ),
        options.json,
      ),
    );
  addImportLayout(layout);
}

function requireChecked(file: string, checked: CheckedPlan) {
  if (checked.plan !== null) return checked.plan;
  throw new PlatewardenError(
    "PLAN_INVALID",
    `${file}: ${countProblems(checked.problems)}.\n${renderProblems(checked.problems, file)}`,
    { detail: { file, problems: checked.problems } },
  );
}

function addPlan(program: Command): void {
  const plan = program
    .command("plan")
    .description("Experiment files: plates, barcodes, samples, lots, due times.");
  fileCommand(plan, "check", "Check an experiment file: every problem at once.")
    .argument("<file>", "experiment file")
    .action((file: string, options: LayoutOptions) =>
      show(
        reportPlanCheck(
          file,
          checkPlan(readTextFile(file), loadLayouts(layoutsIn(options)).layouts),
        ),
        options.json,
      ),
    );
  fileCommand(plan, "show", "Show what an experiment file plans.")
    .argument("<file>", "experiment file")
    .action((file: string, options: LayoutOptions) => {
      const checked = checkPlan(readTextFile(file), loadLayouts(layoutsIn(options)).layouts);
      show(reportPlanShow(requireChecked(file, checked)), options.json);
    });
  benchCommand(
    plan,
    "import",
    "Import an experiment file: all of it or nothing; twice changes nothing.",
  )
    .argument("<file>", "experiment file")
    .requiredOption("--by <NAME>", "who imports it")
    .action((file: string, options: BenchOptions & { by: string }) =>
      withStore(
        options,
        (store, folder) => {
          const source = readTextFile(file);
          const layouts = benchLayouts(store, folder);
          const checked = requireChecked(file, checkPlan(source, layouts.all()));
          const imported = importPlan(store, layouts, checked, { source, by: options.by });
          // What waited for somebody to say what it is may be in the plan.
          const bound = bindWaiting(store);
          const samples = new Set(bound.map((id) => store.plates.byId(id)?.sample_id ?? ""));
          for (const id of samples) evaluateSample(store, id, benchSettings(store));
          print(options.json ?? false, imported, () =>
            imported.isNew
              ? `imported: ${counted(imported.samples, "sample")}, ${counted(imported.plates, "plate")}${bound.length === 0 ? "" : `; ${counted(bound.length, "plate")} that had been read already`}`
              : "this very file had been imported before; nothing changed",
          );
        },
        false,
      ),
    );
}

function addConfig(program: Command): void {
  const config = program.command("config").description("The configuration file.");
  config
    .command("init")
    .description("Write a configuration to start from.")
    .argument("[file]", "where to", USUAL_CONFIG)
    .option("--json", "print JSON")
    .action((file: string, options: { json?: boolean }) => {
      writeNewFile(file, initialConfig());
      print(
        options.json ?? false,
        { file: resolve(file) },
        () => `${file} written; name your readers in it, then: platewarden config check ${file}`,
      );
    });
  config
    .command("check")
    .description("Check a configuration: every problem at once. Exit 1 if there is one.")
    .argument("[file]", "the configuration (else --config, else ./platewarden.toml)")
    .option("--config <FILE>", "the configuration, as other commands name it")
    .option("--json", "print JSON")
    .action((named: string | undefined, options: { config?: string; json?: boolean }) => {
      const file = named ?? options.config ?? USUAL_CONFIG;
      const { config: valid, problems } = checkConfig(
        readConfigText(file),
        dirname(resolve(file)),
        KNOWN_DRIVERS,
      );
      const summary =
        valid === null
          ? countProblems(problems)
          : `fine: ${counted(valid.readers.length, "reader")}, data in ${valid.dataFolder}`;
      print(options.json ?? false, { file, ok: valid !== null, problems }, () =>
        [renderProblems(problems, file), `${file}: ${summary}`]
          .filter((line) => line !== "")
          .join("\n"),
      );
      if (valid === null) process.exitCode = 1;
    });
  addConfigUpgrade(config);
}

export function addFileCommands(program: Command): void {
  addConfig(program);
  addLayout(program);
  addPlan(program);
}
