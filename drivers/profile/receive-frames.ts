/** Framing by start and end marks, with enquiry, acknowledgement and repetition as in ASTM E1381 and its kin. */
import type { Dialogue } from "../../src/instrument/contract.ts";
import { checksumOf, readChecksum } from "./checksum.ts";
import { nextByte, type Part, reject, type Session, sendText } from "./session.ts";

/**
 * The next line of a message, or its end: the `close` byte where the profile has one, else the end mark of a frame. A
 * damaged frame is refused and comes again, or, where nothing can be refused, is rejected. Null after silence.
 */
export function* nextFramePart(session: Session, withinMs: number): Dialogue<Part | null> {
  const { turns, framing } = session.profile;
  let outside = "";
  for (;;) {
    const byte = yield* nextByte(session, withinMs);
    const isControl = byte === null || byte === turns.enquiry || byte === turns.close;
    if (!isControl) outside += byte;
    const start = framing.start ?? "";
    const starts = start !== "" && outside.endsWith(start);
    if (!isControl && !starts && outside.length < framing.max_record) continue;
    yield* reject(starts ? outside.slice(0, -start.length) : outside, "stands outside a frame");
    outside = "";
    if (byte === null) return null;
    if (byte === turns.enquiry) yield* acknowledge(session);
    else if (byte === turns.close) {
      endMessage(session);
      session.parts.push({ kind: "closed" });
    } else if (starts) yield* takeFrame(session);
    const part = session.parts.shift();
    if (part !== undefined) return part;
  }
}

function* acknowledge(session: Session): Dialogue<void> {
  session.lastSequence = "";
  const { acknowledge: answer } = session.profile.turns;
  if (answer !== undefined) yield* sendText(answer);
}

/** Receives the rest of a frame and puts its lines into the session. */
function* takeFrame(session: Session): Dialogue<void> {
  const { framing, turns } = session.profile;
  const body = yield* bodyOf(session);
  if (body === null) return yield* refuse(session);
  const check = yield* checkOf(session);
  if (check === null || !isSound(session, body, check)) {
    yield* reject(`${body.text}${body.mark}${check ?? ""}`, "a damaged frame");
    return yield* refuse(session);
  }
  const sequence = body.text.slice(0, framing.sequence_digits);
  const isRepeated = sequence !== "" && sequence === session.lastSequence;
  session.lastSequence = sequence;
  if (turns.acknowledge !== undefined) yield* sendText(turns.acknowledge);
  if (isRepeated) return;
  session.carried += body.text.slice(framing.sequence_digits);
  cutLines(session);
  if (body.mark !== framing.end) return;
  endMessage(session);
  if (turns.close === undefined) session.parts.push({ kind: "closed" });
}

function* refuse({ profile }: Session): Dialogue<void> {
  if (profile.turns.refuse !== undefined) yield* sendText(profile.turns.refuse);
}

interface FrameBody {
  readonly text: string;
  /** The mark that ended it. */
  readonly mark: string;
}

/** Text up to the end mark; null when a silence or the length limit cuts it off. */
function* bodyOf(session: Session): Dialogue<FrameBody | null> {
  const { framing, time_outs } = session.profile;
  const marks = [framing.end, framing.more].filter((mark) => mark !== undefined);
  let text = "";
  while (text.length < framing.max_record) {
    const byte = yield* nextByte(session, time_outs.inter_byte_ms);
    if (byte === null) break;
    text += byte;
    const mark = marks.find((one) => text.endsWith(one));
    if (mark !== undefined) return { text: text.slice(0, -mark.length), mark };
  }
  yield* reject(text, "a frame without an end");
  return null;
}

/** The characters after the end mark; null when they do not come. */
function* checkOf(session: Session): Dialogue<string | null> {
  const { framing, time_outs } = session.profile;
  let text = "";
  while (text.length < framing.check_bytes) {
    const byte = yield* nextByte(session, time_outs.inter_byte_ms);
    if (byte === null) return null;
    text += byte;
  }
  return text;
}

function isSound(session: Session, body: FrameBody, check: string): boolean {
  const { checksum, framing } = session.profile;
  if (checksum.kind === "none" || framing.check_bytes === 0) return true;
  const start = checksum.count_start ? (framing.start ?? "") : "";
  const end = checksum.count_end ? body.mark : "";
  return checksumOf(checksum.kind, start + body.text + end) === readChecksum(checksum.form, check);
}

/** Moves whole lines from the carried text to the parts. */
function cutLines(session: Session): void {
  const { ends } = session.profile.framing;
  const longestFirst = ends.toSorted((a, b) => b.length - a.length);
  for (;;) {
    const found = longestFirst
      .map((end) => ({ end, at: session.carried.indexOf(end) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    if (found === undefined) return;
    session.parts.push({ kind: "line", text: session.carried.slice(0, found.at), whole: true });
    session.carried = session.carried.slice(found.at + found.end.length);
  }
}

function endMessage(session: Session): void {
  if (session.carried !== "") {
    session.parts.push({ kind: "line", text: session.carried, whole: true });
  }
  session.carried = "";
}
