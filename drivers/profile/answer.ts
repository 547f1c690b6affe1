/** Sends a command of the profile and collects its answer. */
import { type Dialogue, ReaderFault } from "../../src/instrument/contract.ts";
import { type CommandText, type CommandValues, fillCommandText } from "./command-text.ts";
import { fault, listedCode, refused } from "./faults.ts";
import type { Profile, ProfileCommand } from "./profile-schema.ts";
import { nextPart } from "./receive-parts.ts";
import { nextByte, reject, type Session, sendText } from "./session.ts";

export interface Answer {
  /** Its lines without blank ones, without the echo, and without what says yes. */
  readonly lines: readonly string[];
  /** The groups of `expect`. */
  readonly groups: Readonly<Record<string, string>>;
  /** False when a silence ended it early. */
  readonly whole: boolean;
}

export interface Asking {
  readonly name: string;
  readonly values: CommandValues;
  readonly withinMs: number;
  /** No reference is asked for. */
  readonly isSingle?: boolean;
}

/** The command of a name; a profile that was checked has every command that is asked for. */
export function commandOf(profile: Profile, name: string): ProfileCommand | null {
  return Object.hasOwn(profile.commands, name) ? (profile.commands[name] ?? null) : null;
}

/**
 * Sends a command and gives its answer. What is no answer is rejected. Asks again after silence, or where the answer
 * does not hold what is expected, as often as the profile allows. Throws NO_ANSWER, NOT_UNDERSTOOD, or the fault of a
 * refusal.
 */
export function* ask(session: Session, asking: Asking): Dialogue<Answer> {
  const command = commandOf(session.profile, asking.name);
  if (command === null) throw fault("NOT_UNDERSTOOD", `the profile has no command ${asking.name}`);
  return yield* withRetries(session, command, () => askOnce(session, command, asking));
}

/**
 * Does it again where the reader says that it is busy, and after silence where that does no harm, as often as the profile
 * allows.
 */
export function* withRetries<Result>(
  { profile }: Session,
  command: ProfileCommand,
  once: () => Dialogue<Result>,
): Dialogue<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return yield* once();
    } catch (error) {
      if (!(error instanceof ReaderFault) || attempt >= command.retries) throw error;
      const isBusy = codeMeans(profile, error, "busy");
      const mayHaveObeyed = error.readerCode !== null || !command.idempotent;
      if (mayHaveObeyed && !isBusy) throw error;
      if (isBusy) yield { kind: "pause", ms: profile.turns.poll_ms };
    }
  }
}

function codeMeans(profile: Profile, error: ReaderFault, meaning: string): boolean {
  return error.readerCode !== null && listedCode(profile, error.readerCode)?.means === meaning;
}

function* askOnce(session: Session, command: ProfileCommand, asking: Asking): Dialogue<Answer> {
  const sent = yield* send(session, command, asking);
  const answer = yield* collect(session, command, asking, sent);
  if (command.expect === undefined) return answer;
  const text = answer.lines.join("\n");
  const match = command.expect.find(text);
  if (match !== null) return { ...answer, groups: match.groups };
  yield* reject(text, `not what \`${asking.name}\` is answered with`);
  const name = asking.name === "identify" ? "WRONG_MODEL" : "NOT_UNDERSTOOD";
  throw fault(name, `the answer to \`${asking.name}\` is not as the profile expects it`);
}

/** Sends command and arguments, waits for acknowledgements, and gives the text that was sent. */
export function* send(session: Session, command: ProfileCommand, asking: Asking): Dialogue<string> {
  const { turns, framing } = session.profile;
  if (turns.min_gap_ms > 0) yield { kind: "pause", ms: turns.min_gap_ms };
  const isSingle = asking.isSingle === true && command.send_single !== undefined;
  const chosen = isSingle ? (command.send_single ?? command.send) : command.send;
  const text = fill(asking.name, chosen, asking.values);
  yield* sendText(text + framing.send_end);
  if (turns.wait_for_ack) yield* awaitAck(session, asking);
  if (command.arguments !== undefined) {
    yield* sendText(fill(asking.name, command.arguments, asking.values) + framing.send_end);
    if (turns.wait_for_ack) yield* awaitAck(session, asking);
  }
  return text;
}

function fill(name: string, text: CommandText, values: CommandValues): string {
  const filled = fillCommandText(text, values);
  if (filled.text !== null) return filled.text;
  throw fault(
    "PLACEHOLDER_EMPTY",
    `\`${name}\` needs {${filled.missing}}, which this read does not have`,
  );
}

/** Throws NO_ANSWER after silence, READER_REFUSED for a refusal; other bytes are rejected. */
function* awaitAck(session: Session, asking: Asking): Dialogue<void> {
  const { turns } = session.profile;
  let other = "";
  for (;;) {
    const byte = yield* nextByte(session, asking.withinMs);
    if (byte === turns.ack) break;
    if (byte === turns.nak || byte === null) {
      yield* reject(other, `came before the acknowledgement of \`${asking.name}\``);
      throw byte === null
        ? unanswered(asking.name, other.trim() !== "")
        : fault("READER_REFUSED", `\`${asking.name}\` was refused`, { readerCode: "NAK" });
    }
    other += byte;
  }
  session.senselessBytes = 0;
  yield* reject(other, `came before the acknowledgement of \`${asking.name}\``);
}

