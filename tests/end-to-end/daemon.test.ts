/** The daemon process on simulated readers behind real ports: what goes wrong at a bench, and what it says of it. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialPort } from "serialport";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { RunView } from "../../src/api/views.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { jsonOf, runCli } from "../cli/run-cli.ts";
import { canMountDisk, fillDisk, smallDisk, whyNoDisk } from "../store/small-disk.ts";
import {
  type BenchFiles,
  benchFiles,
  type DaemonProcess,
  type ReaderEntry,
  startDaemonProcess,
} from "./daemon-process.ts";
import { runProgram } from "./run-program.ts";

const study = loadStudy(join(import.meta.dirname, "../../src/study/figure3-study.json"));
const LAYOUT = "combination-rot180-1plate";
const folder = mkdtempSync(join(tmpdir(), "platewarden-ports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let ports = 0;
/** A simulated reader on a pseudo-terminal, ended with the test. */
async function plugIn(how: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  ports += 1;
  const ptyLink = join(folder, `reader-${ports}`);
  const simulator = await startSimulator({ model: "680", ptyLink, ...how });
  onTestFinished(() => simulator.stop());
  return simulator;
}

const entry = (
  simulator: Pick<Simulator, "spec">,
  options: readonly string[] = [],
): ReaderEntry => ({
  id: "bench-1",
  port: simulator.spec,
  options,
});

async function insert(simulator: Simulator, plateId: string): Promise<void> {
  const plate = study.plates.find(({ id }) => id === plateId);
  if (plate === undefined) throw new Error(`no plate ${plateId}`);
  const { measurement, reference } = plate;
  await simulator.insert({ id: plateId, measurement, reference });
}

interface Bench {
  readonly simulator: Simulator;
  readonly files: BenchFiles;
  readonly daemon: DaemonProcess;
}

/** A daemon with one reader that is ready. */
async function readyBench(how: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const simulator = await plugIn(how);
  const files = benchFiles([entry(simulator)]);
  const daemon = await startDaemonProcess(files);
  await daemon.reader("bench-1", ({ state }) => state === "ready");
  return { simulator, files, daemon };
}

function runArguments(barcode: string, { data }: BenchFiles): string[] {
  const plate = ["--layout", LAYOUT, "--sample", barcode.slice(0, 1), "--barcode", barcode];
  const who = ["--reader", "bench-1", "--operator", "technician", "--data", data];
  return ["run", "start", ...plate, ...who];
}

/** Starts a run by command; resolves when the reader has begun. */
async function startRun(bench: Bench, barcode: string): Promise<RunView> {
  await insert(bench.simulator, barcode);
  return (await jsonOf(...runArguments(barcode, bench.files))) as RunView;
}

async function endOf({ daemon }: Bench, runId: string): Promise<RunView> {
  const under = (run: RunView) => run.state === "starting" || run.state === "reading";
  const { runs } = await daemon.when(({ runs: all }) =>
    all.some((run) => run.id === runId && !under(run)),
  );
  const ended = runs.find((run) => run.id === runId);
  if (ended === undefined) throw new Error(`run ${runId} has vanished`);
  return ended;
}

async function replayIsIdentical({ files }: Bench, barcode: string): Promise<boolean> {
  const on = ["--data", files.data];
  const plate = (await jsonOf("plate", "show", barcode, ...on)) as {
    provenance: { readingId: string };
  };
  const report = await jsonOf("replay", plate.provenance.readingId, ...on);
  return (report as { identical: boolean }).identical;
}

