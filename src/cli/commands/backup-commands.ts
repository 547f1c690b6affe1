/** Making backups, looking at them, trying them out and putting one back. */
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { backupStanding } from "../../backup/backup-standing.ts";
import { drill } from "../../backup/drill.ts";
import { newKeyPair } from "../../backup/encryption.ts";
import { type KnownSet, listSets, newestVerified } from "../../backup/list-sets.ts";
import { type MadeSet, makeSet } from "../../backup/make-set.ts";
import { readManifest } from "../../backup/manifest.ts";
import { noteDrill, noteFailed, noteMade } from "../../backup/note-backup.ts";
import { checkRestore, type RestoreOrder, restoreSet } from "../../backup/restore-set.ts";
import { rotateSets } from "../../backup/rotate-sets.ts";
import { checkConfig, readConfigText } from "../../daemon/config.ts";
import { storeIdOf } from "../../daemon/store-id.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { countProblems } from "../../layout/problem.ts";
import { askDrillDaemon } from "../ask-drill-daemon.ts";
import {
  type BackupPlace,
  backupPlace,
  DATABASE,
  isSet,
  makeNamedFolder,
  personHere,
  readIdentity,
  setsFolder,
} from "../backup-place.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { driversFor, KNOWN_DRIVERS } from "../interpreters.ts";
import { instant } from "../option-values.ts";
import { print } from "../output.ts";
import {
  renderDrill,
  renderDryRun,
  renderMade,
  renderRestored,
  renderSets,
} from "../render-backups.ts";
import { writeNewFile } from "../write-new-file.ts";

interface MakeOptions extends BenchOptions {
  readonly to?: string;
  readonly recipient: readonly string[];
  readonly by?: string;
}

/** In the trail stands also what went wrong; what cannot even be noted does not hide why. */
async function noting(
  options: MakeOptions,
  folder: string,
  work: () => Promise<MadeSet>,
): Promise<MadeSet> {
  const by = personHere(options.by);
  try {
    const made = await work();
    await withStore(options, (store) => noteMade(store, made, by));
    return made;
  } catch (error) {
    await withStore(options, (store) => noteFailed(store, folder, error, by)).catch(
      () => undefined,
    );
    throw error;
  }
}

async function backup(options: MakeOptions): Promise<void> {
  const { source, rule } = backupPlace(options);
  const folder = setsFolder(rule, options.to);
  if (options.to !== undefined) makeNamedFolder(folder);
  const recipients = options.recipient.length > 0 ? options.recipient : (rule?.recipients ?? []);
  const made = await noting(options, folder, () => makeSet(source, { folder, recipients }));
  // A set that somebody has made elsewhere by hand takes no other's place.
  const removed =
    rule?.folder === folder
      ? await withStore(options, (store) => rotateSets(store, folder, made.manifest, rule))
      : [];
  print(options.json ?? false, { ...made, removed }, () => renderMade(made, removed));
}

interface ListOptions extends BenchOptions {
  readonly from?: string;
}

function list(options: ListOptions): void {
  const { source, rule }: BackupPlace =
    options.from === undefined ? backupPlace(options) : placeOf(options);
  const folder = options.from ?? rule?.folder;
  const sets = folder === undefined ? [] : listSets(resolve(folder));
  const named = folder === undefined ? null : { ...(rule ?? NO_RULE), folder: resolve(folder) };
  const standing = backupStanding(named, { dataFolder: source.dataFolder }, new Date());
  const shown = sets.map(({ set, madeAtUtc, state, manifest }) => ({
    set,
    madeAtUtc,
    state,
    manifest,
  }));
  print(options.json ?? false, { folder: folder ?? null, standing, sets: shown }, () =>
    renderSets(sets, standing),
  );
}

const NO_RULE = { everyH: 24, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, recipients: [] };

/** On a bare computer there is nothing yet but the sets. */
function placeOf(options: BenchOptions): BackupPlace {
  try {
    return backupPlace(options);
  } catch (error) {
    if (!(error instanceof PlatewardenError) || error.code !== "STORE_NOT_FOUND") throw error;
    const source = { dataFolder: resolve("."), database: DATABASE, configFile: null, named: [] };
    return { source, rule: null };
  }
}

interface DrillOptions extends BenchOptions {
  readonly set?: string;
  readonly identity?: string;
  readonly by?: string;
}

async function runDrill(options: DrillOptions): Promise<void> {
  const { source, rule } = backupPlace(options);
  const by = personHere(options.by);
  const storeId = await withStore(options, storeIdOf);
  const done = await drill({
    set:
      options.set === undefined
        ? newestVerified(setsFolder(rule, undefined), { storeId }).set
        : resolve(options.set),
    dataFolder: source.dataFolder,
    database: source.database,
    identity: readIdentity(options.identity),
    by,
    ask: askDrillDaemon,
  });
  await withStore(options, (store) => noteDrill(store, done, by));
  if (!done.same) process.exitCode = 1;
  print(options.json ?? false, done, () => renderDrill(done));
}

