/** Reads the worked transcripts of the protocol reference, which is written for people: `H> 6F  R> 06 "text" 03`. */
import type { TranscriptItem } from "../../src/instrument/recording.ts";

/** Mark a change of direction; no byte looks like them. */
const HOST = "\ue000";
const READER = "\ue001";

const CONTROL: Readonly<Record<string, string>> = {
  CR: "\r",
  LF: "\n",
  TAB: "\t",
  ACK: "\x06",
  NAK: "\x15",
  ETX: "\x03",
  DLE: "\x10",
};

/** The bytes of both sides in one text, with a mark where the direction changes. */
export function writeConversation(items: readonly TranscriptItem[]): string {
  let text = "";
  let side = "";
  for (const { direction, bytes } of items) {
    if (direction === "mark") continue;
    const mark = direction === "tx" ? HOST : READER;
    text += (mark === side ? "" : mark) + Buffer.from(bytes).toString("latin1");
    side = mark;
  }
  return text;
}

/** The first block of code under the heading that begins so. */
export function codeUnder(reference: string, heading: string): string {
  const from = reference.indexOf(`\n${heading}`);
  const [, code] = reference.slice(from).split(/\n```\n/);
  if (from < 0 || code === undefined) throw new Error(`the reference has no example in ${heading}`);
  return code;
}

/** `bytes`: hex and quoted text. `plain`: text with control characters in angle brackets. */
export type Notation = "bytes" | "plain";

/**
 * A pattern that the whole of `writeConversation` must match. `…` stands for bytes that the reference leaves out, and a
 * line in words, such as what the operator does, for anything.
 */
export function patternOf(code: string, notation: Notation): RegExp {
  const turns = joinLines(code).flatMap((line) => turnsOf(line, notation));
  let source = "";
  let side = "";
  for (const turn of turns) {
    if (turn.side !== "" && turn.side !== side) source += turn.side;
    side = turn.side === "" ? side : turn.side;
    source += turn.source;
  }
  return new RegExp(`^${source}$`, "u");
}

interface Turn {
  /** Empty for a gap, after which the side is as before it. */
  readonly side: string;
  readonly source: string;
}

const ANY = `[^${HOST}${READER}]*?`;
const GAP: Turn = { side: "", source: "[^]*?" };

/** Lines that go on with the one before, without the remarks at their ends. */
function joinLines(code: string): string[] {
  const lines: string[] = [];
  for (const raw of code.split("\n")) {
    const line = raw.replace(/\s+\[(?:E|D|R)\b.*$/, "").replace(/^\s+\(.*\)$/, "");
    const isOpen = ((lines.at(-1) ?? "").match(/"/g) ?? []).length % 2 === 1;
    if (line.trim() === "") continue;
    if (/^[HR]>|^ +operator/.test(line)) lines.push(line);
    else lines.push(`${lines.pop() ?? ""}${isOpen ? "" : "\n"}${line.trim()}`);
  }
  return lines;
}

function turnsOf(line: string, notation: Notation): Turn[] {
  if (!/^[HR]>/.test(line) || /\bnm, "O", data/.test(line)) return [GAP];
  const parts = line.split(/(?<=^|\s)([HR])> /).slice(1);
  const turns: Turn[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const side = parts[at] === "H" ? HOST : READER;
    const source =
      notation === "bytes" ? bytesSource(parts[at + 1] ?? "") : plainSource(parts[at + 1] ?? "");
    turns.push({ side, source });
  }
  if (/\(each\b/.test(line)) return answeredEach(turns);
  return line.includes("until IDLE") ? [...turns, GAP] : turns;
}

/** Several commands in one line, and the answer that each of them gets. */
function answeredEach(turns: readonly Turn[]): Turn[] {
  const answer = turns.at(-1);
  return answer === undefined ? [] : turns.slice(0, -1).flatMap((turn) => [turn, answer]);
}

function bytesSource(text: string): string {
  if (text.includes("170 bytes")) return `[^${HOST}${READER}]{170}`;
  const words = text.replace(/… rows B to H.*…/, "…").match(/"[^"]*"|…|\S+/g) ?? [];
  return words.map(wordSource).join("");
}

function wordSource(word: string): string {
  if (word === "…") return ANY;
  if (word.startsWith('"')) return word.slice(1, -1).split(/ … /).map(literal).join(ANY);
  if (/^[0-9A-F]{2}$/.test(word)) return literal(String.fromCharCode(Number.parseInt(word, 16)));
  throw new Error(`\`${word}\` is neither a byte nor text`);
}

function plainSource(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/(?<=\S)\s{2,}\S.*$/, "").trimEnd());
  return lines.map(plainLine).join("");
}

function plainLine(line: string): string {
  return line
    .replace(/….*…/, "…")
    .split(/(…|<[^<>]+>)/)
    .map((piece) => {
      if (piece === "…") return ANY;
      const name = /^<(.+)>$/.exec(piece)?.[1];
      if (name === undefined) return literal(piece);
      const control = CONTROL[name];
      return control === undefined ? ANY : literal(control);
    })
    .join("");
}

function literal(text: string): string {
  return [...text].map((character) => `\\u{${character.charCodeAt(0).toString(16)}}`).join("");
}
