/**
 * What is done on one connection to a reader: fetch what it still holds, ask what it is, read plates by command, look
 * now and then whether somebody has read one at its panel.
 */
import type { CapturePort } from "./capture-port.ts";
import type {
  Driver,
  DriverReport,
  LastPlate,
  LastPlateContext,
  PollResult,
  ReaderFault,
} from "./contract.ts";
import type { ReaderDisplay } from "./reader-display.ts";
import type { Conversation, ReaderSession } from "./reader-session.ts";
import { DriverBug, faultSentence, LinkLost } from "./reader-troubles.ts";
import { startProgress } from "./reading-progress.ts";
import { type Backoff, backoffMs } from "./reconnect.ts";
import type { Timers } from "./run-dialogue.ts";
import type { RunCommand } from "./supervised-reader.ts";

export interface ReaderWork {
  /** Asks until the reader answers; throws when the link is lost, or these port settings are not the reader's. */
  greet(): Promise<void>;
  /** Reads one plate by command and tells what came of it. */
  holdRun(command: RunCommand, cancel: AbortController): Promise<void>;
  /** One look at an idle reader; false when the reader had something and could not hand it over. */
  poll(): Promise<boolean>;
}

interface WorkParts {
  readonly driver: Driver;
  readonly options: unknown;
  readonly capture: CapturePort;
  readonly timers: Timers;
  readonly backoff: Backoff;
  readonly display: ReaderDisplay;
  readonly session: ReaderSession;
  /** True while other port settings are still to be tried where the reader does not answer. */
  readonly mayBeOtherSettings: boolean;
  /** What the last poll saw, over all connections. */
  readonly lastSeen: { words: string | null };
}

/** The reader did not answer to a question, and other port settings may be its own. */
export class SettingsUnfit extends Error {}

