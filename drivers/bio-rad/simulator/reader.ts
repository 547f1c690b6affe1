/** The simulated instrument: what it holds, what it is doing, and how it answers the command language. */
import { setTimeout as wait } from "node:timers/promises";
import { air, type InsertedPlate, type Matrix } from "../../simulator/inserted-plate.ts";
import type { ArmedFault } from "./faults.ts";
import type { ModelFacts } from "./model-facts.ts";
import { type MeasuredPlate, pushedRecord, rawRecord, writeValue } from "./plate-record.ts";
import { type ReadArguments, readArguments } from "./read-arguments.ts";
import { createReaderClock } from "./reader-clock.ts";
import { createVoice, type VoiceParts } from "./voice.ts";

export interface ReaderParts extends VoiceParts {
  readonly model: ModelFacts;
  readonly filtersNm: readonly (number | null)[];
  /** How long a read takes whatever the time scale; null: as long as a real one, scaled. */
  readonly readMs: number | null;
}

/** A read without its mixing; our estimate. */
const READ_MS = 3000;
const ONLY_680 = ["FS", "IS", "IN", "WI"];

export type Reader = ReturnType<typeof createReader>;

export function createReader(parts: ReaderParts) {
  const { model, filtersNm, emit } = parts;
  const clock = createReaderClock();
  const voice = createVoice(parts);
  let remote = false;
  let carriage: InsertedPlate | null = null;
  let memory: MeasuredPlate | null = null;
  let platesRead = 0;
  let input = "";
  let waiting: string[] = [];
  let working = false;
  /** Aborted by STOP and by switching the reader off. */
  let current = new AbortController();

  /** The 680 prints the wavelength of a filter, the 550 its position. */
  function filterName(position: number): string {
    return model.name === "680" ? String(filtersNm[position - 1]) : String(position);
  }

  /** Measures for as long as a real reader would; false when it was stopped. */
  async function measure(how: ReadArguments, stop: AbortSignal): Promise<boolean> {
    const plate = carriage ?? { id: "empty carriage", measurement: air(), reference: null };
    emit({ event: "read-started", plateId: plate.id });
    const ms = parts.readMs ?? (READ_MS + how.mixSeconds * 1000) * parts.timeScale;
    await wait(ms, undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return false;
    memory = {
      plateId: plate.id,
      measurement: plate.measurement,
      reference: how.reference === null ? null : (plate.reference ?? air()),
      measurementFilter: filterName(how.measurement),
      referenceFilter: how.reference === null ? null : filterName(how.reference),
      clock: clock.print(),
    };
    platesRead += 1;
    emit({ event: "read-finished", plateId: plate.id, readerClock: memory.clock });
    return true;
  }

  async function sendMemory(command: string): Promise<void> {
    if (memory === null) {
      await voice.say(command, "ERE 8074\r");
      return;
    }
    const { plateId } = memory;
    const record = rawRecord(memory, model);
    record.head[0] = `ERE 0000 ${record.head[0]}`;
    if (await voice.sayPlate(command, record)) emit({ event: "sent", plateId });
  }

  async function pushMemory(): Promise<void> {
    if (memory === null) return;
    const { plateId } = memory;
    if (await voice.sayPlate("PUSH", pushedRecord(memory, model))) emit({ event: "sent", plateId });
  }

  function wellAnswer(words: readonly string[]): string {
    const [column = 0, row = 0, , reference] = words.map(Number);
    const cell = (matrix: Matrix | undefined | null) =>
      writeValue((matrix ?? air())[row - 1]?.[column - 1] ?? null, model).trim();
    const second = reference === undefined ? "" : ` ${cell(carriage?.reference)}`;
    return `ERE 0000 ${cell(carriage?.measurement)}${second}\r`;
  }

  /** Whole answer to a command that has nothing to measure; null for a word the reader does not know. */
  function plainAnswer(command: string, words: readonly string[]): string | null {
    if (ONLY_680.includes(command) && model.name !== "680") return null;
    const filters = filtersNm.map((nm) => (nm === null ? "***" : String(nm))).join(" ");
    const plates = String(platesRead % 10_000).padStart(4, "0");
    const answers: Readonly<Record<string, string>> = {
      AQ: "ERE 0000\r",
      ID: `ERE 0000 ${model.idAnswer}\r`,
      RL: "ERE 0000\r",
      RS: "ERE 0000\r",
      RM: "ERE 0000\r",
      MR: `ERE 0000\rOn/Off:0012\rHours :0345\rPlates:${plates}\r`,
      FS: `ERE 0000\r${filters}\r`,
      IS: "ERE 0000 1 0 37.0 25.3\r",
      IN: "ERE 0000\r",
      WI: "ERE 0000\r",
      RW: wellAnswer(words),
    };
    return answers[command] ?? null;
  }

  /** The first two letters tell the commands apart; letter case does not matter. */
  async function obey(line: string, stop: AbortSignal): Promise<void> {
    const [address = "", word = "", ...words] = line.trim().split(/\s+/);
    const command = word.slice(0, 2).toUpperCase();
    emit({ event: "command", text: line });
    const isForUs = address.toUpperCase() === "EIA.READER";
    if (isForUs && command === "AQ") remote = true;
    if (isForUs && !remote) {
      await voice.say(command, "ERE 8073\r");
    } else if (isForUs && command === "RP") {
      const how = readArguments(words, model, filtersNm);
      if (how === null) await voice.say(command, "ERE 8030\r");
      else if (await measure(how, stop)) await sendMemory(command);
    } else if (isForUs && command === "RT") {
      await sendMemory(command);
    } else {
      if (command === "RL" || command === "RS") remote = false;
      if (command === "RM") platesRead = 0;
      await voice.say(command, (isForUs ? plainAnswer(command, words) : null) ?? "ERE 8001\r");
    }
  }

  /** One command at a time; what arrives meanwhile waits in the input buffer. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
      await obey(line, current.signal);
    }
    working = false;
  }

  async function readAtPanel(how: ReadArguments): Promise<void> {
    working = true;
    const finished = await measure(how, current.signal);
    if (finished && model.name === "550") await pushMemory();
    working = false;
    await work();
  }

  function breakOff(): void {
    current.abort();
    current = new AbortController();
    remote = false;
    waiting = [];
  }

  return {
    /** Bytes from the host; commands end with CR only. */
    receive(bytes: Uint8Array): void {
      input += Buffer.from(bytes).toString("latin1");
      const lines = input.split("\r");
      input = (lines.pop() ?? "").slice(-1000);
      waiting.push(...lines.filter((line) => line.trim() !== ""));
      void work();
    },
    insert(plate: InsertedPlate): void {
      carriage = plate;
    },
    /** A read started at the panel; the 550 then sends it by itself. Throws while the key pad is locked. */
    pressStart(measurement: number, reference: number | null): void {
      if (remote) throw new Error("the key pad is locked: the reader is in remote mode");
      if (working) throw new Error("the reader is busy");
      void readAtPanel({ mixSeconds: 0, measurement, reference });
    },
    /** STOP: drops the read without a word and goes to local mode. */
    pressStop(): void {
      breakOff();
      emit({ event: "stopped" });
    },
    /** Off and on again: local mode, and no plate in memory. */
    powerCycle(): void {
      breakOff();
      memory = null;
      input = "";
    },
    arm: (fault: ArmedFault): void => voice.arm(fault),
    setClock: clock.set,
    status: () => ({
      model: model.name,
      remote,
      busy: working,
      inserted: carriage?.id ?? null,
      lastPlate: memory?.plateId ?? null,
      lastReaderClock: memory?.clock ?? null,
      readerClock: clock.print(),
      armed: voice.armedKinds(),
    }),
  };
}