describe("a port", () => {
  test("that does not exist is named, with what to do, and comes to life when it is plugged in", async () => {
    const ptyLink = join(folder, "late-reader");
    const daemon = await startDaemonProcess(benchFiles([entry({ spec: `serial:${ptyLink}` })]));
    const { sentence } = await daemon.reader("bench-1", ({ state }) => state === "unreachable");
    expect(sentence).toContain(`serial:${ptyLink} cannot be opened: No such file`);
    expect(sentence).toContain("Plug the adapter in");
    expect(sentence).toMatch(/Tries again in [\d.]+ s\.$/);
    await plugIn({ ptyLink });
    await daemon.reader("bench-1", ({ state }) => state === "ready");
  });

  test("that another program holds is named, and taken when it is free", async () => {
    const simulator = await plugIn();
    const path = simulator.spec.replace("serial:", "");
    const other = new SerialPort({ path, baudRate: 9600, autoOpen: false });
    await new Promise<void>((resolve, reject) =>
      other.open((error) => (error ? reject(error) : resolve())),
    );
    const daemon = await startDaemonProcess(benchFiles([entry(simulator)]));
    const { sentence } = await daemon.reader("bench-1", ({ state }) => state === "unreachable");
    expect(sentence).toMatch(/cannot be opened: .*[Cc]annot lock port\. Close the other program/);
    await new Promise<void>((resolve) => other.close(() => resolve()));
    await daemon.reader("bench-1", ({ state }) => state === "ready");
  });

  test("at a wrong baud rate gives garbage, which is said and not believed", async () => {
    const simulator = await plugIn();
    await simulator.fault("garbage", { times: 1000 });
    const daemon = await startDaemonProcess(benchFiles([entry(simulator)]));
    const { sentence } = await daemon.reader("bench-1", ({ state }) => state === "unreachable");
    expect(sentence).toMatch(/^What arrives is not the reader's language: wrong baud rate/);
    expect(sentence).toContain("Set the reader to 9600 baud");
    expect((await daemon.bench()).unassigned).toEqual([]);
  });
});

describe("a run by command", () => {
  test("reads the plate, judges it, and leaves the reader to its panel", async () => {
    const bench = await readyBench();
    const run = await startRun(bench, "B-1");
    expect(await endOf(bench, run.id)).toMatchObject({ state: "captured", sentence: null });
    const { flags } = await bench.daemon.when(({ flags: all }) => all.length > 0);
    expect(flags[0]).toMatchObject({ sample: "B", arm: "trametinib", class: "complete" });
    expect((await bench.simulator.status()).remote).toBe(false);
    const again = await runCli(...runArguments("B-1", bench.files));
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("BARCODE_ALREADY_READ")]);
    const readers = await runCli("readers", "--data", bench.files.data);
    expect(readers.out).toMatch(/bench-1 +ready +Model 680 +bio-rad 2 \(manual-only\)/);
    expect(await bench.daemon.stop()).toBe(0);
  });

  test("is cancelled by command, and the next one goes well", async () => {
    const bench = await readyBench({ timeScale: 0.3 });
    const run = await startRun(bench, "A-1");
    await bench.simulator.waitFor(({ event }) => event === "read-started");
    const second = await runCli(...runArguments("B-1", bench.files));
    expect(second.err).toContain("READER_BUSY");
    const on = ["--data", bench.files.data];
    expect((await runCli("run", "cancel", run.id, "--by", "me", ...on)).code).toBe(0);
    expect(await endOf(bench, run.id)).toMatchObject({
      state: "cancelled",
      sentence: "Cancelled at the bench.",
    });
    await bench.daemon.reader("bench-1", ({ state }) => state === "ready");
    expect((await runCli("run", "cancel", run.id, "--by", "me", ...on)).err).toContain(
      "RUN_UNKNOWN",
    );
    const next = await startRun(bench, "B-1");
    expect(await endOf(bench, next.id)).toMatchObject({ state: "captured", sentence: null });
  });

  test("is refused before anything moves when a filter is not installed", async () => {
    const bench = await readyBench({ filtersNm: [405, 450, 490, 570] });
    const { code, err } = await runCli(...runArguments("A-1", bench.files));
    expect(code).toBe(1);
    expect(err).toContain("WAVELENGTH_NOT_INSTALLED");
    expect(err).toContain("no 650 nm filter; it has 405, 450, 490, 570 nm");
    expect((await bench.daemon.bench()).runs).toEqual([]);
  });

  test("is refused with an unknown layout", async () => {
    const bench = await readyBench();
    const args = runArguments("A-1", bench.files).map((arg) => (arg === LAYOUT ? "no-such" : arg));
    expect((await runCli(...args)).err).toMatch(/error LAYOUT_UNKNOWN/);
  });
});