export function workOn(parts: WorkParts): ReaderWork {
  const { driver, capture, display, session } = parts;
  const never = new AbortController().signal;

  async function fetchLastPlate(
    context: LastPlateContext & { readonly runId: string | null; readonly signal: AbortSignal },
  ): Promise<Conversation<LastPlate> | null> {
    const lastPlate = driver.dialogues.lastPlate;
    if (lastPlate === null) return null;
    const { readMayBeUnderWay, runId, signal } = context;
    return session.converse({
      dialogue: "lastPlate",
      request: { options: parts.options, context: { readMayBeUnderWay } },
      runId,
      start: () => lastPlate(parts.options, { readMayBeUnderWay }),
      signal,
    });
  }

  /** Throws when the link is lost or the driver has a bug; a fault of the reader comes back. */
  function faultOf(conversation: Conversation<unknown>): ReaderFault | null {
    const { outcome } = conversation;
    if (outcome.kind === "done") return null;
    if (outcome.kind === "fault") return outcome.fault;
    throw outcome.kind === "bug"
      ? new DriverBug(driver, outcome.error)
      : new LinkLost(outcome.kind === "lost" ? outcome.reason : "the conversation was broken off");
  }

  /**
   * What the reader still holds comes first: asking what it is takes and gives back remote control, and with it the
   * proof that nobody has used its panel since a run was broken off.
   */
  async function introduce(): Promise<ReaderFault | null> {
    const readMayBeUnderWay = capture.awaitsPlate();
    if (readMayBeUnderWay) {
      const sentence =
        "Fetches the plate of the run that was interrupted; the reader may still be reading it.";
      display.show({ sentence });
    }
    const held = await fetchLastPlate({ readMayBeUnderWay, runId: null, signal: never });
    if (held !== null) {
      await capture.recovered(held);
      const fault = faultOf(held);
      if (fault !== null && driver.faults[fault.fault]?.needsOperator) return fault;
    }
    const conversation = await session.converse({
      dialogue: "identify",
      request: { options: parts.options },
      runId: null,
      start: () => driver.dialogues.identify(parts.options),
      signal: never,
    });
    await capture.ended(conversation);
    if (conversation.outcome.kind === "done") {
      display.show({ identity: conversation.outcome.result });
    }
    return faultOf(conversation);
  }

  async function greet(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const sentence = "Asks the reader what it is.";
      display.show({ state: "identifying", sentence, progress: null });
      const fault = await introduce();
      if (fault === null) return display.ready();
      display.show({ state: "unreachable", sentence: faultSentence(driver, fault) });
      if (parts.mayBeOtherSettings) throw new SettingsUnfit(faultSentence(driver, fault));
      const waitMs = backoffMs(parts.backoff, attempt);
      const waited = new Promise<void>((resolve) => void parts.timers.after(waitMs, resolve));
      await Promise.race([waited, session.lost]);
      if (session.isLost()) throw new LinkLost(await session.lost);
    }
  }

  async function holdRun(command: RunCommand, cancel: AbortController): Promise<void> {
    const onReport: (report: DriverReport) => void = display.follow(
      startProgress(command.runId, new Date().toISOString()),
    );
    const before = await fetchLastPlate({
      readMayBeUnderWay: false,
      runId: command.runId,
      signal: cancel.signal,
    });
    if (before !== null) await capture.baseline(command.runId, before);
    if (before !== null && !(await mayGoOn(command, before))) return;
    await capture.runReading(command.runId);
    const conversation = await session.converse({
      dialogue: "readPlate",
      request: { request: command.request, options: parts.options },
      runId: command.runId,
      start: () => driver.dialogues.readPlate(command.request, parts.options),
      signal: cancel.signal,
      onReport,
    });
    await capture.runEnded(command.runId, conversation);
    await afterRun(conversation);
  }

  /** Without an answer to the first question there is no point in asking for a read. */
  async function mayGoOn(command: RunCommand, before: Conversation<LastPlate>): Promise<boolean> {
    const { outcome } = before;
    if (outcome.kind === "cancelled") {
      await capture.runFailed(command.runId, "cancelled", "Cancelled before the reader began.");
      await release();
      display.ready();
      return false;
    }
    if (outcome.kind === "lost") {
      const sentence = `The link was lost before the reader began: ${outcome.reason}. Start the run again.`;
      await capture.runFailed(command.runId, "interrupted", sentence);
      throw new LinkLost(outcome.reason);
    }
    if (outcome.kind === "bug") {
      const bug = new DriverBug(driver, outcome.error);
      await capture.runFailed(command.runId, "failed", bug.message);
      throw bug;
    }
    if (outcome.kind === "fault" && driver.faults[outcome.fault.fault]?.needsOperator) {
      const sentence = faultSentence(driver, outcome.fault);
      await capture.runFailed(command.runId, "failed", sentence);
      display.show({ state: "unreachable", sentence, progress: null });
      await greet();
      return false;
    }
    return true;
  }

  async function afterRun(conversation: Conversation<unknown>): Promise<void> {
    const { outcome } = conversation;
    if (outcome.kind === "lost") throw new LinkLost(outcome.reason);
    if (outcome.kind === "bug") throw new DriverBug(driver, outcome.error);
    if (outcome.kind === "cancelled") await release();
    if (outcome.kind === "fault") return greet();
    display.ready();
  }

  async function release(): Promise<void> {
    const sentence = "Cancelled; waits until the reader has given its panel back.";
    display.show({ sentence, progress: null });
    const conversation = await session.converse({
      dialogue: "release",
      request: { options: parts.options },
      runId: null,
      start: () => driver.dialogues.release(parts.options),
      signal: never,
    });
    const { outcome } = conversation;
    // The read that was broken off may have ended all the same: its plate is kept, for a person to look at.
    if (outcome.kind === "done" && outcome.result.plate !== null)
      await capture.unasked(conversation);
    else await capture.ended(conversation);
  }

  async function poll(): Promise<boolean> {
    const dialogue = driver.dialogues.poll;
    if (dialogue === null) return true;
    const context = { lastSeen: parts.lastSeen.words };
    const conversation = await session.converse<PollResult>({
      dialogue: "poll",
      request: { options: parts.options, context },
      runId: null,
      start: () => dialogue(parts.options, context),
      signal: never,
      isQuiet: ({ plate, seen }) => plate === null && seen === context.lastSeen,
    });
    await capture.polled(conversation);
    const { outcome } = conversation;
    if (outcome.kind === "done") parts.lastSeen.words = outcome.result.seen;
    return faultOf(conversation) === null;
  }

  return { greet, holdRun, poll };
}
