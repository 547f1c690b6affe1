/** The durable steps between a reader and its readings: each function is one transaction. */
import { Subject } from "rxjs";
import { PlatewardenError } from "../domain/errors.ts";
import type { PlateReading } from "../domain/reading.ts";
import type { CapturePort } from "../instrument/capture-port.ts";
import type { Driver, LastPlate, PollResult, UnaskedRecord } from "../instrument/contract.ts";
import type { Conversation } from "../instrument/reader-session.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { RunRow, RunState } from "../store/runs.ts";
import { bindReading } from "./bind-reading.ts";
import { objectionToReading } from "./fits-run.ts";
import { bindAnnounced } from "./match-announced.ts";
import { isStoreTrouble, type Persist } from "./persist.ts";
import { plateBeforeBreak } from "./play-transcript.ts";
import { type RecoveredBinding, recoveredBinding } from "./prove-recovered.ts";
import { haveSameNumbers, isSameReading } from "./same-plate.ts";
import { endTranscript, outcomeSentence, storeConversation } from "./store-conversation.ts";
import { contentSha256 } from "./store-reading.ts";

/** How many of a reader's readings a plate found in its memory is compared with. */
const REMEMBERED_READINGS = 200;

/** A reading has been stored; bound to a plate, or waiting in the inbox. */
export interface Captured {
  readonly readingId: string;
  readonly plateId: string | null;
}

export interface CaptureReadings {
  readonly captured$: Subject<Captured>;
  /** The port of one reader. */
  portFor(readerId: string, driver: Driver): CapturePort;
}

const INTERRUPTED_MEASURING =
  "Broken off after the read command: the link was lost or the program was stopped. The plate is fetched from the reader when it answers again.";
const INTERRUPTED_KEEPS_NOTHING =
  "Broken off while the plate was read: the link was lost or the program was stopped. This reader does not keep its last plate. Start the run again.";
const INTERRUPTED_BEFORE =
  "Broken off before the read command was sent: the link was lost or the program was stopped. Start the run again.";

const WAITS_UNASSIGNED =
  "What was read now waits among the unassigned plates; say there what it is.";

export function setRunState(
  store: Store,
  runId: string,
  state: RunState,
  sentence: string | null,
  recoveryPending = false,
): void {
  const underWay = state === "starting" || state === "reading";
  const endedAtUtc = underWay ? null : store.nowUtc();
  store.runs.setState(runId, { state, sentence, recoveryPending, endedAtUtc });
  store.journal.change("run", runId, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: "daemon",
    action: `run.${state}`,
    subject: runId,
    detail: { sentence },
  });
}

function bindToRun(store: Store, readingId: string, run: RunRow, because: string): string {
  return bindReading(store, {
    readingId,
    barcode: run.barcode,
    sampleId: run.sample_id,
    layoutSha256: run.layout_sha256,
    runId: run.id,
    by: run.operator,
    because,
    rereadReason: run.reread_reason,
    barReason: null,
  });
}

/**
 * Binds the reading of a run to the plate the run was started for and ends the run; returns the plate's id. Where the
 * barcode has become another plate's meanwhile, the reading waits in the inbox, the run says why, and null comes back.
 */
export function endRunWith(
  store: Store,
  run: RunRow,
  reading: { readonly id: string; readonly because: string; readonly sentence: string | null },
): string | null {
  const body = store.readings.byId(reading.id)?.body ?? "null";
  const plate = JSON.parse(body) as PlateReading | null;
  const objection = plate === null ? null : objectionToReading(run, plate);
  if (objection !== null) {
    setRunState(store, run.id, "failed", `${objection} ${WAITS_UNASSIGNED}`);
    return null;
  }
  try {
    const plateId = store.inTransaction(() => bindToRun(store, reading.id, run, reading.because));
    setRunState(store, run.id, "captured", reading.sentence);
    return plateId;
  } catch (error) {
    if (!(error instanceof PlatewardenError) || isStoreTrouble(error)) throw error;
    const sentence = `${error.message} ${WAITS_UNASSIGNED}`;
    setRunState(store, run.id, "failed", sentence);
    return null;
  }
}

