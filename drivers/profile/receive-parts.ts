/** Cuts received bytes into lines and ends of answers, by the framing that the profile describes. */
import type { Dialogue } from "../../src/instrument/contract.ts";
import { nextFramePart } from "./receive-frames.ts";
import { nextByte, type Part, type Session } from "./session.ts";

/** The next part; null after `withinMs` without a byte. Inside a line the profile's gap between bytes counts. */
export function* nextPart(session: Session, withinMs: number): Dialogue<Part | null> {
  const waiting = session.parts.shift();
  if (waiting !== undefined) return waiting;
  if (session.profile.framing.mode === "framed") return yield* nextFramePart(session, withinMs);
  return yield* nextLine(session, withinMs);
}

/** Modes `line`, `prompt` and `idle`: lines as they come, and what closes an answer. */
function* nextLine(session: Session, withinMs: number): Dialogue<Part | null> {
  const { framing } = session.profile;
  let text = "";
  for (;;) {
    const byte = yield* nextByte(session, waitFor(session, text, withinMs));
    if (byte === null) return afterSilence(session, text);
    session.inBurst = true;
    if (isRestOfEnd(session, text, byte)) continue;
    text += byte;
    if (framing.mode === "prompt" && text.endsWith(framing.prompt ?? "")) {
      return closeWith(session, text.slice(0, -(framing.prompt ?? "").length));
    }
    const end = endOf(framing.ends, text);
    if (end !== "") {
      session.lastEnd = end;
      return { kind: "line", text: text.slice(0, -end.length), whole: true };
    }
    if (text.length >= framing.max_record) return { kind: "line", text, whole: false };
  }
}

function waitFor(session: Session, text: string, withinMs: number): number {
  const { framing, time_outs } = session.profile;
  if (framing.mode === "idle" && session.inBurst) return framing.idle_ms;
  return text === "" ? withinMs : time_outs.inter_byte_ms;
}

function afterSilence(session: Session, text: string): Part | null {
  const isBurst = session.profile.framing.mode === "idle" && session.inBurst;
  session.inBurst = false;
  if (isBurst) return closeWith(session, text);
  return text === "" ? null : { kind: "line", text, whole: false };
}

/** What stood before a prompt or a silence is a line, if there was anything. */
function closeWith(session: Session, text: string): Part {
  session.inBurst = false;
  session.lastEnd = "";
  if (text === "") return { kind: "closed" };
  session.parts.push({ kind: "closed" });
  return { kind: "line", text, whole: true };
}

/** After CR a line is handed out at once; an LF that belongs to the same end is no further line. */
function isRestOfEnd(session: Session, text: string, byte: string): boolean {
  const { lastEnd } = session;
  session.lastEnd = "";
  return text === "" && lastEnd !== "" && session.profile.framing.ends.includes(lastEnd + byte);
}

/** The longest line end that the text ends with; empty when there is none. */
export function endOf(ends: readonly string[], text: string): string {
  return ends.reduce(
    (longest, end) => (end.length > longest.length && text.endsWith(end) ? end : longest),
    "",
  );
}