describe("a transfer", () => {
  test("with a wrong checksum is asked for again, and the plate says so", async () => {
    const bench = await readyBench();
    await bench.simulator.fault("wrong-checksum");
    const run = await startRun(bench, "A-1");
    expect(await endOf(bench, run.id)).toMatchObject({ state: "captured" });
    const on = ["--data", bench.files.data];
    const plate = await jsonOf("plate", "show", "A-1", ...on);
    expect((plate as { transferWarnings: string[] }).transferWarnings).not.toEqual([]);
    expect(await replayIsIdentical(bench, "A-1")).toBe(true);
  });

  test("that ends half way and then is silent fails the run, and the plate is kept all the same", async () => {
    const bench = await readyBench();
    await bench.simulator.fault("truncate", { times: 9 });
    const run = await startRun(bench, "A-1");
    const { state, sentence } = await endOf(bench, run.id);
    expect(state).toBe("failed");
    expect(sentence).toMatch(/^The plate was read, but it arrived damaged each time/);
    // The armed cuts spend themselves on the daemon's own questions; then the plate comes out whole.
    const { unassigned } = await bench.daemon.when(({ unassigned: all }) => all.length > 0);
    expect(unassigned).toHaveLength(1);
    await bench.daemon.reader("bench-1", (reader) => reader.state === "ready");
    expect((await bench.daemon.bench()).plates).toEqual([]);
  });

  test("cut by a SIGKILL is fetched again, bound once and replays to the last bit", async () => {
    const bench = await readyBench({ timeScale: 0.4, baudThrottle: true });
    const run = await startRun(bench, "C-1");
    await bench.daemon.reader("bench-1", ({ progress }) =>
      (progress?.rows.measurement ?? []).some((row) => row !== null),
    );
    await bench.daemon.kill();
    await bench.simulator.waitFor(({ event }) => event === "sent");
    const daemon = await startDaemonProcess(bench.files);
    const after = { ...bench, daemon };
    await daemon.when(({ runs }) => runs.some(({ state }) => state === "captured"));
    expect(await endOf(after, run.id)).toMatchObject({
      state: "captured",
      sentence: "Fetched from the reader after an interruption.",
    });
    const { plates, unassigned } = await daemon.bench();
    expect(plates).toMatchObject([{ barcode: "C-1", versions: 1 }]);
    expect(unassigned).toEqual([]);
    expect(await replayIsIdentical(after, "C-1")).toBe(true);
  });
});

