/** One conversation: a command, its echo, payload lines, and a postamble that ends the answer. */
import { type Dialogue, ReaderFault } from "../../src/instrument/contract.ts";
import type { ByonoyFault } from "./faults.ts";
import type { ByonoyOptions } from "./options.ts";

/** A line of a plate has 48 characters; what grows far beyond that has no line ends in it. */
const LONGEST_LINE = 512;

/** A plate is 12 lines; whatever goes on far beyond that is no reader of this kind. */
const MOST_LINES = 100;

export interface Line {
  readonly text: string;
  /** False when a silence ended it instead of a line break. */
  readonly ended: boolean;
}

export interface Answer {
  readonly payload: readonly string[];
  /** False when it came without its echo or its postamble, or when its last line was broken off. */
  readonly whole: boolean;
}

export function fault(
  name: ByonoyFault,
  message: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  return new ReaderFault(name, message, context);
}

/** Shows text that nothing could be made of. */
export function* reject(text: string, reason: string): Dialogue<void> {
  if (text.trim() === "") return;
  yield { kind: "report", report: { kind: "rejected", reason, text } };
}

/**
 * The next line that is not empty; CR, LF and both together end one, since the manual does not say which it is. Null
 * after `withinMs` of silence.
 */
export function* nextLine(withinMs: number): Dialogue<Line | null> {
  let text = "";
  for (;;) {
    const answer = yield { kind: "receive", withinMs };
    if (answer.kind !== "frame") return text.trim() === "" ? null : { text, ended: false };
    const character = answer.frame.text;
    const isBreak = character === "\r" || character === "\n";
    if (!isBreak) text += character;
    else if (text.trim() !== "") return { text: text.trim(), ended: true };
    else text = "";
    if (text.length > LONGEST_LINE) {
      throw fault("NOT_UNDERSTOOD", `${text.length} bytes arrived without a line break`);
    }
  }
}

/**
 * Sends `!NAME(…)` and gives the lines of its answer, damaged or not. Lines before the echo are rejected: what is left
 * of an earlier command, and noise. Throws NO_ANSWER when nothing comes, NOT_UNDERSTOOD when no echo comes.
 */
export function* ask(options: ByonoyOptions, command: string): Dialogue<Answer> {
  yield { kind: "send", bytes: Buffer.from(`${command}\r`, "latin1") };
  const isEchoed = yield* awaitEcho(options, command);
  if (!isEchoed) return { payload: [], whole: false };
  return yield* receivePayload(options, command);
}

/** True after the echo; false when the answer ends without it. */
function* awaitEcho({ echoTimeoutMs }: ByonoyOptions, command: string): Dialogue<boolean> {
  for (let rejected = 0; rejected <= MOST_LINES; rejected += 1) {
    const line = yield* nextLine(echoTimeoutMs);
    if (line === null) throw unanswered(command, rejected > 0);
    if (line.text === command) return true;
    yield* reject(line.text, `no echo of ${command}`);
    if (line.text === postambleOf(command)) return false;
  }
  throw unanswered(command, true);
}

function* receivePayload(options: ByonoyOptions, command: string): Dialogue<Answer> {
  const payload: string[] = [];
  while (payload.length <= MOST_LINES) {
    const { answerTimeoutMs, interLineTimeoutMs } = options;
    const line = yield* nextLine(payload.length === 0 ? answerTimeoutMs : interLineTimeoutMs);
    if (line === null) return { payload, whole: false };
    if (line.text === postambleOf(command)) return { payload, whole: true };
    // A text broken off by a silence may be half a number.
    if (!line.ended) return { payload, whole: false };
    payload.push(line.text);
  }
  return { payload, whole: false };
}

/** `#NAME()`; all commands that read end with `#RP()`. */
function postambleOf(command: string): string {
  const name = /^!([A-Z]+)/.exec(command)?.[1] ?? "";
  return name.startsWith("RP") ? "#RP()" : `#${name}()`;
}

function unanswered(command: string, heardNoise: boolean): ReaderFault {
  return heardNoise
    ? fault("NOT_UNDERSTOOD", `no echo of ${command}: wrong baud rate or wrong reader`)
    : fault("NO_ANSWER", `no answer to ${command}`);
}

/** The only line of a whole answer. Asks a second time where the first answer is damaged; then NOT_UNDERSTOOD. */
export function* askForLine(options: ByonoyOptions, command: string): Dialogue<string> {
  const first = yield* ask(options, command);
  const answer = first.whole ? first : yield* ask(options, command);
  const [line] = answer.payload;
  if (answer.whole && line !== undefined) return line;
  throw fault("NOT_UNDERSTOOD", `the answer to ${command} cannot be read`);
}
