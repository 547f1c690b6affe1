/** The reader's side of written conversations: it answers what it is told with what stands there. */
import type { ConversationItem } from "./conversation.ts";

export const SCRIPT_FAULTS = [
  "noise-byte",
  "changed-character",
  "lost-line",
  "nak",
  "silence",
  "missing-terminator",
  "split-chunks",
] as const;

export type ScriptFaultKind = (typeof SCRIPT_FAULTS)[number];

export interface ScriptFault {
  readonly kind: ScriptFaultKind;
  /** Which received item it happens to, counted from 1 over the whole conversation; null: the middle of what comes next. */
  readonly item: number | null;
}

interface Exchange {
  /** What the host sends; empty for what the reader sends by itself. */
  readonly sent: string;
  readonly replies: readonly string[];
  /** Number of its first reply, counted from 1. */
  readonly firstItem: number;
}

export interface ScriptedReader {
  /** What the reader says to these bytes; nothing as long as they make no command of the script. */
  receive(bytes: Uint8Array): Buffer[];
  /** What the reader sends by itself, before it is told anything. */
  unasked(): Buffer[];
  /** Makes one thing go wrong, once. */
  arm(fault: ScriptFault): void;
}

const NAK = "\u0015";

/** Takes a conversation apart: each thing that is sent, with what comes back. */
function exchangesOf(items: readonly ConversationItem[]): Exchange[] {
  const exchanges: { sent: string; replies: string[]; firstItem: number }[] = [
    { sent: "", replies: [], firstItem: 1 },
  ];
  let received = 0;
  for (const { direction, bytes } of items) {
    const text = Buffer.from(bytes).toString("latin1");
    if (direction === "tx") exchanges.push({ sent: text, replies: [], firstItem: received + 1 });
    if (direction !== "rx") continue;
    exchanges.at(-1)?.replies.push(text);
    received += 1;
  }
  return exchanges;
}

/**
 * A reader that follows the script: a command is looked for from where it stands, then from the end, so that it can be
 * asked the same again; after a NAK it repeats what it said last.
 */
export function createScriptedReader(items: readonly ConversationItem[]): ScriptedReader {
  const exchanges = exchangesOf(items);
  let armed: ScriptFault | null = null;
  let at = 0;
  let input = "";

  function say({ replies, firstItem }: Exchange): Buffer[] {
    const hit = armed === null ? -1 : hitOf(armed, replies.length, firstItem);
    if (armed === null || hit < 0) return replies.map(toBuffer);
    const { kind } = armed;
    armed = null;
    return spoil(replies, hit, kind).map(toBuffer);
  }

  function findExchange(): Exchange | null {
    const isSame = ({ sent }: Exchange): boolean => sent !== "" && input.endsWith(sent);
    const ahead = exchanges.findIndex((one, index) => index > at && isSame(one));
    const found = ahead >= 0 ? ahead : exchanges.findLastIndex(isSame);
    if (found >= 0) at = found;
    return exchanges[found] ?? null;
  }

  return {
    receive(bytes) {
      input = (input + Buffer.from(bytes).toString("latin1")).slice(-1000);
      const found = findExchange();
      if (found === null && input.endsWith(NAK))
        return (exchanges[at]?.replies ?? []).map(toBuffer);
      if (found === null) return [];
      input = "";
      return say(found);
    },
    unasked() {
      at = 0;
      input = "";
      return exchanges.slice(0, 1).flatMap(say);
    },
    arm(fault) {
      armed = fault;
    },
  };
}

/** Which of these replies the fault happens to; negative for none. */
function hitOf({ item }: ScriptFault, count: number, firstItem: number): number {
  if (item === null) return count === 0 ? -1 : Math.floor(count / 2);
  return item >= firstItem && item < firstItem + count ? item - firstItem : -1;
}

function toBuffer(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

function spoil(replies: readonly string[], at: number, kind: ScriptFaultKind): string[] {
  const text = replies[at] ?? "";
  const middle = Math.floor(text.length / 2);
  const before = replies.slice(0, at);
  const after = replies.slice(at + 1);
  switch (kind) {
    case "noise-byte":
      return [...before, `${text.slice(0, middle)}\u00fe${text.slice(middle)}`, ...after];
    case "changed-character":
      return [...before, changeDigit(text, middle), ...after];
    case "lost-line":
      return [...before, ...after];
    case "nak":
      return [...before, NAK, ...after];
    case "silence":
      return before;
    case "missing-terminator":
      return [...before, text.replace(/[\r\n]+$/, ""), ...after];
    case "split-chunks":
      return [...before, ...text, ...after];
  }
}

/** Another digit in place of the nearest one, so that only a checksum can tell. */
function changeDigit(text: string, from: number): string {
  const found = text.slice(from).search(/\d/);
  const at = found < 0 ? text.search(/\d/) : from + found;
  if (at < 0) return `${text.slice(0, from)}~${text.slice(from + 1)}`;
  return `${text.slice(0, at)}${(Number(text.charAt(at)) + 1) % 10}${text.slice(at + 1)}`;
}
