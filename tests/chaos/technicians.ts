/** What people do on the bench of a chaos run: they do what the page tells them, and no more. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gen5Export } from "../../drivers/exports/simulator/gen5-export.ts";
import type { OpcUaSimulator } from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { RunView, ScanView } from "../../src/api/views.ts";
import { commandHeaders } from "../../src/bench-tools/ask-daemon.ts";
import { type ChaosPlate, LAYOUT } from "./chaos-plates.ts";
import type { Gate } from "./gate.ts";
import type { KeptDaemon } from "./kept-daemon.ts";
import { wait } from "./wait.ts";

/** When every export says that it was saved. */
const SAVED_AT = new Date(2026, 10, 23, 10, 14, 27);
const AGAIN_AFTER_MS = 150;
const ANSWER_WITHIN_MS = 10_000;

export interface Workplace {
  readonly daemon: KeptDaemon;
  /** Nobody begins with another plate while it is closed. */
  readonly gate: Gate;
  readonly random: () => number;
  /** Called with each plate before it is put in. */
  readonly begins: (source: string, plate: ChaosPlate) => void;
  /** Called whenever it is to be read, by command, by a button or as a file. */
  readonly starts: (barcode: string) => void;
  readonly unreadable: () => void;
}

/** One reader, for one person at a time. */
export interface Station {
  readonly id: string;
  insert(plate: InsertedPlate): Promise<void>;
  /** Does something while nobody else touches the reader. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Whether a plate is read, as its barcode scanned at the page shows; null while nobody answers. */
async function isRead(daemon: KeptDaemon, barcode: string): Promise<boolean | null> {
  const address = daemon.address();
  if (address === null) return null;
  try {
    const answer = await fetch(`${address.url}/api/v1/scan/${barcode}`, {
      headers: commandHeaders(address, "chaos"),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return answer.ok ? ((await answer.json()) as ScanView).alreadyRead !== null : null;
  } catch {
    return null;
  }
}

function readerIsReady(daemon: KeptDaemon, id: string): boolean {
  return daemon.bench()?.readers.some((one) => one.id === id && one.state === "ready") ?? false;
}

function runOf(daemon: KeptDaemon, barcode: string): RunView | null {
  return daemon.bench()?.runs.find((run) => run.barcode === barcode) ?? null;
}

function isUnderWay(run: RunView | null): boolean {
  return run !== null && (run.state === "starting" || run.state === "reading");
}

async function untilRead(daemon: KeptDaemon, barcode: string): Promise<void> {
  while ((await isRead(daemon, barcode)) !== true) await wait(AGAIN_AFTER_MS);
}

/** Starts the plate on its reader, and again for as long as the page does not show it as read. */
async function readByCommand(
  place: Workplace,
  station: Station,
  { plate, sample }: ChaosPlate,
): Promise<void> {
  const { daemon } = place;
  for (;;) {
    while (!readerIsReady(daemon, station.id) || isUnderWay(runOf(daemon, plate.id))) {
      await wait(AGAIN_AFTER_MS);
    }
    const read = await isRead(daemon, plate.id);
    if (read === true) return;
    if (read === null) continue;
    const isStarted = await station.alone(async () => {
      await station.insert(plate);
      place.starts(plate.id);
      return daemon.startRun({ readerId: station.id, layoutId: LAYOUT, sample, barcode: plate.id });
    });
    await wait(isStarted ? AGAIN_AFTER_MS : 2 * AGAIN_AFTER_MS);
  }
}

/** Reads plates by command, one after the other, until they are at an end or the run is over. */
export async function workAtReader(
  place: Workplace,
  station: Station,
  plates: readonly ChaosPlate[],
): Promise<void> {
  for (const one of plates) {
    if (!(await place.gate.pass(one.plate.id))) return;
    place.begins(station.id, one);
    await readByCommand(place, station, one);
    place.gate.done(one.plate.id);
  }
}

async function pressStart(
  place: Workplace,
  lads: OpcUaSimulator,
  plate: InsertedPlate,
): Promise<void> {
  for (;;) {
    try {
      await lads.insert(plate);
      place.starts(plate.id);
      const runId = await lads.pressStart();
      await lads.waitFor((event) => event.event === "result-complete" && event.runId === runId);
      return;
    } catch {
      // The server is being started afresh, or somebody else's run is under way.
      await wait(200);
    }
  }
}

/** Every other plate is started at the panel of the reader; its barcode says which it is. */
export async function workAtServer(
  place: Workplace,
  station: Station,
  lads: OpcUaSimulator,
  plates: readonly ChaosPlate[],
): Promise<void> {
  for (const [index, one] of plates.entries()) {
    if (!(await place.gate.pass(one.plate.id))) return;
    place.begins(station.id, one);
    if (index % 2 === 0) await readByCommand(place, station, one);
    else {
      while (!readerIsReady(place.daemon, station.id)) await wait(AGAIN_AFTER_MS);
      await pressStart(place, lads, one.plate);
      await untilRead(place.daemon, one.plate.id);
    }
    place.gate.done(one.plate.id);
  }
}

/** Saves an export as vendors' programs do: at once, under another name first, or in pieces. */
async function saveExport(place: Workplace, file: string, text: string): Promise<void> {
  const way = place.random();
  if (way < 0.3) return writeFileSync(file, text);
  if (way < 0.6) {
    writeFileSync(`${file}.tmp`, text);
    return renameSync(`${file}.tmp`, file);
  }
  const cut = Math.floor(text.length * place.random());
  writeFileSync(file, text.slice(0, cut));
  // At times longer than the daemon waits for a file to be whole: then half of it is taken first.
  await wait(place.random() * 900);
  writeFileSync(file, text);
}

/** Exports are saved into the watched folder; now and then a file that is none, and a copy under another name. */
export async function saveExports(
  place: Workplace,
  folder: string,
  plates: readonly ChaosPlate[],
): Promise<void> {
  for (const [index, one] of plates.entries()) {
    if (!(await place.gate.pass(one.plate.id))) return;
    const { plate } = one;
    place.begins("exports", one);
    place.starts(plate.id);
    const text = gen5Export(plate, [570, 650], SAVED_AT);
    await saveExport(place, join(folder, `2026-11-23_${plate.id}.txt`), text);
    if (index % 10 === 0) {
      writeFileSync(join(folder, `notes ${index}.txt`), `Dear all, ${index} plates today.`);
      place.unreadable();
    }
    await untilRead(place.daemon, plate.id);
    if (index % 7 === 0) writeFileSync(join(folder, `copy ${index}.txt`), text);
    place.gate.done(one.plate.id);
    await wait(place.random() * 1500);
  }
}
