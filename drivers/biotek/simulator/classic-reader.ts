/** A simulated ELx808, ELx800 or PowerWave: letters in, `<ACK>`, data and status out. */
import type { Emit } from "../../simulator/control-lines.ts";
import { air } from "../../simulator/inserted-plate.ts";
import { difference, elxBlock, oldBlock } from "./classic-block.ts";
import { type ClassicModel, classicModel } from "./classic-model.ts";
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
  model: ClassicModel = classicModel("elx808"),
): Dialect {
  let elxStatus = false;
  let quiet = false;
  let temperature = false;
  let allRows = false;
  let definition: Definition | null = null;
  let lastError = "0000";
  /** What a PowerWave sends at `D`, by the block. */
  let held: string[] = [];
  /** What single wavelength the plate was read at first; another one is that of its reference. */
  let firstOf: { readonly plate: unknown; readonly wavelengthNm: number } | null = null;

  function reset(): void {
    elxStatus = false;
    quiet = false;
    temperature = false;
    allRows = false;
    definition = null;
    lastError = "0000";
    held = [];
  }

  function status(code = "0000"): string {
    if (!model.returnsStatus) return "";
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
    const wanted = readDefinition(table);
    const isTooMuch = wanted?.isMulti === true && !model.takesSeveralWavelengths;
    definition = isTooMuch ? null : wanted;
    temperature = false;
    allRows = false;
    if (definition === null) lastError = "1600";
    await voice.say("V", definition === null ? refusedDefinition() : status());
  }

  /** A letter with arguments that only switch something. */
  async function takeSwitch(letter: string, count: number): Promise<void> {
    const argument = await takeArgument(letter, count);
    if (argument === null) return;
    if (letter === "n") elxStatus = argument === "1";
    if (letter === "q") quiet = argument === "1";
    if (letter === "r") allRows = argument === "\x01\x08";
    if (letter === "%") allRows = argument === "\x01\x0c";
    if (letter === "i") temperature = argument === "1";
    // The manual lists no status for this one.
    else await voice.say(letter, status());
  }

  /** In the 312 form the middle character tells of a wrong definition. */
  function refusedDefinition(): string {
    return elxStatus ? status("1600") : "\x1e090\x03";
  }

  function refusal(): string | null {
    if (definition === null) return "0B00";
    if (model.isPowerWave) return null;
    const lacking = definition.wavelengths.findIndex((nm) => !filtersNm.includes(nm));
    return lacking < 0 ? null : `0E0${lacking + 1}`;
  }

  function planeOfSingle(wavelengthNm: number): 0 | 1 {
    const plate = carriage();
    if (firstOf?.plate !== plate) firstOf = { plate, wavelengthNm };
    return firstOf?.wavelengthNm === wavelengthNm ? 0 : 1;
  }

  /** Measures one wavelength and keeps it until `D`; nothing is said, except when the read is broken off. */
  async function readQuietly(): Promise<void> {
    if (definition === null || definition.isMulti) return;
    const code = voice.take(["refuse", "lamp-failure"], "S")?.code;
    if (code !== undefined) return void (await voice.say("end", DLE));
    const [wavelengthNm = 0] = definition.wavelengths;
    const matrix = await measure(planeOfSingle(wavelengthNm));
    if (matrix === null) return breakOff("0100");
    held = [allRows ? elxBlock(matrix, "") : oldBlock(matrix, definition.assay)];
  }

  async function sendHeld(): Promise<void> {
    const block = held[0];
    if (!(await voice.say("D", ACK)) || block === undefined) return;
    if (!(await sayBlock(block))) return;
    await voice.say("end", (allRows ? "\x1a" : "") + status());
    emit({ event: "sent", plateId: carriage()?.id ?? null });
  }

  /** The label of the plate is its name. */
  async function scan(): Promise<void> {
    const label = carriage()?.id ?? "NR";
    await voice.say("s", `${ACK}${label.slice(0, 32).padEnd(32, "\0")}${status()}`);
  }

  async function tellFeature(): Promise<void> {
    if (!(await voice.say("z", ACK))) return;
    const feature = await input.takeThrough("\x03");
    const has = feature === "1016" || (feature === "1011" && model.takesSeveralWavelengths);
    await voice.say("z", `${has ? "1" : "0"}${"0".repeat(16)}${status()}`);
  }

  async function read(): Promise<void> {
    if (model.isPowerWave) return readQuietly();
    const code = voice.take(["refuse"], "S")?.code ?? refusal();
    const isStarted = await voice.say("S", ACK + status(code ?? "0000"));
    if (code !== null) lastError = code;
    if (!isStarted || code !== null || definition === null) return;
    const { wavelengths, assay, isMulti } = definition;
    const isElx = isMulti || allRows;
    for (const [index, wavelengthNm] of wavelengths.entries()) {
      const plane = isMulti ? index : planeOfSingle(wavelengthNm);
      const matrix = await measure(plane);
      const failure = plane === 1 ? (voice.take(["lamp-failure"], "S")?.code ?? null) : null;
      if (matrix === null || failure !== null) return breakOff(failure ?? "0100");
      const told = temperature ? "253" : "";
      const block = isElx ? elxBlock(matrix, told) : oldBlock(matrix, assay, told);
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

  async function refuse(letter: string): Promise<void> {
    input.clear();
    await voice.say(letter, NAK);
  }

  async function obey(letter: string): Promise<void> {
    if (!model.knows(letter)) return refuse(letter);
    switch (letter) {
      case "o":
        return showError();
      case "e":
        return void (await voice.say("e", `${ACK}7340201  Version 3.15   ${status()}`));
      case "W":
        return void (await voice.say("W", ACK + wavelengthTable() + status()));
      case "}":
        return void (await voice.say("}", ACK + (model.isPowerWave ? "0" : "\x01\x00")));
      case "?":
        return void (await voice.say("?", `${ACK}PowerWave  1.20 ${status()}`));
      case "D":
        return sendHeld();
      case "s":
        return scan();
      case "z":
        return tellFeature();
      case "]":
        return void (await voice.say("]", `${ACK}\xfd\x00${status()}`));
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
        return refuse(letter);
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
