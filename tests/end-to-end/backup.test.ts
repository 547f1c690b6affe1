/** Backups beside the daemon as a process: made, killed in the middle, put back, drilled. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { Drill } from "../../src/backup/drill.ts";
import { listSets } from "../../src/backup/list-sets.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { jsonOf, runCli } from "../cli/run-cli.ts";
import { freshFolder, withDatabase } from "../store/fresh-store.ts";
import {
  type BenchFiles,
  benchFiles,
  type DaemonProcess,
  startDaemonProcess,
} from "./daemon-process.ts";
import { LAUNCH, runProgram } from "./run-program.ts";

const study = loadStudy(join(import.meta.dirname, "../../src/study/figure3-study.json"));

interface Bench {
  readonly simulator: Simulator;
  readonly files: BenchFiles;
  readonly daemon: DaemonProcess;
  readonly sets: string;
}

/** A daemon with a reader that is ready, and a folder for backups that are made by command. */
async function readyBench(rule = "every_h = 0"): Promise<Bench> {
  const ptyLink = join(freshFolder(), "reader");
  const simulator = await startSimulator({ model: "680", ptyLink });
  onTestFinished(() => simulator.stop());
  const files = benchFiles([{ id: "bench-1", port: simulator.spec }]);
  const sets = join(files.folder, "sets");
  mkdirSync(sets);
  appendFileSync(files.config, `[backup]\nfolder = "sets"\n${rule}\n`);
  const daemon = await startDaemonProcess(files);
  await daemon.reader("bench-1", ({ state }) => state === "ready");
  return { simulator, files, daemon, sets };
}

async function readPlate({ simulator, files, daemon }: Bench, barcode: string): Promise<void> {
  const plate = study.plates.find(({ id }) => id === barcode);
  if (plate === undefined) throw new Error(`no plate ${barcode}`);
  const { measurement, reference } = plate;
  await simulator.insert({ id: barcode, measurement, reference });
  const what = ["--layout", "combination-rot180-1plate", "--sample", barcode.slice(0, 1)];
  const who = ["--reader", "bench-1", "--operator", "technician", "--data", files.data];
  await jsonOf("run", "start", "--barcode", barcode, ...what, ...who);
  await daemon.when(({ plates }) => plates.some((one) => one.barcode === barcode));
}

const makersIn = (data: string): unknown =>
  withDatabase(join(data, "platewarden.sqlite"), (db) =>
    db.prepare("SELECT actor FROM audit WHERE action = 'backup.made'").pluck().all(),
  );

/** Everything that lies beside the sets. */
const sinceIn = (sets: string): string =>
  readdirSync(sets)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => readFileSync(join(sets, name), "utf8"))
    .join("");

const plateCount = (data: string): unknown =>
  withDatabase(join(data, "platewarden.sqlite"), (db) =>
    db.prepare("SELECT count(*) FROM plate").pluck().get(),
  );

