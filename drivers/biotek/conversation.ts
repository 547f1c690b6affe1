/** Bytes out and in, and the taking of turns: one letter, `<ACK>`, then the rest (ELx808 manual, appendix B). */
import type { Dialogue } from "../../src/instrument/contract.ts";
import { fault } from "./faults.ts";
import { parseStatus, type ReaderStatus, STATUS_LENGTH } from "./status-string.ts";

export const ACK = "\x06";
export const NAK = "\x15";
export const DLE = "\x10";
export const CTRL_Z = "\x1a";

/** No answer and no plate is that long; whatever goes on beyond it is no reader of this family. */
export const MOST_NOISE_BYTES = 4000;

/** The next byte as one latin1 character; null after `withinMs` of silence. */
export function* nextByte(withinMs: number): Dialogue<string | null> {
  const answer = yield { kind: "receive", withinMs };
  return answer.kind === "frame" ? answer.frame.text : null;
}

/** Exactly so many bytes, with at most `withinMs` between them; fewer when the reader falls silent before. */
export function* receiveBytes(count: number, withinMs: number): Dialogue<string> {
  let text = "";
  while (text.length < count) {
    const byte = yield* nextByte(withinMs);
    if (byte === null) return text;
    text += byte;
  }
  return text;
}

/** Everything up to the first silence of `quietMs`, cut off where it is endless. */
export function* drain(quietMs: number): Dialogue<string> {
  return yield* receiveBytes(MOST_NOISE_BYTES, quietMs);
}

export function* send(text: string): Dialogue<void> {
  yield { kind: "send", bytes: Buffer.from(text, "latin1") };
}

/** Shows text that nothing could be made of. */
export function* reject(text: string, reason: string): Dialogue<void> {
  if (text !== "") yield { kind: "report", report: { kind: "rejected", reason, text } };
}

/**
 * Sends a command letter and waits for its `<ACK>`. What stands in front of that is rejected. A `<NAK>` may only mean that
 * a stray byte had stood before the letter, so it is sent once more. False after the second `<NAK>`. Throws NO_ANSWER, or
 * NOT_UNDERSTOOD when only other bytes came.
 */
export function* call(letter: string, withinMs: number): Dialogue<boolean> {
  if (yield* callOnce(letter, withinMs)) return true;
  return yield* callOnce(letter, withinMs);
}

/** Like `call`, and throws READER_REFUSED after the second `<NAK>`. */
export function* demand(letter: string, withinMs: number): Dialogue<void> {
  if (yield* call(letter, withinMs)) return;
  throw fault("READER_REFUSED", `the reader does not take the command ${letter}`, {
    readerCode: "NAK",
  });
}

function* callOnce(letter: string, withinMs: number): Dialogue<boolean> {
  yield* send(letter);
  let noise = "";
  for (;;) {
    const byte = yield* nextByte(withinMs);
    if (byte === ACK || byte === NAK) {
      yield* reject(noise, `stood before the answer to ${letter}`);
      return byte === ACK;
    }
    if (byte === null || noise.length >= MOST_NOISE_BYTES) {
      yield* reject(noise, `no answer to ${letter}`);
      throw unanswered(letter, noise !== "");
    }
    noise += byte;
  }
}

export function unanswered(letter: string, heardNoise: boolean) {
  return heardNoise
    ? fault("NOT_UNDERSTOOD", `the answer to ${letter} cannot be read`)
    : fault("NO_ANSWER", `no answer to ${letter}`);
}

/** The five status bytes after an answer, whatever they say. Throws NO_ANSWER or NOT_UNDERSTOOD. */
export function* receiveStatus(letter: string, withinMs: number): Dialogue<ReaderStatus> {
  const bytes = yield* receiveBytes(STATUS_LENGTH, withinMs);
  const status = parseStatus(bytes);
  if (status !== null) return status;
  yield* reject(bytes, `no status after ${letter}`);
  throw unanswered(letter, bytes !== "");
}