function* collect(
  session: Session,
  command: ProfileCommand,
  asking: Asking,
  sent: string,
): Dialogue<Answer> {
  if (!command.answered) return { lines: [], groups: {}, whole: true };
  const start = yield* awaitStart(session, command, asking, sent);
  if (start === null) throw unanswered(asking.name, session.senselessBytes > 0);
  session.senselessBytes = 0;
  const lines = start.line.trim() === "" ? [] : [start.line];
  // A line that only says yes is one of the lines of the answer all the same.
  let lineCount = 1;
  let closed = 0;
  const until = command.until ?? session.profile.framing.postamble;
  const isLineMode = session.profile.framing.mode === "line";
  const isDone = (): boolean => {
    if (until !== undefined) return until.test(lines.at(-1) ?? "");
    return isLineMode ? lineCount >= command.lines : closed >= command.prompts;
  };
  while (!isDone()) {
    const { quiet_ms } = session.profile.framing;
    const withinMs = closed > 0 ? quiet_ms : session.profile.time_outs.inter_byte_ms;
    const part = yield* nextPart(session, withinMs);
    if (part === null) return { lines, groups: {}, whole: closed > 0 };
    if (part.kind === "closed") closed += 1;
    else if (part.text.trim() !== "") {
      lines.push(part.text);
      lineCount += 1;
    }
    if (lineCount > MOST_LINES) throw unanswered(asking.name, true);
  }
  return { lines, groups: {}, whole: true };
}

/** No short answer is as long. */
const MOST_LINES = 400;

interface AnswerStart {
  /** What stands behind that which says yes, or the whole line where nothing says so. */
  readonly line: string;
}

/**
 * Waits for the line an answer begins with; null after silence. Throws the fault of a line that says no; a code that the
 * profile calls a warning is noted and passes.
 */
export function* awaitStart(
  session: Session,
  command: ProfileCommand,
  asking: Asking,
  sent: string,
): Dialogue<AnswerStart | null> {
  const { status, framing } = session.profile;
  const needsStatus = command.status && status.ok !== undefined;
  let mayBeEcho = framing.echo;
  for (;;) {
    const part = yield* nextPart(session, asking.withinMs);
    if (part === null) return null;
    if (part.kind === "closed" || part.text.trim() === "") continue;
    if (mayBeEcho && part.text.trim() === sent.trim()) {
      mayBeEcho = false;
      continue;
    }
    const ok = status.ok?.find(part.text);
    if (command.status && ok) {
      yield* reject(part.text.slice(0, ok.start), "noise before an answer");
      return { line: part.text.slice(ok.end) };
    }
    const error = command.status ? status.error?.find(part.text) : null;
    if (error) {
      yield* reject(part.text.slice(0, error.start), "noise before an answer");
      yield* closeAnswer(session);
      takeCode(session, asking.name, error.groups.code ?? "");
      return { line: "" };
    }
    if (!needsStatus) return { line: part.text };
    yield* reject(part.text, `no answer to \`${asking.name}\``);
  }
}

/** A refusal has a prompt or an end of its own, which must not be taken for that of the next answer. */
function* closeAnswer(session: Session): Dialogue<void> {
  session.senselessBytes = 0;
  if (session.profile.framing.mode === "line") return;
  for (let count = 0; count < MOST_LINES; count += 1) {
    const part = yield* nextPart(session, session.profile.framing.quiet_ms);
    if (part === null || part.kind === "closed") return;
    yield* reject(part.text, "stands behind a refusal");
  }
}

function takeCode(session: Session, name: string, code: string): void {
  const listed = listedCode(session.profile, code);
  if (listed === null || listed.fatal) throw refused(session.profile, name, code);
  const message = `The reader warned when it was told \`${name}\`: ${code}, ${listed.text}`;
  session.warnings.push({ code: "READER_WARNING", message });
}

export function unanswered(name: string, heardNoise: boolean): ReaderFault {
  return heardNoise
    ? fault(
        "NOT_UNDERSTOOD",
        `the answer to \`${name}\` cannot be read: wrong baud rate or wrong reader`,
      )
    : fault("NO_ANSWER", `no answer to \`${name}\``);
}

/** Does what the profile does before everything else; then the work; then gives remote control back, come what may. */
export function* underControl<Result>(session: Session, work: Dialogue<Result>): Dialogue<Result> {
  let result: Result;
  try {
    result = yield* work;
  } catch (error) {
    yield* letGo(session);
    throw error;
  }
  yield* letGo(session);
  return result;
}

export function* takeControl(session: Session): Dialogue<void> {
  const { lock } = session.profile.turns;
  if (lock === undefined) return;
  // Before the answer: if that gets lost, the reader is locked all the same.
  session.inControl = true;
  yield* ask(session, { name: lock, values: {}, withinMs: session.profile.time_outs.answer_ms });
}

/** Never fails: what was read counts. */
export function* letGo(session: Session): Dialogue<void> {
  const { turns, time_outs } = session.profile;
  if (!session.inControl || turns.release === undefined) return;
  session.inControl = false;
  try {
    yield* ask(session, { name: turns.release, values: {}, withinMs: time_outs.answer_ms });
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
  }
}
