/** The simulated instrument: what it holds, what it is doing, and how it answers the command language. */
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "../../simulator/control-lines.ts";
import {
  type ArmedFault,
  createFaultyVoice,
  type FaultyVoiceParts,
} from "../../simulator/faulty-voice.ts";
import { air, type InsertedPlate } from "../../simulator/inserted-plate.ts";
import { DATA_FAULTS, dataLines, type MeasuredPlate, spoilLines } from "./data-text.ts";
import type { ModelFacts } from "./model-facts.ts";

export interface ReaderParts extends Omit<FaultyVoiceParts, "noise"> {
  readonly model: ModelFacts;
  /** Commands that answer with one prompt on this unit, where its model has two. */
  readonly onePrompt: readonly string[];
  /** How long a read takes whatever the time scale; null: as long as a real one, scaled. */
  readonly readMs: number | null;
  readonly emit: Emit;
  /** The reader's time that it puts before the data, in s; without it a clock that runs. */
  readonly timeS?: () => string;
}

/** Our estimates: a read without its shaking, and the calibration after power-on. */
const READ_MS = 20_000;
const WARM_UP_MS = 5000;

/** Spoil an answer in the words of this language. */
export const ANSWER_FAULTS = ["refuse", "warn", "stale-answer"] as const;
/** The read ends and nothing is there. */
const READ_FAULTS = ["lose-data"] as const;
export const READER_FAULTS = [...DATA_FAULTS, ...ANSWER_FAULTS, ...READ_FAULTS] as const;

/** May be asked while the reader measures. */
const WHILE_MEASURING = ["", "STATUS", "OPTION", "TEMP", "ERROR", "CANCEL"];
/** Obeyed without anything to be seen; the number is how many words must follow at least. */
const SETTINGS: Readonly<Record<string, number>> = {
  XPOS: 3,
  YPOS: 3,
  STRIP: 2,
  CSPEED: 1,
  SHAKE: 1,
  CALIBRATE: 1,
  MODE: 1,
  ORDER: 1,
  SPEED: 1,
};

interface Answer {
  readonly fail?: string;
  readonly payload?: readonly string[];
}

export type Reader = ReturnType<typeof createReader>;

