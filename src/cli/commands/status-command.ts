import type { Command } from "commander";
import { askDaemonState, type DaemonState } from "../../bench-tools/ask-daemon.ts";
import { databaseFile } from "../../daemon/config.ts";
import { counted } from "../../domain/counted.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { type BenchStatus, benchStatus } from "../../observe/bench-status.ts";
import { spaceWords } from "../../observe/disk-space.ts";
import { openStoreToRead } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, benchFolder } from "../bench-folder.ts";
import { print } from "../output.ts";

/** As `systemctl status` and the Linux Standard Base have it for a program that does not run. */
const NOT_RUNNING = 3;

interface Status {
  readonly daemon: DaemonState;
  /** Null where there is none, or it cannot be read: `storeProblem` says why. */
  readonly bench: BenchStatus | null;
  readonly storeProblem: string | null;
}

/** Nothing is changed by looking: a database of an older version is not upgraded. */
function readBench(dataFolder: string): Pick<Status, "bench" | "storeProblem"> {
  try {
    const store = openStoreToRead(databaseFile(dataFolder));
    try {
      return { bench: benchStatus(store, dataFolder, new Date()), storeProblem: null };
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    return { bench: null, storeProblem: `${error.message} ${error.entry.remedy}` };
  }
}

function daemonWords(daemon: DaemonState): string {
  switch (daemon.kind) {
    case "running": {
      const since = daemon.startedAtUtc === null ? "" : `, since ${daemon.startedAtUtc}`;
      return `running at ${daemon.url}, version ${daemon.version}${since}, process ${daemon.pid}`;
    }
    case "silent":
      return `process ${daemon.pid} does not answer: ${daemon.reason}`;
    case "gone":
      return `not running: process ${daemon.pid} ended without being stopped`;
    case "none":
      return "not running";
  }
}

function healthLines(daemon: DaemonState): string[][] {
  if (daemon.kind !== "running") return [];
  const ill = daemon.parts.filter(({ state }) => state !== "ok");
  return [
    ["health", daemon.status],
    ...ill.map(({ part, sentence, remedy }) => ["", `${part}: ${sentence ?? ""} ${remedy ?? ""}`]),
  ];
}

const agoWords = (utc: string | null): string => utc ?? "never";

function benchLines(bench: BenchStatus): string[][] {
  const { lastPlate, daysLeft, verifyFindings } = bench;
  const lasts = daysLeft === null ? "" : `, for some ${Math.floor(daysLeft)} days as it goes now`;
  const findings = verifyFindings === null ? "" : `, ${counted(verifyFindings, "finding")}`;
  return [
    [
      "plates",
      `${bench.platesToday} today, ${bench.plates} in all${lastPlate === null ? "" : `; last: ${lastPlate.barcode} on ${lastPlate.readerId}, ${lastPlate.capturedAtUtc}`}`,
    ],
    [
      "waiting",
      `${counted(bench.waiting, "reading")} to assign, ${counted(bench.quarantined, "file")} in quarantine, ${counted(bench.overdue, "plate")} overdue`,
    ],
    ["to review", `${counted(bench.flagged, "plate")} with flagged combinations`],
    [
      "to see to",
      `${counted(bench.notices, "notice")}, ${counted(bench.openIncidents, "incident")} going on`,
    ],
    ["backup", agoWords(bench.backupUtc)],
    ["verify", `${agoWords(bench.verifyUtc)}${findings}`],
    [
      "disk",
      `${spaceWords(bench.freeBytes)} free${lasts}; database ${spaceWords(bench.databaseBytes)}`,
    ],
  ];
}

function render({ daemon, bench, storeProblem }: Status): string {
  const readers =
    daemon.kind === "running"
      ? daemon.readers.map(({ id, state, sentence }) => [`reader ${id}`, `${state}: ${sentence}`])
      : [];
  const stored = bench === null ? [["store", storeProblem ?? ""]] : benchLines(bench);
  const rows = [["daemon", daemonWords(daemon)], ...healthLines(daemon), ...readers, ...stored];
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return rows
    .map(([name = "", words = ""]) => `${name.padEnd(width)}  ${words}`.trimEnd())
    .join("\n");
}

/** 0: it works; 1: it fails or does not answer; 3: it does not run. */
function exitCodeOf(daemon: DaemonState): number {
  if (daemon.kind === "running") return daemon.status === "failing" ? 1 : 0;
  return daemon.kind === "silent" ? 1 : NOT_RUNNING;
}

export function addStatusCommand(program: Command): void {
  benchCommand(
    program,
    "status",
    "One screen: daemon, readers, plates, what waits, backups, disk, health. Exit 1 if it fails, 3 if no daemon runs.",
  ).action(async (options: BenchOptions) => {
    const { dataFolder } = benchFolder(options);
    const daemon = await askDaemonState(dataFolder);
    const status: Status = { daemon, ...readBench(dataFolder) };
    process.exitCode = exitCodeOf(daemon);
    print(options.json ?? false, status, () => render(status));
  });
}