test("plates that come while a backup is made are not kept waiting, and everything comes back", async () => {
  const bench = await readyBench();
  const { files, sets } = bench;
  await readPlate(bench, "B-1");
  const making = runProgram("backup", "--config", files.config);
  await readPlate(bench, "A-1");
  expect(await making).toMatchObject({ code: 0, out: expect.stringContaining("all fit") });
  const drill = (await jsonOf("backup", "drill", "--config", files.config)) as Drill;
  expect(drill.same).toBe(true);
  expect(drill.steps.flatMap(({ findings }) => findings)).toEqual([]);
  expect(drill.steps).toHaveLength(4);
  await readPlate(bench, "D-1");
  // Its bytes are beside the set before long, and the disk may die.
  await firstEntry(sets, (name) => name.startsWith("platewarden-since-"));
  await vi.waitFor(() => expect(sinceIn(sets)).toContain('"barcode":"D-1"'), 20_000);
  await bench.daemon.kill();

  const to = join(files.folder, "new/data");
  const config = join(files.folder, "new/platewarden.toml");
  const restored = await runCli("restore", "--from", sets, "--data", to, "--config-to", config);
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining("Put back into") });
  expect(restored.out).toMatch(/waits to be assigned: what bench-1 read at .* for plate D-1/);
  expect((await runCli("verify", "--data", to)).code).toBe(0);
  const again = await runCli("restore", "--from", sets, "--data", to);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("RESTORE_TARGET_TAKEN") });
  // The reader is where it was: the daemon goes on with what was put back.
  const other = benchFiles([{ id: "bench-1", port: bench.simulator.spec }], { data: to });
  const daemon = await startDaemonProcess(other);
  const { plates, unassigned } = await daemon.bench();
  expect(plates.map(({ barcode }) => barcode)).toContain("B-1");
  expect(unassigned.length).toBeGreaterThan(0);
  await daemon.reader("bench-1", ({ state }) => state === "ready");
  await readPlate({ ...bench, daemon, files: other }, "C-1");
  expect(await daemon.stop()).toBe(0);
  expect((await runCli("verify", "--data", to)).code).toBe(0);
});

test("the daemon makes them by itself, and says when it cannot", async () => {
  const bench = await readyBench("every_h = 24");
  await firstEntry(bench.sets, (name) => /Z-[0-9a-f]{8}$/.test(name));
  expect(listSets(bench.sets)).toMatchObject([{ state: "verified" }]);
  await vi.waitFor(() => expect(makersIn(bench.files.data)).toEqual(["daemon"]), 10_000);
  expect(await bench.daemon.stop()).toBe(0);

  rmSync(bench.sets, { recursive: true });
  const again = await startDaemonProcess(bench.files);
  const { problems } = await again.when((one) => one.problems.some((text) => /backup/.test(text)));
  expect(problems.join(" ")).toMatch(/No backup was made\. .*sets.*mounted/);
  expect(await again.stop()).toBe(0);
});

/** Resolves when a folder holds an entry of such a name. */
async function firstEntry(folder: string, fits: (name: string) => boolean): Promise<string> {
  const watching = watch(folder);
  try {
    for (;;) {
      const found = readdirSync(folder).find(fits);
      if (found !== undefined) return found;
      await once(watching, "change");
    }
  } finally {
    watching.close();
  }
}

/** Starts a command and kills it as soon as an entry of such a name is in the folder. */
async function killAt(
  folder: string,
  fits: (name: string) => boolean,
  ...args: readonly string[]
): Promise<void> {
  const child = spawn(process.execPath, [LAUNCH, ...args], { stdio: "ignore" });
  const exited = once(child, "exit");
  await firstEntry(folder, fits);
  child.kill("SIGKILL");
  await exited;
}

test("a backup and a restore that are killed in the middle leave nothing that looks whole", async () => {
  const bench = await readyBench();
  const { files, sets } = bench;
  await readPlate(bench, "B-1");
  const config = ["--config", files.config];
  await killAt(sets, (name) => name.endsWith(".part"), "backup", ...config);
  expect(listSets(sets)).toEqual([]);
  expect(
    (await runCli("restore", "--from", sets, "--data", join(files.folder, "x"))).err,
  ).toContain("BACKUP_UNKNOWN");
  expect((await runCli("backup", ...config)).code).toBe(0);
  expect(readdirSync(sets)).toHaveLength(1);

  const to = join(files.folder, "killed");
  mkdirSync(to);
  const restore = ["restore", "--from", sets, "--data", to];
  await killAt(to, (name) => name === ".restoring", ...restore);
  expect(existsSync(join(to, "platewarden.sqlite"))).toBe(false);
  const elsewhere = benchFiles([{ id: "bench-1", port: "tcp://127.0.0.1:1" }], { data: to });
  await expect(startDaemonProcess(elsewhere)).rejects.toThrow("RESTORE_UNFINISHED");
  expect((await runCli(...restore)).code).toBe(0);
  expect(plateCount(to)).toBe(1);
});
