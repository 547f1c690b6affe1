/** A simulated ELx808: letters in, `<ACK>`, data and status out. */
import type { Emit } from "../../simulator/control-lines.ts";
import { air } from "../../simulator/inserted-plate.ts";
import { difference, elxBlock, oldBlock } from "./classic-block.ts";
import { PLATE_FAULTS, type PlateFault, spoilBlock } from "./faults.ts";
import type { Dialect, Works } from "./simulated-reader.ts";

const ACK = "\x06";
const NAK = "\x15";
const DLE = "\x10";

interface Definition {
  readonly assay: string;
  readonly wavelengths: readonly number[];
  readonly isMulti: boolean;
}

/** The wavelengths of the 170 bytes; null when the reader would refuse them. Positions are those of the manual. */
function readDefinition(table: string): Definition | null {
  const digits = (position: number) => Number(table.slice(position - 1, position + 2));
  const assay = table.slice(1, 7);
  const single = digits(50);
  if (Number.isNaN(single)) return null;
  if (single > 0) return { assay, wavelengths: [single], isMulti: false };
  const list = [67, 70, 73, 76, 79, 82].map(digits).filter((wavelength) => wavelength > 0);
  if (list.length === 0 || list.length > 3) return null;
  return { assay, wavelengths: list, isMulti: true };
}

export function createClassicDialect(
  { input, voice, measure, moveCarrier, carriage }: Works,
  filtersNm: readonly (number | null)[],
  emit: Emit,
): Dialect {
  let elxStatus = false;
  let quiet = false;
  let temperature = false;
  let allRows = false;
  let definition: Definition | null = null;
  let lastError = "0000";

  function reset(): void {
    elxStatus = false;
    quiet = false;
    temperature = false;
    allRows = false;
    definition = null;
    lastError = "0000";
  }

  function status(code = "0000"): string {
    if (elxStatus) return `${code}\x03`;
    return code === "0000" ? "\x1e000\x03" : "\x1e080\x03";
  }

  async function takeArgument(letter: string, count: number): Promise<string | null> {
    if (!(await voice.say(letter, ACK))) return null;
    return input.takeMany(count);
  }

  async function takeDefinition(): Promise<void> {
    const table = await takeArgument("V", 170);
    if (table === null) return;
    definition = readDefinition(table);
    temperature = false;
    allRows = false;
    await voice.say("V", status(definition === null ? "1600" : "0000"));
  }

  /** A letter with arguments that only switch something. */
  async function takeSwitch(letter: string, count: number): Promise<void> {
    const argument = await takeArgument(letter, count);
    if (argument === null) return;
    if (letter === "n") elxStatus = argument === "1";
    if (letter === "q") quiet = argument === "1";
    if (letter === "r") allRows = argument === "\x01\x08";
    if (letter === "i") temperature = argument === "1";
    // The manual lists no status for this one.
    else await voice.say(letter, status());
  }

  function refusal(): string | null {
    if (definition === null) return "0B00";
    const lacking = definition.wavelengths.findIndex((nm) => !filtersNm.includes(nm));
    return lacking < 0 ? null : `0E0${lacking + 1}`;
  }

  async function read(): Promise<void> {
    const code = voice.take(["refuse"], "S")?.code ?? refusal();
    const isStarted = await voice.say("S", ACK + status(code ?? "0000"));
    if (code !== null) lastError = code;
    if (!isStarted || code !== null || definition === null) return;
    const { wavelengths, assay, isMulti } = definition;
    const isElx = isMulti || allRows;
    for (const plane of wavelengths.keys()) {
      const matrix = await measure(plane);
      const failure = plane === 1 ? (voice.take(["lamp-failure"], "S")?.code ?? null) : null;
      if (matrix === null || failure !== null) return breakOff(failure ?? "0100");
      const block = isElx ? elxBlock(matrix, temperature ? "253" : "") : oldBlock(matrix, assay);
      if (!(await sayBlock(block))) return;
    }
    if (isElx && voice.take(["no-end-mark"], "S") === null) await voice.say("end", "\x1a");
    else if (isElx) return;
    if (elxStatus) await voice.say("end", status());
    emit({ event: "sent", plateId: carriage()?.id ?? null });
  }

  async function sayBlock(block: string): Promise<boolean> {
    const fault = voice.take(
      PLATE_FAULTS.filter((kind) => kind !== "no-end-mark"),
      "S",
    );
    if (fault === null) return voice.say("block", block);
    await voice.say("block", spoilBlock(block, fault.kind as PlateFault, block.length - 1));
    return fault.kind !== "truncate";
  }

  /** No more data: `<DLE>`, and in ELx mode the status that says why. */
  async function breakOff(code: string): Promise<void> {
    lastError = code;
    await voice.say("end", DLE + (elxStatus ? status(code) : ""));
  }

  async function pressStart(dual: boolean): Promise<void> {
    const plate = carriage();
    const measurement = await measure(0);
    if (measurement === null) return;
    const matrix = dual ? difference(measurement, plate?.reference ?? air()) : measurement;
    if (await voice.say("PUSH", oldBlock(matrix, "PANEL")))
      emit({ event: "sent", plateId: plate?.id });
  }

  async function move(letter: string): Promise<void> {
    await moveCarrier();
    await voice.say(letter, ACK + status());
  }

  async function showError(): Promise<void> {
    const code = lastError;
    if (!code.startsWith("A")) lastError = "0000";
    await voice.say("o", `${ACK}${code}\x03`);
  }

  function wavelengthTable(): string {
    const places = Array.from({ length: 6 }, (_, place) => filtersNm[place] ?? 0);
    return places.map((nm) => `${String(nm).padStart(3, "0")},`).join("");
  }

  async function obey(letter: string): Promise<void> {
    switch (letter) {
      case "o":
        return showError();
      case "e":
        return void (await voice.say("e", `${ACK}7340201  Version 3.15   ${status()}`));
      case "W":
        return void (await voice.say("W", ACK + wavelengthTable() + status()));
      case "}":
        return void (await voice.say("}", `${ACK}\x01\x00`));
      case "n":
      case "q":
      case "i":
      case "k":
        return takeSwitch(letter, 1);
      case "r":
      case "%":
        return takeSwitch(letter, 2);
      case "V":
        return takeDefinition();
      case "J":
      case "A":
        return move(letter);
      case "S":
        return read();
      case "X":
        await moveCarrier();
        return void (await voice.say("X", DLE));
      default:
        input.clear();
        await voice.say(letter, NAK);
    }
  }

  return {
    obey,
    hearsAtOnce: (letter) => letter === "X",
    pressStart,
    reset,
    status: () => ({ elxStatus, quiet, temperature, defined: definition?.wavelengths ?? null }),
  };
}
