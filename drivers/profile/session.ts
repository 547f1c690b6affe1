/** One conversation with a profiled reader: what has been received, and what is known of its state. */
import type { ReadingWarning } from "../../src/domain/reading.ts";
import type { Dialogue } from "../../src/instrument/contract.ts";
import { fault } from "./faults.ts";
import type { ProfileOptions } from "./options.ts";
import type { Profile } from "./profile-schema.ts";

/** A dual plate with all its words is 4 kB; whatever goes on beyond this without sense is another language. */
const MOST_SENSELESS_BYTES = 8192;

export type Part =
  /** One line without its end; `whole` is false when a silence or the length limit cut it off. */
  | { readonly kind: "line"; readonly text: string; readonly whole: boolean }
  /** A prompt, the end of a message, or the end of a burst. */
  | { readonly kind: "closed" };

export interface Session {
  readonly profile: Profile;
  readonly options: ProfileOptions;
  /** Parts that were received and not yet looked at, or looked at and put back. */
  readonly parts: Part[];
  /** Text of a message that goes on in its next frame. */
  carried: string;
  /** Number of the last frame that was taken; one that comes twice is a repetition. */
  lastSequence: string;
  /** End of the line before: the second half of a longer one may follow. */
  lastEnd: string;
  /** Bytes have come since the last `closed`, for framing by silence. */
  inBurst: boolean;
  /** Bytes since something made sense. */
  senselessBytes: number;
  /** True between the commands that take and give back remote control, as far as we know. */
  inControl: boolean;
  readonly warnings: ReadingWarning[];
}

export function startSession(profile: Profile, options: ProfileOptions): Session {
  return {
    profile,
    options,
    parts: [],
    carried: "",
    lastSequence: "",
    lastEnd: "",
    inBurst: false,
    senselessBytes: 0,
    inControl: false,
    warnings: [],
  };
}

/** The next byte as a character; null after `withinMs` of silence. Throws NOT_UNDERSTOOD when nothing makes sense for long. */
export function* nextByte(session: Session, withinMs: number): Dialogue<string | null> {
  const answer = yield { kind: "receive", withinMs };
  if (answer.kind !== "frame") return null;
  session.senselessBytes += 1;
  if (session.senselessBytes > Math.max(MOST_SENSELESS_BYTES, session.profile.framing.max_record)) {
    throw fault(
      "NOT_UNDERSTOOD",
      `${session.senselessBytes} bytes arrived that the profile does not know`,
    );
  }
  return answer.frame.text;
}

/** Shows text that nothing could be made of. Blank lines mean nothing anywhere. */
export function* reject(text: string, reason: string): Dialogue<void> {
  if (text.trim() === "") return;
  yield { kind: "report", report: { kind: "rejected", reason, text } };
}

export function* sendText(text: string): Dialogue<void> {
  yield { kind: "send", bytes: Buffer.from(text, "latin1") };
}
