/** The simulated instrument: what lies in it, and how it answers the command language. */
import { setTimeout as wait } from "node:timers/promises";
import type { Emit } from "../../simulator/control-lines.ts";
import {
  type ArmedFault,
  createFaultyVoice,
  type FaultyVoiceParts,
} from "../../simulator/faulty-voice.ts";
import { air, type InsertedPlate, type Matrix } from "../../simulator/inserted-plate.ts";

export interface ReaderParts extends Omit<FaultyVoiceParts, "noise"> {
  /** Wavelengths by slot. */
  readonly filtersNm: readonly number[];
  readonly lineEnd: "\r\n" | "\r" | "\n";
  /** False: the reader cannot see whether a plate is inside, and says that one is. */
  readonly seesPlate: boolean;
  /** How long a read takes whatever the time scale; null: as long as a real one, scaled. */
  readonly readMs: number | null;
  readonly emit: Emit;
}

/** Our estimate. */
const READ_MS = 5000;

/** Slots of this wavelength and above measure the reference of an inserted plate, in nm. */
const REFERENCE_FROM_NM = 620;

const HIGHEST_AU = 4;

export const READER_FAULTS = [
  "corrupt-character",
  "missing-line",
  "lost-echo",
  "lost-postamble",
  "report-error",
] as const;

const SPOIL_LINES = ["corrupt-character", "missing-line"];
const SPOIL_FRAME = ["lost-echo", "lost-postamble"];

export type Reader = ReturnType<typeof createReader>;

export function createReader(parts: ReaderParts) {
  const { filtersNm, lineEnd, emit } = parts;
  const voice = createFaultyVoice({ ...parts, noise: `\xfe\x00~${lineEnd}\xff${lineEnd}` });
  let inside: InsertedPlate | null = null;
  /** What was inside when the reader was last zeroed. */
  let zeroedWith: string | null = null;
  let input = "";
  let speaking: Promise<unknown> = Promise.resolve();

  function matrixAt(slot: number): Matrix | null {
    const wavelengthNm = filtersNm[slot];
    if (wavelengthNm === undefined) return null;
    if (inside === null) return air();
    return (wavelengthNm >= REFERENCE_FROM_NM ? inside.reference : inside.measurement) ?? air();
  }

  async function measure(slot: number, referenceSlot: number): Promise<string[]> {
    const matrix = matrixAt(slot);
    const reference = referenceSlot < 0 ? null : matrixAt(referenceSlot);
    if (matrix === null) return [];
    const plateId = inside?.id ?? "nothing inside";
    emit({ event: "read-started", plateId, slot });
    await wait(parts.readMs ?? READ_MS * parts.timeScale);
    emit({ event: "read-finished", plateId, slot });
    return [...columnLines(matrix, reference), "CRC: 3F2A"];
  }

  /** Payload and name of the postamble; null for a command the reader does not know. */
  async function obey(
    name: string,
    numbers: readonly number[],
  ): Promise<[string[], string] | null> {
    const [first = 0, second = -1] = numbers;
    switch (name) {
      case "GETFILT":
        return [[filtersNm.map((nm, slot) => `${slot}=${nm}`).join(",")], name];
      case "SN":
        return [["BYMAA00042"], name];
      case "VERSION":
        return [["1.5.2"], name];
      case "PLATE":
        return [[inside === null && parts.seesPlate ? "0" : "1"], name];
      case "TEMP":
        return [["Temperature: 23.43 C"], name];
      case "ERROR":
        return [[voice.take(["report-error"], name)?.code ?? "0"], name];
      case "CALIBRATE":
        zeroedWith = inside?.id ?? "nothing inside";
        emit({ event: "zeroed", plateId: zeroedWith });
        return [["Done"], name];
      case "RP":
      case "RPF":
      case "RPP":
        return [await measure(first, second), "RP"];
      default:
        return null;
    }
  }

  async function answer(line: string): Promise<void> {
    emit({ event: "command", text: line });
    const [, name = "", list = ""] = /^!([A-Z]+)\(([^)]*)\)$/.exec(line) ?? [];
    const obeyed = await obey(name, list === "" ? [] : list.split(",").map(Number));
    const [payload, postamble] = obeyed ?? [["unknown command"], "ERROR"];
    const lines = spoilLines(payload, voice.take(SPOIL_LINES, name)?.kind);
    const frame = voice.take(SPOIL_FRAME, name)?.kind;
    const all = [
      ...(frame === "lost-echo" ? [] : [line]),
      ...lines,
      ...(frame === "lost-postamble" ? [] : [`#${postamble}()`]),
    ];
    await voice.say(name, all.map((one) => one + lineEnd).join(""));
  }

  return {
    /** Bytes from the host; a command ends with CR, LF or both. */
    receive(bytes: Uint8Array): void {
      input += Buffer.from(bytes).toString("latin1");
      const lines = input.split(/[\r\n]/);
      input = (lines.pop() ?? "").slice(-1000);
      for (const line of lines.filter((one) => one.trim() !== "")) {
        speaking = speaking.then(() => answer(line.trim()));
      }
    },
    insert(plate: InsertedPlate): void {
      inside = plate;
    },
    takeOut(): void {
      inside = null;
    },
    arm: (fault: ArmedFault): void => voice.arm(fault),
    status: () => ({ inserted: inside?.id ?? null, zeroedWith, armed: voice.armedKinds() }),
  };
}

/** Twelve lines of eight values with three decimals, one line a plate column. */
function columnLines(matrix: Matrix, reference: Matrix | null): string[] {
  return Array.from({ length: 12 }, (_, column) =>
    matrix
      .map((row, index) => {
        const value = row[column] ?? null;
        const away = reference === null ? 0 : (reference[index]?.[column] ?? null);
        if (value === null || away === null || value > HIGHEST_AU) return "OVER";
        return (value - away).toFixed(3);
      })
      .join(" "),
  );
}

function spoilLines(lines: readonly string[], kind: string | undefined): string[] {
  const spoilt = [...lines];
  if (kind === "corrupt-character") spoilt[3] = (spoilt[3] ?? "").replace(/\.(\d)/, ".~");
  if (kind === "missing-line") spoilt.splice(5, 1);
  return spoilt;
}