export function createReader(parts: ReaderParts) {
  const { model, emit } = parts;
  const voice = createFaultyVoice({ ...parts, noise: "\xfe\x00~\r\n>\xff" });
  const startedMs = Date.now();
  let drawer: "OPEN" | "CLOSED" = "OPEN";
  let carriage: InsertedPlate | null = null;
  /** Read and not yet transferred. */
  let buffer: MeasuredPlate | null = null;
  /** Transferred last; what RESEND gives. */
  let sent: MeasuredPlate | null = null;
  let wavelengths: number[] = [];
  let readType = "";
  let measuring = false;
  let warm = true;
  let runNumber = 0;
  let errorLog: string[] = [];
  let input = "";
  let speaking: Promise<unknown> = Promise.resolve();
  /** Aborted by switching the reader off. */
  let current = new AbortController();

  async function measure(how: readonly number[]): Promise<void> {
    const plate = carriage ?? { id: "empty drawer", measurement: air(), reference: null };
    measuring = true;
    drawer = "CLOSED";
    runNumber += 1;
    emit({ event: "read-started", plateId: plate.id });
    const off = current.signal;
    const ms = parts.readMs ?? READ_MS * parts.timeScale;
    await wait(ms, undefined, { signal: off }).catch(() => undefined);
    if (off.aborted) return;
    measuring = false;
    const isLost = voice.take(READ_FAULTS, "READ") !== null;
    buffer = isLost ? null : measured(plate, how);
    emit({ event: "read-finished", plateId: plate.id });
  }

  /** What was being read is gone; what was read before stays. */
  function cancel(): Answer {
    const plateId = carriage?.id ?? null;
    if (measuring) emit({ event: "read-cancelled", plateId });
    current.abort();
    current = new AbortController();
    measuring = false;
    return {};
  }

  function measured(plate: InsertedPlate, how: readonly number[]): MeasuredPlate {
    return {
      plateId: plate.id,
      timeS: parts.timeS?.() ?? (5000 + (Date.now() - startedMs) / 1000).toFixed(1),
      temperatureC: "25.1",
      planes: how.map((wavelengthNm, index) => ({
        wavelengthNm,
        matrix: (index === 0 ? plate.measurement : plate.reference) ?? air(),
      })),
    };
  }

  function stateWords(): string[] {
    return warm ? [drawer, measuring ? "MEASURING" : "IDLE"] : ["AIR CAL206"];
  }

  function read(): Answer {
    if (wavelengths.length === 0 || readType !== model.readType) return { fail: "111" };
    void measure(wavelengths);
    return {};
  }

  function takeOut(plate: MeasuredPlate | null): Answer {
    if (plate === null) return { fail: "107" };
    const { kind } = voice.take(DATA_FAULTS, "TRANSFER") ?? {};
    sent = plate;
    buffer = null;
    const lines = spoilLines(dataLines(plate), kind);
    emit({ event: "sent", plateId: plate.plateId });
    return { payload: kind === "lost-prompt" ? [...lines, LOST_PROMPT] : lines };
  }

  function choose(words: readonly string[]): Answer {
    const numbers = words.map(Number);
    if (numbers.length === 0) return { fail: "102" };
    if (!numbers.every((nm) => nm >= 190 && nm <= 1000)) return { fail: "101" };
    wavelengths = numbers;
    return {};
  }

  function clear(what: string | undefined): Answer {
    if (what === "DATA") [buffer, sent] = [null, null];
    else if (what === "ERROR") errorLog = [];
    else return { fail: "101" };
    return {};
  }

  /** The answer to a command that fits its state. */
  function obey(name: string, words: readonly string[]): Answer {
    switch (name) {
      case "":
        return {};
      case "OPTION":
        return { payload: model.lines };
      case "STATUS":
        return { payload: stateWords() };
      case "ERROR":
        return { payload: errorLog };
      case "TEMP":
        return words.length === 0 ? { payload: ["37.0 25.1"] } : {};
      case "OPEN":
      case "CLOSE":
        drawer = name === "OPEN" ? "OPEN" : "CLOSED";
        return {};
      case "CLEAR":
        return clear(words[0]);
      case "WAVELENGTH":
        return choose(words);
      case "READTYPE":
        readType = words[0] ?? "";
        return readType === model.readType ? { payload: [readType] } : { fail: "101" };
      case "TAG":
      case "NVRAM":
        return model.knowsTag ? {} : { fail: "100" };
      case "READ":
        return read();
      case "CANCEL":
        return cancel();
      case "TRANSFER":
        return takeOut(buffer);
      case "RESEND":
        return takeOut(sent);
      default:
        return obeySetting(name, words);
    }
  }

  function obeySetting(name: string, words: readonly string[]): Answer {
    const fewest = SETTINGS[name];
    if (fewest === undefined) return { fail: "100" };
    if (words.length < fewest) return { fail: "102" };
    return name === "SPEED" ? { payload: words } : {};
  }

  function isTwoPrompts(name: string): boolean {
    return model.twoPrompts.includes(name) && !parts.onePrompt.includes(name);
  }

  function render(name: string, { fail, payload = [] }: Answer): string {
    if (fail !== undefined) {
      errorLog.push(`${fail} simulated (${runNumber})`);
      return `FAIL\t ${fail}>`;
    }
    if (!isTwoPrompts(name)) return "OK\r\n>";
    const isOpenEnded = payload.at(-1) === LOST_PROMPT;
    const lines = isOpenEnded ? payload.slice(0, -1) : payload;
    return `OK\r\n>\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n${isOpenEnded ? "" : ">"}`;
  }

  async function answer(line: string): Promise<void> {
    emit({ event: "command", text: line });
    const isForUs = line.startsWith("!");
    const [name = "", ...words] = line.slice(1).trim().toUpperCase().split(/\s+/);
    const fault = voice.take(ANSWER_FAULTS, name);
    if (fault?.kind === "refuse")
      return void (await voice.say(name, render(name, { fail: fault.code })));
    const isBusy = measuring && !WHILE_MEASURING.includes(name);
    const text = render(name, answerOf(isForUs, isBusy, name, words));
    await voice.say(name, spoilAnswer(text, fault));
  }

  function answerOf(
    isForUs: boolean,
    isBusy: boolean,
    name: string,
    words: readonly string[],
  ): Answer {
    if (!isForUs) return { fail: "100" };
    return isBusy ? { fail: "106" } : obey(name, words);
  }

  async function warmUp(signal: AbortSignal): Promise<void> {
    warm = false;
    await wait(WARM_UP_MS * parts.timeScale, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) warm = true;
  }

  return {
    /** Bytes from the host; a command ends with CR or LF. */
    receive(bytes: Uint8Array): void {
      input += Buffer.from(bytes).toString("latin1");
      const lines = input.split(/[\r\n]/);
      input = (lines.pop() ?? "").slice(-1000);
      for (const line of lines.filter((one) => one.trim() !== "")) {
        speaking = speaking.then(() => answer(line));
      }
    },
    insert(plate: InsertedPlate): void {
      carriage = plate;
    },
    /** A read started at the panel; its data stay in the reader. */
    pressStart(wavelengthsNm: readonly number[]): void {
      if (measuring) throw new Error("the reader is busy");
      void measure(wavelengthsNm);
    },
    /** Off and on again: nothing in memory, and a calibration with air. */
    powerCycle(): void {
      current.abort();
      current = new AbortController();
      [buffer, sent, wavelengths, readType, measuring, input] = [null, null, [], "", false, ""];
      void warmUp(current.signal);
    },
    arm: (fault: ArmedFault): void => voice.arm(fault),
    status: () => ({
      model: model.name,
      drawer,
      measuring,
      inserted: carriage?.id ?? null,
      held: buffer?.plateId ?? null,
      armed: voice.armedKinds(),
    }),
  };
}

/** Stands for a prompt that a fault takes away. */
const LOST_PROMPT = "\0";

function spoilAnswer(text: string, fault: ArmedFault | null): string {
  if (fault?.kind === "stale-answer") return `OK\r\n>${text}`;
  return fault?.kind === "warn" ? text.replace("OK", `OK warning ${fault.code}`) : text;
}
