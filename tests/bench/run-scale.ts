/**
 * `npm run bench:scale`: the daemon with a million plates beside the daemon with a thousand. The last line says what was
 * missed, and the exit code is 1 then. `--plates N` fills another number, `--keep FOLDER` fills that folder and keeps
 * it, `--data FOLDER` measures in one that was kept.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { WorklistView } from "../../src/api/review-views.ts";
import { databaseFile } from "../../src/daemon/config.ts";
import { openStore } from "../../src/store/open-store.ts";
import { askOptions } from "../ask-options.ts";
import { type BenchDaemon, startBenchDaemon } from "./bench-daemon.ts";
import { sayGoals } from "./goal.ts";
import { median } from "./median.ts";
import { fillBench } from "./pages/full-bench.ts";
import { fillScaled } from "./scale/fill-scaled.ts";
import { measureScale, scaleGoals, scaleTable } from "./scale/measure-scale.ts";

const BYTES_A_PLATE = 10_000;
const SHORT_OF_DISK = 100_000;
const STARTS = 5;

const values = askOptions(
  "bench:scale",
  "A bench with a million plates beside one with a thousand; ends with 1 where a goal is missed.",
  {
    plates: { number: 1_000_000, help: "how many plates are stored" },
    real: { number: 1000, help: "of them captured and analysed; the others are made of these" },
    times: { number: 40, help: "how often each request is made" },
    keep: { text: null, help: "where the filled databases stay" },
    data: { text: null, help: "databases that --keep has filled, to measure again" },
  },
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const kept = values.data ?? values.keep;
const folder = kept ?? mkdtempSync(join(tmpdir(), "platewarden-scale-"));
const [few, many] = [join(folder, "few"), join(folder, "many")];
const real = values.real;

/** The wanted number, or fewer where the disk is short. */
function affordable(wanted: number): number {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize > 1.2 * wanted * BYTES_A_PLATE || wanted <= SHORT_OF_DISK) return wanted;
  say(`The disk is too short for ${wanted} plates of 10 kB: ${SHORT_OF_DISK} are measured.`);
  return SHORT_OF_DISK;
}

async function settled(daemon: BenchDaemon): Promise<void> {
  for (;;) {
    const view = JSON.parse(await daemon.get("/worklist?limit=1")) as WorklistView;
    const { lastEventId } = JSON.parse(await daemon.get("/bench")) as { lastEventId: number };
    await pause(500);
    const after = JSON.parse(await daemon.get("/bench")) as { lastEventId: number };
    if (view.pending === 0 && lastEventId === after.lastEventId) return;
  }
}

function platesIn(file: string): number {
  const store = openStore(file, { mustExist: true });
  try {
    return store.worklist.countOf("all");
  } finally {
    store.close();
  }
}

/** Both data folders. Returns how many plates the larger one has. */
async function fill(): Promise<number> {
  if (values.data !== null) return platesIn(databaseFile(join(many, "data")));
  mkdirSync(few, { recursive: true });
  mkdirSync(many, { recursive: true });
  const startedMs = performance.now();
  const seconds = (): string => ((performance.now() - startedMs) / 1000).toFixed(0);
  await fillBench(join(few, "data"), real);
  const daemon = await startBenchDaemon(few);
  await settled(daemon);
  await daemon.stop();
  say(`${real} plates captured and analysed after ${seconds()} s`);
  mkdirSync(join(many, "data"));
  const fewFile = databaseFile(join(few, "data"));
  const filled = fillScaled(fewFile, databaseFile(join(many, "data")), affordable(values.plates));
  const { plates, bytesPerPlate } = filled;
  say(`${plates} plates after ${seconds()} s, ${(bytesPerPlate / 1000).toFixed(1)} kB each`);
  return plates;
}

/** The median time to healthy, the first start after filling left out. */
async function startTimes(
  place: string,
): Promise<{ readonly startMs: number; readonly daemon: BenchDaemon }> {
  const times: number[] = [];
  for (;;) {
    const daemon = await startBenchDaemon(place);
    times.push(daemon.healthyAfterMs);
    if (times.length === STARTS) return { startMs: median(times.slice(1)), daemon };
    await daemon.stop();
  }
}

async function measure(): Promise<void> {
  const plates = await fill();
  const small = await startTimes(few);
  const large = await startTimes(many).catch(async (error: unknown) => {
    await small.daemon.stop();
    throw error;
  });
  try {
    const memory = [small, large].map(({ daemon }) => daemon.residentMb());
    const { rows } = JSON.parse(await small.daemon.get("/worklist?limit=40")) as WorklistView;
    const measured = await measureScale(small.daemon, large.daemon, rows, values.times);
    say(scaleTable(measured, real, plates));
    say(
      `Start of the process to healthy: ${small.startMs.toFixed(0)} ms with ${real} plates, ${large.startMs.toFixed(0)} ms with ${plates}.`,
    );
    const after = [small, large].map(({ daemon }) => daemon.residentMb());
    say(
      `Resident memory: ${memory[0]?.toFixed(0)} MB with ${real} plates and ${memory[1]?.toFixed(0)} MB with ${plates} after the start, ${after[0]?.toFixed(0)} MB and ${after[1]?.toFixed(0)} MB after all questions.`,
    );
    sayGoals(scaleGoals(measured, large.startMs), say);
  } finally {
    await Promise.all([small.daemon.stop(), large.daemon.stop()]);
  }
}

if (values.data !== null && !existsSync(values.data)) {
  say(`There is no ${values.data}; fill one with --keep.`);
  process.exitCode = 2;
} else {
  try {
    await measure();
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
