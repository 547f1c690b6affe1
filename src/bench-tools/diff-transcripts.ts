/** Where two conversations part: by their bytes, whatever their timing and however the bytes were cut. */
import { hexLines, textLines } from "./byte-text.ts";
import type { ShownTranscript } from "./shown-transcript.ts";

/** Everything one side said before the other side spoke. */
interface Turn {
  readonly direction: "tx" | "rx";
  readonly bytes: Uint8Array;
}

export interface TranscriptDifference {
  /** The turn in which they part; the first is 1. */
  readonly turn: number;
  /** Who speaks in that turn; null where the conversation has ended already. */
  readonly before: "tx" | "rx" | null;
  readonly after: "tx" | "rx" | null;
  /** The first byte of the turn that differs, from 0. */
  readonly byte: number;
}

export interface TranscriptDiff {
  readonly same: boolean;
  readonly difference: TranscriptDifference | null;
  /** False where the readers were silent at other places; that alone is no difference of bytes. */
  readonly sameMarks: boolean;
}

/** Neighbouring pieces of one direction are one turn; marks are left out. */
function turnsOf(transcript: ShownTranscript): Turn[] {
  const turns: Turn[] = [];
  for (const { direction, bytes } of transcript.items) {
    if (direction === "mark") continue;
    const last = turns.at(-1);
    if (last?.direction === direction)
      turns[turns.length - 1] = { direction, bytes: Buffer.concat([last.bytes, bytes]) };
    else turns.push({ direction, bytes });
  }
  return turns;
}

/** How many bytes of the conversation stood before each mark. */
function marksOf(transcript: ShownTranscript): string {
  let bytesSoFar = 0;
  const marks: string[] = [];
  for (const { direction, bytes } of transcript.items) {
    if (direction === "mark") marks.push(`${bytesSoFar} ${Buffer.from(bytes).toString("latin1")}`);
    else bytesSoFar += bytes.length;
  }
  return marks.join("\n");
}

function firstDifferentByte(a: Uint8Array, b: Uint8Array): number | null {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) if (a[at] !== b[at]) return at;
  return a.length === b.length ? null : shorter;
}

export function diffTranscripts(before: ShownTranscript, after: ShownTranscript): TranscriptDiff {
  const [a, b] = [turnsOf(before), turnsOf(after)];
  const sameMarks = marksOf(before) === marksOf(after);
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index], b[index]];
    const sides = { before: left?.direction ?? null, after: right?.direction ?? null };
    const byte =
      left === undefined || right === undefined || left.direction !== right.direction
        ? 0
        : firstDifferentByte(left.bytes, right.bytes);
    if (byte !== null)
      return { same: false, difference: { turn: index + 1, ...sides, byte }, sameMarks };
  }
  return { same: true, difference: null, sameMarks };
}

const SPEAKERS = { tx: "host", rx: "reader" } as const;
const TURNS_BEFORE = 3;
const BYTES_BEFORE = 16;
const BYTES_SHOWN = 48;
const WIDTH = 53;

function columns(left: string, right: string): string {
  return `  ${left.padEnd(WIDTH)}  ${right}`.trimEnd();
}

/** The bytes of a turn around the one that differs; a turn before it whole, but cut where it is long. */
function cell(turn: Turn | undefined, byte: number | null): string[] {
  if (turn === undefined) return ["(has ended)"];
  const from = byte === null ? 0 : Math.max(0, byte - BYTES_BEFORE);
  const piece = turn.bytes.subarray(from, from + BYTES_SHOWN);
  const rest = turn.bytes.length - from - piece.length;
  const lines = [...textLines(piece, WIDTH), ...(byte === null ? [] : hexLines(piece, WIDTH))];
  const cut = [from > 0 ? `${from} bytes before` : "", rest > 0 ? `${rest} bytes after` : ""];
  const words = cut.filter((one) => one !== "");
  return words.length === 0 ? lines : [...lines, `(${words.join(", ")})`];
}

function turnLines(
  mark: string,
  number: number,
  sides: readonly [string[], string[]],
  who: string,
) {
  const [left, right] = sides;
  const height = Math.max(left.length, right.length);
  const body = Array.from({ length: height }, (_, index) =>
    columns(left[index] ?? "", right[index] ?? ""),
  );
  return [`${mark} turn ${number}, ${who}`, ...body];
}

function speaker(left: Turn | undefined, right: Turn | undefined): string {
  const names = [left, right].flatMap((turn) =>
    turn === undefined ? [] : SPEAKERS[turn.direction],
  );
  return [...new Set(names)].join(" and ");
}

/** The first difference with the turns before it, side by side. */
export function renderDiff(before: ShownTranscript, after: ShownTranscript): string {
  const { difference, sameMarks } = diffTranscripts(before, after);
  const silences = sameMarks
    ? ""
    : " The silences differ: one of them waited where the other did not.";
  if (difference === null) return `The same bytes in both directions.${silences}`;
  const [a, b] = [turnsOf(before), turnsOf(after)];
  const last = difference.turn - 1;
  const first = Math.max(0, last - TURNS_BEFORE);
  const lines = [columns(before.name, after.name)];
  for (let index = first; index <= last; index += 1) {
    const [left, right] = [a[index], b[index]];
    const byte = index === last ? difference.byte : null;
    const sides = [cell(left, byte), cell(right, byte)] as const;
    lines.push(...turnLines(index === last ? "≠" : "=", index + 1, sides, speaker(left, right)));
  }
  const where = `They part in turn ${difference.turn} at byte ${difference.byte} (counted from 0).${silences}`;
  return [...lines, where].join("\n");
}
