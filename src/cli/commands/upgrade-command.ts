import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Command } from "commander";
import { checkConfig, databaseFile, readConfigText } from "../../daemon/config.ts";
import { upgradeConfig } from "../../daemon/config-upgrade/upgrade-config.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { countProblems, renderProblems } from "../../layout/problem.ts";
import { readToml } from "../../layout/toml-source.ts";
import { CONFIG_FILE } from "../../service/installed-paths.ts";
import { lookAtSystem } from "../../service/look-at-system.ts";
import { planProgram, planSwitch, planSystemFiles } from "../../service/plan-install.ts";
import { lastWords } from "../../service/systemd-unit.ts";
import { type UpgradeOutcome, upgrade } from "../../service/upgrade.ts";
import { loadMigrations } from "../../store/migrate.ts";
import { markOf } from "../../store/records-since.ts";
import { ownProgram, requireRoot, requireSameProgram } from "../installed-service.ts";
import { KNOWN_DRIVERS } from "../interpreters.ts";
import { positive } from "../option-values.ts";
import { print } from "../output.ts";
import { renderSteps } from "../render-steps.ts";
import { dataFolderOf, type UpgradeOrder, upgradeSteps } from "../upgrade-steps.ts";

interface UpgradeOptions {
  readonly apply?: boolean;
  readonly within: number;
  readonly json?: boolean;
}

function refused(why: string): PlatewardenError {
  return new PlatewardenError("UPGRADE_REFUSED", `The upgrade was not begun: ${why}`);
}

/** Room for what the new version keeps of the database before it changes it, twice. */
function requireRoom(dataFolder: string): void {
  const database = databaseFile(dataFolder);
  if (!existsSync(database)) return;
  const { bavail, bsize } = statfsSync(dataFolder);
  const free = bavail * bsize;
  const wanted = 2 * statSync(database).size;
  if (free >= wanted) return;
  const [has, needs] = [free, wanted].map((bytes) => Math.ceil(bytes / 1024 ** 2));
  throw refused(
    `the disk of ${dataFolder} has ${has} MB left, and copies of the database need ${needs} MB.`,
  );
}

/** A database that the program would refuse keeps it from ever becoming healthy. */
function requireKnownSchema(dataFolder: string, version: string): void {
  const database = databaseFile(dataFolder);
  if (!existsSync(database)) return;
  const { schema } = markOf(database);
  const known = loadMigrations().length;
  if (schema <= known) return;
  throw refused(
    `${database} has schema ${schema}, and version ${version} knows schemas up to ${known}: it is older than what is in use.`,
  );
}

/** Everything that can be known before anything is touched. */
function prepare(within: number): UpgradeOrder {
  const program = ownProgram();
  const state = lookAtSystem("/");
  const from = state.current;
  if (from === null) {
    throw new PlatewardenError("SERVICE_NOT_INSTALLED", "There is no version to upgrade from.");
  }
  requireSameProgram(program, state);
  const configText = readConfigText(CONFIG_FILE);
  const config = upgradeConfig(configText, CONFIG_FILE);
  const { problems } = checkConfig(config.text, dirname(CONFIG_FILE), KNOWN_DRIVERS);
  if (problems.length > 0) {
    throw refused(
      `${CONFIG_FILE} would not do for version ${program.version}: ${countProblems(problems)}.\n${renderProblems(problems, CONFIG_FILE)}`,
    );
  }
  const toml = readToml(configText);
  const data = toml.ok ? toml.source.data : null;
  const dataFolder = dataFolderOf(data);
  if (dataFolder === null) throw refused(`${CONFIG_FILE} names no data folder.`);
  requireKnownSchema(dataFolder, program.version);
  requireRoom(dataFolder);
  const hasBackupRule = typeof data === "object" && data !== null && "backup" in data;
  return { program, from, withinMs: within * 1000, configText, config, hasBackupRule, dataFolder };
}

function plan({ program, from, config, withinMs }: UpgradeOrder): string {
  const state = lookAtSystem("/");
  const changes = [
    ...planProgram(program, state),
    ...planSwitch(program.version, state),
    ...planSystemFiles(program, state),
  ];
  return [
    `Upgrade from ${from} to ${program.version}:`,
    "A backup is made, then the program is copied, the service stopped, and after these steps started:",
    renderSteps(changes),
    ...config.steps.map((step) => `    ${CONFIG_FILE}: ${step.title} (the old file is kept)`),
    `When it is not healthy within ${withinMs / 1000} s, version ${from} is put to work again.`,
    "Nothing has been changed. Add --apply to do it.",
  ].join("\n");
}

function said(text: string): string {
  return text === "" ? "" : `\nThe last lines of its log:\n${text}`;
}

/** Throws what the outcome means when it is not the one that was wanted. */
function judge(outcome: UpgradeOutcome, order: UpgradeOrder, words: string): void {
  const { from, program } = order;
  if (outcome.kind === "upgraded") return;
  if (outcome.kind === "stayed") {
    throw new PlatewardenError(
      "UPGRADE_STAYED",
      `Version ${program.version} is not healthy (${outcome.why}), and version ${from} was not put back: ${outcome.data}.${said(words)}`,
      { detail: outcome },
    );
  }
  const { data, oldTrouble } = outcome;
  const database =
    data.kind === "put-back"
      ? ` The database of before the upgrade is in place; the migrated one, which holds no plate more, is kept as ${data.aside}.`
      : "";
  const again =
    oldTrouble === null
      ? `Version ${from} works again.`
      : `Version ${from} was put back, and is not healthy either: ${oldTrouble}.`;
  throw new PlatewardenError(
    "UPGRADE_WENT_BACK",
    `Version ${program.version} did not become healthy: ${outcome.why}. ${again}${database}${said(words)}`,
    { detail: outcome },
  );
}

/** Half an upgrade helps nobody: a closed terminal or Ctrl-C does not end it. */
function goOnWhenInterrupted(): void {
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) {
    process.on(signal, () =>
      process.stderr.write(`${signal}: the upgrade is brought to its end first.\n`),
    );
  }
}

async function run(options: UpgradeOptions): Promise<void> {
  const json = options.json ?? false;
  const order = prepare(options.within);
  const { program, from } = order;
  if (from === program.version) {
    print(json, { from, to: from, outcome: null }, () => `Version ${from} is in use already.`);
    return;
  }
  if (options.apply !== true) {
    print(json, { from, to: program.version, outcome: null }, () => plan(order));
    return;
  }
  requireRoot("upgrade");
  goOnWhenInterrupted();
  let words = "";
  const steps = upgradeSteps(order);
  const outcome = await upgrade(
    {
      ...steps,
      startAndWait: async (which) => {
        const why = await steps.startAndWait(which);
        if (why !== null && which === "new") words = lastWords();
        return why;
      },
    },
    (sentence) => process.stderr.write(`${sentence}\n`),
  );
  judge(outcome, order, words);
  print(json, { from, to: program.version, outcome }, () =>
    [
      `Version ${program.version} is in use and healthy.`,
      `Version ${from} stays beside it; older ones are removed.`,
    ].join("\n"),
  );
}

export function addUpgradeCommand(program: Command): void {
  program
    .command("upgrade")
    .description(
      "Put this program in the place of the installed version: shows every step, with --apply takes them. Goes back when it does not become healthy.",
    )
    .option("--apply", "do it; without this it is only shown")
    .option("--within <SECONDS>", "so long it may take to become healthy", positive, 600)
    .option("--json", "print JSON")
    .action(run);
}
