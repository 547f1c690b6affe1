/** One conversation in the reader's command language: commands out, one or two fields back, each closed by a prompt. */
import type { ReadingWarning } from "../../src/domain/reading.ts";
import { type Dialogue, ReaderFault } from "../../src/instrument/contract.ts";
import { parseStatusField, type StatusField } from "./answer-field.ts";
import { describeCode, faultOfCode } from "./error-codes.ts";
import type { SpectraMaxFault } from "./faults.ts";
import type { SpectraMaxOptions } from "./options.ts";

/** Fields of noise in one wait; whatever goes on beyond that is no reader of this family. */
const MOST_REJECTED_FIELDS = 100;

/** The data of two wavelengths are 2 kB; what grows far beyond that has no prompt in it. */
const LONGEST_FIELD = 32_768;

/** Answered by `OK<CR><LF>>` and then by a payload with a prompt of its own; all other commands by one prompt. */
const TWO_PROMPTS = new Set(["ERROR", "OPTION", "SPEED", "STATUS", "TEMP", "TRANSFER", "RESEND"]);

export interface Session {
  readonly options: SpectraMaxOptions;
  /** What the reader warned of while it obeyed. */
  readonly warnings: ReadingWarning[];
}

/** Text up to a prompt. */
export interface Field {
  readonly text: string;
  /** False when a silence ended it instead. */
  readonly closed: boolean;
}

export function startSession(options: SpectraMaxOptions): Session {
  return { options, warnings: [] };
}

export function fault(
  name: SpectraMaxFault,
  message: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  return new ReaderFault(name, message, context);
}

/** The next field; null after `withinMs` without a byte. As long as bytes come, the wait begins anew. */
export function* nextField(withinMs: number): Dialogue<Field | null> {
  let text = "";
  for (;;) {
    const answer = yield { kind: "receive", withinMs };
    if (answer.kind !== "frame") return text === "" ? null : { text, closed: false };
    text += answer.frame.text;
    if (answer.frame.terminated) return { text, closed: true };
    if (text.length > LONGEST_FIELD) {
      throw fault("NOT_UNDERSTOOD", `${text.length} bytes arrived without a prompt`);
    }
  }
}

/** Shows text that nothing could be made of; line breaks around fields mean nothing. */
export function* reject(text: string, reason: string): Dialogue<void> {
  if (text.trim() === "") return;
  yield { kind: "report", report: { kind: "rejected", reason, text } };
}

export function* sendCommand(command: string): Dialogue<void> {
  yield { kind: "send", bytes: Buffer.from(`!${command}\r`, "latin1") };
}

/** Counts rejected fields of one wait; throws NOT_UNDERSTOOD when it hears nothing else. */
export function createPatience() {
  let rejected = 0;
  return {
    heardNoise: () => rejected > 0,
    spend(): void {
      rejected += 1;
      if (rejected <= MOST_REJECTED_FIELDS) return;
      throw fault("NOT_UNDERSTOOD", `${rejected} prompts arrived without an answer to anything`);
    },
  };
}

/**
 * Sends a command and gives the payload of its answer, which is an empty field for a command without one. A reader
 * that sends one prompt where two are usual is done after a short silence. Throws NO_ANSWER after silence,
 * NOT_UNDERSTOOD when only noise came, and the fault of its code when the reader refuses.
 */
export function* demand(
  session: Session,
  command: string,
  withinMs: number = session.options.answerTimeoutMs,
): Dialogue<Field> {
  yield* sendCommand(command);
  const { status, closed } = yield* statusOf(command, withinMs);
  if (!status.isSuccess) throw refused(command, status.code);
  if (/warning/i.test(status.rest)) noteWarning(session, command, status.rest);
  // Text beside OK that warns of nothing is a payload whose first prompt was lost.
  else if (status.rest !== "") return { text: status.rest, closed };
  return hasPayload(command) ? yield* payloadOf(session, command) : { text: "", closed: true };
}

/** READTYPE has a payload on the M5, whose words for absorbance begin with ABS, and none on the 384 Plus. */
function hasPayload(command: string): boolean {
  const [name = "", argument = ""] = command.split(" ");
  return TWO_PROMPTS.has(name) || (name === "READTYPE" && argument.startsWith("ABS"));
}

/** The first field with an answer in it. Others are rejected: what is left of an earlier command, and noise. */
function* statusOf(
  command: string,
  withinMs: number,
): Dialogue<{ readonly status: StatusField; readonly closed: boolean }> {
  const patience = createPatience();
  for (;;) {
    const field = yield* nextField(withinMs);
    if (field === null) throw unanswered(command, patience.heardNoise());
    const status = parseStatusField(field.text);
    if (status !== null) {
      yield* reject(status.before, "noise before an answer");
      return { status, closed: field.closed };
    }
    patience.spend();
    yield* reject(field.text, `no answer to ${nameOf(command)}`);
  }
}

function* payloadOf(session: Session, command: string): Dialogue<Field> {
  const patience = createPatience();
  for (;;) {
    const field = yield* nextField(session.options.secondPromptMs);
    if (field === null) return { text: "", closed: false };
    const status = parseStatusField(field.text);
    if (status?.isSuccess === false && status.before === "") throw refused(command, status.code);
    // A bare OK is no payload: the first one answered an earlier command.
    if (!/^\s*OK\s*$/.test(field.text)) return field;
    patience.spend();
  }
}

/** Waits for a silence, so that no late answer is taken for that to the next question. */
export function* fallSilent({ options }: Session): Dialogue<void> {
  const patience = createPatience();
  for (;;) {
    const field = yield* nextField(options.secondPromptMs);
    if (field === null) return;
    patience.spend();
    yield* reject(field.text, "came too late");
  }
}

function noteWarning(session: Session, command: string, text: string): void {
  const message = `The reader warned when it was told ${nameOf(command)}: ${text}`;
  session.warnings.push({ code: "READER_WARNING", message });
}

function nameOf(command: string): string {
  return command === "" ? "the hello" : command;
}

function unanswered(command: string, heardNoise: boolean): ReaderFault {
  return heardNoise
    ? fault(
        "NOT_UNDERSTOOD",
        `the answer to ${nameOf(command)} cannot be read: wrong baud rate or wrong reader`,
      )
    : fault("NO_ANSWER", `no answer to ${nameOf(command)}`);
}

/** True for a fault that says no more than that the line was silent or noisy. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof ReaderFault && ["NO_ANSWER", "NOT_UNDERSTOOD"].includes(error.fault);
}

function refused(command: string, code: string | null): ReaderFault {
  const name = nameOf(command);
  if (code === null) return fault("READER_REFUSED", `${name} was refused without a code`);
  const message = `${name} was refused with code ${describeCode(code)}`;
  return fault(faultOfCode(code), message, { readerCode: code });
}