async function makeKey(file: string, options: { readonly json?: boolean }): Promise<void> {
  const { identity, recipient } = await newKeyPair();
  writeNewFile(file, `# public key: ${recipient}\n${identity}\n`, 0o600);
  print(options.json ?? false, { file: resolve(file), recipient }, () =>
    [
      `The secret key is in ${file}. Keep it away from this computer, in two places: without it no backup can be opened.`,
      "For the configuration, under [backup]:",
      `  recipients = ["${recipient}"]`,
    ].join("\n"),
  );
}

interface RestoreOptions {
  readonly from: string;
  readonly data: string;
  readonly configTo?: string;
  readonly identity?: string;
  readonly until?: Date;
  readonly by?: string;
  readonly despiteFindings?: boolean;
  readonly increments?: boolean;
  readonly clearIncrements?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** A set, or of a folder of sets the newest that counts. Throws BACKUP_UNKNOWN or BACKUP_DAMAGED. */
function chosenSet(from: string, until: Date | undefined): Pick<KnownSet, "set"> {
  const folder = resolve(from);
  return isSet(folder)
    ? { set: folder }
    : newestVerified(folder, { untilUtc: until?.toISOString() });
}

async function restore(options: RestoreOptions): Promise<void> {
  const { set } = chosenSet(options.from, options.until);
  const manifest = readManifest(set);
  const order: RestoreOrder = {
    set,
    manifest,
    dataFolder: resolve(options.data),
    database: DATABASE,
    configTo: options.configTo === undefined ? null : resolve(options.configTo),
    identity: readIdentity(options.identity),
    by: personHere(options.by),
    despiteFindings: options.despiteFindings ?? false,
    // A state of the past that was asked for is that state, and nothing later.
    withIncrements: options.until === undefined && (options.increments ?? true),
    clearIncrements: options.clearIncrements ?? false,
    driversFor,
  };
  const json = options.json ?? false;
  if (options.dryRun) {
    const findings = await checkRestore(order);
    print(json, { set, findings, manifest }, () => renderDryRun(set, manifest, findings));
    return;
  }
  const restored = await restoreSet(order);
  // Everything that could be put back is: a person has something to look at all the same.
  if (restored.passedOver.length + restored.since.warnings.length > 0) process.exitCode = 1;
  const toMend = order.configTo === null ? [] : configToMend(order.configTo, order.dataFolder);
  print(
    json,
    { set, dataFolder: order.dataFolder, madeAtUtc: manifest.madeAtUtc, ...restored },
    () => [renderRestored(order.dataFolder, manifest, restored), ...toMend].join("\n"),
  );
}

const gathered = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  value,
];

/** What must be changed in a configuration that was put back before a daemon can start with it, one sentence each. */
function configToMend(file: string, dataFolder: string): readonly string[] {
  const { config, problems } = checkConfig(readConfigText(file), dirname(file), KNOWN_DRIVERS);
  if (config === null) {
    return [
      `${file} has ${countProblems(problems)}; \`platewarden config check ${file}\` lists them.`,
    ];
  }
  return config.dataFolder === dataFolder
    ? []
    : [`${file} names the data folder ${config.dataFolder}: write data = "${dataFolder}".`];
}

export function addBackupCommands(program: Command): void {
  const made = benchCommand(
    program,
    "backup",
    "Make a backup beside the running daemon or without one, and verify it by putting it back.",
  );
  // Options after the name of a command below are that command's own.
  made
    .enablePositionalOptions()
    .option("--to <FOLDER>", "the folder of the sets (else `folder` under [backup])")
    .option("--recipient <KEY>", "encrypt for this public key of age; may come again", gathered, [])
    .option("--by <NAME>", "who makes it (else the user of the system)")
    .action(backup);
  benchCommand(made, "list", "List the backups: of when, whether they count, and where.")
    .option("--from <FOLDER>", "the folder of the sets (else `folder` under [backup])")
    .action(list);
  benchCommand(
    made,
    "drill",
    "Try a backup out: put it back beside the data, start a daemon on it, compare, and remove it. Exit 1 if anything differs.",
  )
    .option("--set <SET>", "which one (else the newest that counts)")
    .option("--identity <FILE>", "the secret key of an encrypted set")
    .option("--by <NAME>", "who tries it (else the user of the system)")
    .action(runDrill);
  made
    .command("key")
    .description("Make a pair of keys for encrypted backups; the secret one goes into a file.")
    .argument("<FILE>", "the file for the secret key, which must not be there yet")
    .option("--json", "print JSON")
    .action(makeKey);
  program
    .command("restore")
    .description(
      "Put a backup back into an empty folder: check it, upgrade it if need be, verify it, and say what came back. Exit 1 too where something captured since could not be taken as it stands.",
    )
    .requiredOption("--from <SET>", "a set, or a folder of sets: the newest that counts")
    .requiredOption("--data <DIR>", "the data folder, which must be empty or not there yet")
    .option("--config-to <FILE>", "put the configuration there, and beside it what it names")
    .option("--identity <FILE>", "the secret key of an encrypted set")
    .option("--until <TIME>", "of a folder of sets the newest of that time or before", instant)
    .option("--by <NAME>", "who restores (else the user of the system)")
    .option("--despite-findings", "put back what is not whole: when there is nothing better")
    .option("--no-increments", "leave out what was captured after the set was made")
    .option("--clear-increments", "take unencrypted ones beside an encrypted set as well")
    .option("--dry-run", "only check whether it could be put back")
    .option("--json", "print JSON")
    .action(restore);
}
