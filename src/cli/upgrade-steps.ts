/** What the steps of an upgrade do to this computer. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readAddress } from "../bench-tools/ask-daemon.ts";
import { requestDaemon } from "../bench-tools/request-daemon.ts";
import { databaseFile } from "../daemon/config.ts";
import { applyUpgrade } from "../daemon/config-upgrade/apply-upgrade.ts";
import type { ConfigUpgrade } from "../daemon/config-upgrade/upgrade-config.ts";
import { awaitHealthy, type DaemonAnswer } from "../service/await-healthy.ts";
import {
  BACKUP_FOLDER,
  BACKUP_SERVICE,
  CONFIG_FILE,
  GROUP,
  inRoot,
  programFolder,
} from "../service/installed-paths.ts";
import { lookAtSystem } from "../service/look-at-system.ts";
import {
  type ProgramSource,
  planProgram,
  planSwitch,
  planSystemFiles,
} from "../service/plan-install.ts";
import { readProgram } from "../service/program-source.ts";
import { type RememberedData, rememberData, returnData } from "../service/return-data.ts";
import { mustRun, runCommand } from "../service/run-command.ts";
import type { ServiceStep } from "../service/service-step.ts";
import { startUnit, stopUnit, unitState } from "../service/systemd-unit.ts";
import { takeStep } from "../service/take-step.ts";
import type { UpgradeSteps } from "../service/upgrade.ts";

const LIVE = "/";
const LOOK_EVERY_MS = 500;
const STEADY_MS = 5000;
const ANSWER_WITHIN_MS = 5000;

export interface UpgradeOrder {
  readonly program: ProgramSource;
  /** The version in use. */
  readonly from: string;
  readonly withinMs: number;
  /** The text of the configuration as it is, and what it becomes. */
  readonly configText: string;
  readonly config: ConfigUpgrade;
  readonly hasBackupRule: boolean;
  readonly dataFolder: string;
}

function take(steps: readonly ServiceStep[]): void {
  for (const step of steps) takeStep(step, LIVE);
}

/** A command of an installed version, as the service's own user. */
function asService(version: string, words: readonly string[]): [string, ...string[]] {
  const folder = programFolder(version);
  const node = join(folder, "node_modules/.bin/node");
  const launch = join(folder, "src/cli/launch.js");
  return ["runuser", "-u", GROUP, "--", node, launch, ...words];
}

function backUp({ from, hasBackupRule, dataFolder }: UpgradeOrder): string {
  if (!existsSync(databaseFile(dataFolder))) return "There are no data yet: no backup is needed.";
  if (hasBackupRule) {
    mustRun(["systemctl", "start", BACKUP_SERVICE]);
    return "A backup is made where the configuration wants it.";
  }
  mustRun(asService(from, ["backup", "--config", CONFIG_FILE, "--to", BACKUP_FOLDER]));
  return `A backup is made in ${BACKUP_FOLDER}; the configuration names no other folder.`;
}

/** Null while nothing answers under the address that the daemon has left. */
async function askDaemon(dataFolder: string): Promise<DaemonAnswer | null> {
  const address = readAddress(dataFolder);
  if (address === null) return null;
  try {
    const { status, text } = await requestDaemon(address, "/api/v1/health", {
      withinMs: ANSWER_WITHIN_MS,
    });
    const { program } = JSON.parse(text) as { program: { version: string } };
    return { pid: address.pid, version: program.version, works: status === 200 };
  } catch {
    return null;
  }
}

/** The link, the files of the system and what reads them, as that version brings them. */
function switchTo(program: ProgramSource): void {
  const state = lookAtSystem(LIVE);
  take([...planSwitch(program.version, state), ...planSystemFiles(program, state)]);
}

function returnConfig(before: string): void {
  const now = readFileSync(CONFIG_FILE, "utf8");
  if (now === before) return;
  const { mode } = statSync(CONFIG_FILE);
  const rights = { mode: mode & 0o777, group: GROUP };
  takeStep({ kind: "write", path: CONFIG_FILE, text: before, before: now, ...rights }, LIVE);
}

/** The trail says that its database was put back, or `verify` would take that for a loss. */
function tellTrail({ program, from, dataFolder }: UpgradeOrder): void {
  const why = `the upgrade to ${program.version} did not become healthy`;
  const words = ["integrity", "restored", "--data", dataFolder, "--why", why, "--by", "upgrade"];
  const { code, complaint } = runCommand(asService(from, words));
  if (code === 0) return;
  process.stderr.write(
    `The audit trail could not be told that the database of before is back: ${complaint}\n`,
  );
}

export function upgradeSteps(order: UpgradeOrder): UpgradeSteps<RememberedData> {
  const { program, from, dataFolder } = order;
  const versionOf = { new: program.version, old: from } as const;
  const installed = (which: "new" | "old"): ProgramSource =>
    readProgram(programFolder(versionOf[which]), program.firstConfig);
  return {
    backUp: () => backUp(order),
    install: () => {
      take(planProgram(program, lookAtSystem(LIVE)));
      // Shows that it runs on this computer, before anything is stopped.
      mustRun(asService(program.version, ["--version"]));
    },
    stop: stopUnit,
    remember: () => rememberData(dataFolder, databaseFile(dataFolder)),
    bringConfig: () => {
      const { steps, text, to } = order.config;
      if (steps.length > 0)
        applyUpgrade(CONFIG_FILE, { before: order.configText, after: text, to });
    },
    switchTo: (which) => switchTo(installed(which)),
    startAndWait: (which) => {
      startUnit();
      return awaitHealthy({
        version: versionOf[which],
        withinMs: order.withinMs,
        steadyMs: STEADY_MS,
        lookEveryMs: LOOK_EVERY_MS,
        unit: unitState,
        ask: () => askDaemon(dataFolder),
      });
    },
    leaveStarted: startUnit,
    returnData: (remembered) => {
      const data = returnData(remembered, program.version);
      if (data.kind === "put-back") tellTrail(order);
      return data;
    },
    returnConfig: () => returnConfig(order.configText),
    tidy: () =>
      take(
        lookAtSystem(LIVE)
          .versions.filter((version) => version !== from && version !== program.version)
          .map((version) => ({
            kind: "remove",
            path: inRoot(LIVE, programFolder(version)),
            why: "older than the version before",
          })),
      ),
  };
}

/** The data folder that a configuration names, whatever form it has; null where it names none. */
export function dataFolderOf(data: unknown): string | null {
  const named = typeof data === "object" && data !== null && "data" in data ? data.data : null;
  return typeof named === "string" && named !== "" ? resolve(dirname(CONFIG_FILE), named) : null;
}