/** The reading that an earlier transfer of the same plate content has already brought; null when it is new. */
function knownReading(store: Store, readerId: string, plate: PlateReading): ReadingRow | null {
  const content = contentSha256(plate);
  const remembered = store.readings.lastOfReader(readerId, REMEMBERED_READINGS);
  const same = remembered.find((row) => {
    if (row.content_sha256 === content) return true;
    return row.body !== null && isSameReading(JSON.parse(row.body) as PlateReading, plate);
  });
  return same ?? null;
}

export function captureReadings(store: Store, persist: Persist): CaptureReadings {
  const captured$ = new Subject<Captured>();

  async function durable(work: () => Captured | null): Promise<void> {
    const captured = await persist(() => store.inTransaction(work));
    if (captured !== null) captured$.next(captured);
  }

  function portFor(readerId: string, driver: Driver): CapturePort {
    function runEnded(runId: string, conversation: Conversation<PlateReading>): Captured | null {
      const run = store.runs.byId(runId);
      const plate = plateOfRun(conversation);
      const transcriptSha256 = endTranscript(store, conversation, driver);
      const parts = { conversation, transcriptSha256, driver, readerId, runId, plate };
      const readingId = storeConversation(store, { ...parts, origin: "command" });
      // Who cancels may have put the wrong plate in: what had arrived by then waits for a person to say what it is.
      const cancelled = conversation.outcome.kind === "cancelled";
      if (plate === null || run === null || cancelled) {
        failRun(runId, conversation);
        return { readingId, plateId: null };
      }
      const because = "Read by command for this run.";
      const plateId = endRunWith(store, run, { id: readingId, because, sentence: null });
      return { readingId, plateId };
    }

    /** Also the plate whose last line had arrived when the conversation was broken off. */
    function plateOfRun(conversation: Conversation<PlateReading>): PlateReading | null {
      const { outcome, transcriptId } = conversation;
      if (outcome.kind === "done") return outcome.result;
      const brokenOff = outcome.kind === "lost" || outcome.kind === "cancelled";
      return brokenOff ? plateBeforeBreak(store, driver, transcriptId) : null;
    }

    function failRun(runId: string, conversation: Conversation<PlateReading>): void {
      const kind = conversation.outcome.kind;
      if (kind === "lost") {
        const moved = conversation.movedHardware;
        const pending = moved && driver.capabilities.keepsLastPlate;
        const lost = moved ? INTERRUPTED_KEEPS_NOTHING : INTERRUPTED_BEFORE;
        setRunState(store, runId, "interrupted", pending ? INTERRUPTED_MEASURING : lost, pending);
        return;
      }
      const state = kind === "cancelled" ? "cancelled" : "failed";
      setRunState(store, runId, state, outcomeSentence(conversation, driver));
    }

    /**
     * An attempt to fetch the plate that was broken off may itself have taken the reader back under remote control: then
     * that it is held now proves nothing of the time before.
     */
    function isStillHeld(run: RunRow | undefined, last: LastPlate, now: string): boolean {
      if (!last.remoteControlHeld || run === undefined) return last.remoteControlHeld;
      return !store.transcripts.touchedSince({ reader: readerId, run: run.id, except: now });
    }

    /** What the reader holds, as it is compared with what it held before a run: the same numbers are the same plate. */
    function contentBeside(run: RunRow | undefined, last: LastPlate): string {
      const baseline = run?.baseline_sha256 ?? null;
      const before = store.readings
        .lastOfReader(readerId, REMEMBERED_READINGS)
        .find(({ content_sha256: content }) => content !== null && content === baseline);
      const isThat =
        last.plate !== null &&
        typeof before?.body === "string" &&
        haveSameNumbers(JSON.parse(before.body) as PlateReading, last.plate);
      return isThat && baseline !== null ? baseline : contentOf(last);
    }

    /** A plate from the reader's memory: known already, or a run's that was broken off, or for the inbox. */
    function recovered(conversation: Conversation<LastPlate>): Captured | null {
      const last = conversation.outcome.kind === "done" ? conversation.outcome.result : null;
      const transcriptSha256 = endTranscript(store, conversation, driver);
      if (last === null) return null;
      const pending = store.runs.recoveryPending(readerId);
      const verdict = recoveredBinding(
        pending,
        { ...last, remoteControlHeld: isStillHeld(pending[0], last, conversation.transcriptId) },
        contentBeside(pending[0], last),
      );
      for (const { runId, sentence } of verdict.given) {
        setRunState(store, runId, "interrupted", sentence);
      }
      if (last.plate === null) return null;
      const known = knownReading(store, readerId, last.plate);
      const readingId =
        known?.id ??
        storeConversation(store, {
          conversation,
          transcriptSha256,
          driver,
          readerId,
          plate: last.plate,
          origin: "recovered",
          runId: verdict.bind?.run.id ?? null,
        });
      if (verdict.bind !== null) return bindRecovered(readingId, verdict.bind);
      return known === null ? { readingId, plateId: bindAnnounced(store, readingId) } : null;
    }

    function bindRecovered(
      readingId: string,
      bind: NonNullable<RecoveredBinding["bind"]>,
    ): Captured | null {
      const { run, because } = bind;
      if (store.plates.versionOfReading(readingId) !== null) {
        setRunState(
          store,
          run.id,
          "interrupted",
          "The plate in the reader is already stored. Start the run again.",
        );
        return null;
      }
      const sentence = "Fetched from the reader after an interruption.";
      const plateId = endRunWith(store, run, { id: readingId, because, sentence });
      return { readingId, plateId };
    }

    /** A plate that nobody knows yet is kept before the read that follows overwrites it in the reader. */
    function baseline(runId: string, conversation: Conversation<LastPlate>): Captured | null {
      const last = conversation.outcome.kind === "done" ? conversation.outcome.result : null;
      const transcriptSha256 = endTranscript(store, conversation, driver);
      if (last === null) return null;
      store.runs.setBaseline(runId, contentOf(last));
      const plate = last.plate;
      if (plate === null || knownReading(store, readerId, plate) !== null) return null;
      const parts = { conversation, transcriptSha256, driver, readerId, plate };
      const readingId = storeConversation(store, { ...parts, origin: "recovered", runId: null });
      return { readingId, plateId: null };
    }

    /** A look at an idle reader: a plate read at its panel meanwhile, one that could not be fetched, or nothing. */
    function polled(conversation: Conversation<PollResult>): Captured | null {
      const { outcome, isKept } = conversation;
      if (!isKept) return null;
      const isPlate = outcome.kind === "done" && outcome.result.plate !== null;
      if (isPlate || outcome.kind === "fault") return unasked(conversation);
      endTranscript(store, conversation, driver);
      return null;
    }

    function unasked(conversation: Conversation<UnaskedRecord>): Captured | null {
      const { outcome } = conversation;
      const plate = outcome.kind === "done" ? outcome.result.plate : null;
      const transcriptSha256 = endTranscript(store, conversation, driver);
      if (plate !== null && knownReading(store, readerId, plate) !== null) return null;
      const parts = { conversation, transcriptSha256, driver, readerId, plate, runId: null };
      const readingId = storeConversation(store, { ...parts, origin: "unasked" });
      return { readingId, plateId: plate === null ? null : bindAnnounced(store, readingId) };
    }

    const nothing = (work: () => void) => (): null => {
      work();
      return null;
    };

    return {
      awaitsPlate: () => store.runs.recoveryPending(readerId).length > 0,
      baseline: (runId, conversation) => durable(() => baseline(runId, conversation)),
      runReading: (runId) => durable(nothing(() => setRunState(store, runId, "reading", null))),
      runEnded: (runId, conversation) => durable(() => runEnded(runId, conversation)),
      runFailed: (runId, state, sentence) =>
        durable(nothing(() => setRunState(store, runId, state, sentence))),
      unasked: (conversation) => durable(() => unasked(conversation)),
      polled: (conversation) => durable(() => polled(conversation)),
      recovered: (conversation) => durable(() => recovered(conversation)),
      ended: (conversation) =>
        durable(nothing(() => void endTranscript(store, conversation, driver))),
    };
  }

  return { captured$, portFor };
}

function contentOf(last: LastPlate): string {
  return last.plate === null ? "none" : contentSha256(last.plate);
}