describe.skipIf(!canMountDisk)(`a disk that is full while a plate is read${whyNoDisk}`, () => {
  /** That no backups are made is so all the time here. */
  async function problemsNow(daemon: DaemonProcess): Promise<readonly string[]> {
    const { problems } = await daemon.bench();
    return problems.filter((sentence) => !/^(?:No backups are made|The disk is)/.test(sentence));
  }

  /** The daemon tells nobody while it cannot store, so it is asked. */
  async function problemsOf(daemon: DaemonProcess): Promise<readonly string[]> {
    for (;;) {
      const problems = await problemsNow(daemon);
      if (problems.length > 0) return problems;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  test("makes the plate wait, is said, and loses nothing", async () => {
    const disk = smallDisk();
    const simulator = await plugIn({ timeScale: 0.3 });
    const files = benchFiles([entry(simulator)], { data: join(disk, "data") });
    const daemon = await startDaemonProcess(files);
    await daemon.reader("bench-1", ({ state }) => state === "ready");
    const bench = { simulator, files, daemon };
    const run = await startRun(bench, "A-1");
    await simulator.waitFor(({ event }) => event === "read-started");
    const free = fillDisk(disk);
    expect(await problemsOf(daemon)).toEqual([
      expect.stringMatching(/^Nothing can be stored: .*full.* Reading waits until it can\.$/),
    ]);
    free();
    expect(await endOf(bench, run.id)).toMatchObject({ state: "captured" });
    expect(await replayIsIdentical(bench, "A-1")).toBe(true);
    expect(await problemsNow(daemon)).toEqual([]);
  });
});

describe("a plate started at the panel of a 550", () => {
  test("lands in the inbox, and flows on when somebody says what it is", async () => {
    const simulator = await plugIn({ model: "550" });
    const files = benchFiles([
      entry(simulator, ['model = "550"', "filtersNm = [450, 490, 570, 650]"]),
    ]);
    const daemon = await startDaemonProcess(files);
    await daemon.reader("bench-1", ({ state }) => state === "ready");
    await insert(simulator, "G-1");
    await simulator.pressStart(3, 4);
    const { unassigned } = await daemon.when(({ unassigned: all }) => all.length === 1);
    expect(unassigned[0]).toMatchObject({ referenceSubtracted: true, readerId: "bench-1" });
    const plate = ["--layout", LAYOUT, "--sample", "G", "--barcode", "G-1", "--operator", "me"];
    const reading = unassigned[0]?.readingId ?? "";
    const assigned = await runCli("assign", reading, ...plate, "--data", files.data);
    expect([assigned.code, assigned.err]).toEqual([0, ""]);
    const { flags } = await daemon.when(({ flags: all }) => all.length > 0);
    expect(flags[0]).toMatchObject({ sample: "G", arm: "trametinib", class: "antagonistic" });
    expect((await daemon.bench()).unassigned).toEqual([]);
  });
});

describe("a second daemon", () => {
  function freePort(): Promise<number> {
    const server = createServer();
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        server.close(() => resolve(port));
      });
    });
  }
  const nowhere: ReaderEntry = { id: "bench-1", port: "tcp://127.0.0.1:1" };

  test("on the same data folder is refused; beside it, it takes the next free web port", async () => {
    const webPort = await freePort();
    const files = benchFiles([nowhere], { webPort });
    const first = await startDaemonProcess(files);
    expect(first.url).toBe(`http://127.0.0.1:${webPort}`);
    const refused = await runProgram("daemon", "--config", files.config);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("DATA_FOLDER_IN_USE")]);
    expect(refused.err).toContain(files.data);
    const second = await startDaemonProcess(benchFiles([nowhere], { webPort }));
    expect(Number(new URL(second.url).port)).toBeGreaterThan(webPort);
    expect((await first.bench()).readers).toHaveLength(1);
  });
});

test("a daemon that is told to stop logs by which signal, and that it has ended", async () => {
  const daemon = await startDaemonProcess(
    benchFiles([{ id: "bench-1", port: "tcp://127.0.0.1:1" }]),
  );
  const logged: string[] = [];
  daemon.process.stderr?.on("data", (text) => logged.push(String(text)));
  const closed = once(daemon.process, "close");
  expect(await daemon.stop()).toBe(0);
  await closed;
  expect(logged.join("")).toMatch(/"signal":"SIGTERM".*\n(?:.*\n)*.*"the daemon has ended"/);
});

describe("a daemon that cannot start ends with 1 and says why", () => {
  test("where the data folder cannot be made", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const reader: ReaderEntry = { id: "bench-1", port: "tcp://127.0.0.1:1" };
    const { config } = benchFiles([reader], { data: join(file, "data") });
    const { code, err } = await runProgram("daemon", "--config", config);
    expect(code).toBe(1);
    expect(err).toMatch(/^error STORE_NOT_WRITABLE: .*a-file/m);
    expect(err).toContain("Give this user the right to read and write the data folder.");
  });

  test("where the configuration is not there", async () => {
    const { code, err } = await runProgram("daemon", "--config", join(folder, "nothing.toml"));
    expect(code).toBe(1);
    expect(err).toMatch(/^error CONFIG_NOT_FOUND: /m);
  });
});
