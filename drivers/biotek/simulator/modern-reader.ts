/** A simulated Synergy H1: letters in; answers that end with four digits of status and `<ETX>`. */
import type { Emit } from "../../simulator/control-lines.ts";
import type { Matrix } from "../../simulator/inserted-plate.ts";
import { PLATE_FAULTS, type PlateFault, spoilBlock } from "./faults.ts";
import type { Dialect, Works } from "./simulated-reader.ts";

const ACK = "\x06";
const NAK = "\x15";
const DLE = "\x10";
const ETX = "\x03";
const FINE = `0000${ETX}`;

/** Highest absorbance with a number, in AU. */
const HIGHEST_AU = 4;

/** Length, what a real reader said after a definition, and the sum over that. */
const DEFINED = "035000000000000001000000000049030";

function threeDigitSum(text: string): string {
  let total = 0;
  for (const byte of Buffer.from(text, "latin1")) total += byte;
  return String(total & 0xff).padStart(3, "0");
}

/** Stands in place of a wavelength for a definition that only shakes. */
const SHAKES = 0;
const SHAKE_LENGTH = 33;

/** The wavelength of a definition, SHAKES, or null when length, checksum or range are wrong. */
function readDefinition(text: string): number | null {
  const length = Number(text.slice(0, 4));
  const content = text.slice(4, -3);
  const isWhole = length === text.length - 4 && text.endsWith(threeDigitSum(content));
  if (isWhole && length === SHAKE_LENGTH) return SHAKES;
  const wavelength = Number(content.slice(-4));
  return isWhole && wavelength >= 200 && wavelength <= 999 ? wavelength : null;
}

const two = (number: number): string => String(number + 1).padStart(2, "0");

/** Odd rows from left to right, even rows from right to left. */
function writeBlock(matrix: Matrix): string {
  const lines = matrix.map((row, r) => {
    const cells = row.map((value, c) => `${two(r)},${two(c)},${writeValue(value)}`);
    return (r % 2 === 0 ? cells : cells.reverse()).join(",");
  });
  const body = `000:00:00.0,228,${lines.join("\r\n,")}\r\n228\x1a`;
  return `01,1,\r${body}${threeDigitSum(body)}\x1a`;
}

function writeValue(absorbance: number | null): string {
  if (absorbance === null || absorbance > HIGHEST_AU) return "*******";
  return `${absorbance < 0 ? "-" : "+"}${Math.abs(absorbance).toFixed(4)}`;
}

export function createModernDialect(
  { input, voice, measure, moveCarrier, carriage, stop }: Works,
  emit: Emit,
): Dialect {
  let wavelength: number | null = null;
  /** The first wavelength that was read of the plate in the carrier; another one is its reference. */
  let firstWavelength: number | null = null;
  let stoppedByHost = false;

  async function define(): Promise<void> {
    if (!(await voice.say("D", ACK))) return;
    wavelength = readDefinition(await input.takeThrough(ETX));
    await voice.say("D", wavelength === null ? `2100${ETX}` : DEFINED + FINE);
  }

  async function read(): Promise<void> {
    const code = voice.take(["refuse"], "O")?.code ?? (wavelength === null ? "0B00" : null);
    if (!(await voice.say("O", ACK + (code ?? "0000") + ETX)) || code !== null) return;
    // It shakes until it is told to end.
    if (wavelength === SHAKES) return;
    firstWavelength ??= wavelength;
    const plane = wavelength === firstWavelength ? 0 : 1;
    stoppedByHost = false;
    const matrix = await measure(plane);
    if (matrix === null) {
      if (!stoppedByHost) await voice.say("end", DLE);
      return;
    }
    const failure = plane === 1 ? voice.take(["lamp-failure"], "O") : null;
    await sayBlock(writeBlock(matrix), failure?.code ?? "0000");
  }

  async function sayBlock(block: string, code: string): Promise<void> {
    const fault = voice.take(PLATE_FAULTS, "O");
    const text =
      fault === null ? block : spoilBlock(block, fault.kind as PlateFault, block.length - 2);
    const isCut = fault?.kind === "truncate" || fault?.kind === "no-end-mark";
    if (await voice.say("block", isCut ? text : `${text}${code}${ETX}`))
      emit({ event: "sent", plateId: carriage()?.id ?? null });
  }

  async function move(letter: string): Promise<void> {
    if (letter === "A") firstWavelength = null;
    await moveCarrier();
    await voice.say(letter, ACK + FINE);
  }

  async function takeArgument(letter: string, take: () => Promise<string>): Promise<void> {
    if (!(await voice.say(letter, ACK))) return;
    await take();
    await voice.say(letter, FINE);
  }

  async function obey(letter: string): Promise<void> {
    switch (letter) {
      case "e":
        return void (await voice.say("e", `${ACK}1650200  Version 1.04   ${FINE}`));
      case "C":
        return void (await voice.say("C", `${ACK}00000000        ${FINE}`));
      case "h":
        return void (await voice.say("h", `${ACK}236${FINE}`));
      case "&":
        return takeArgument("&", () => input.takeMany(2));
      case "y":
        return takeArgument("y", () => input.takeThrough(ETX));
      case "D":
        return define();
      case "O":
        return read();
      case "J":
      case "A":
        return move(letter);
      case "x":
        return stop();
      default:
        input.clear();
        await voice.say(letter, NAK);
    }
  }

  return {
    obey,
    hearsAtOnce(letter) {
      stoppedByHost ||= letter === "x";
      return letter === "x";
    },
    pressStart: () => Promise.reject(new Error("this reader has no panel")),
    reset() {
      wavelength = null;
      firstWavelength = null;
    },
    status: () => ({ defined: wavelength }),
  };
}
