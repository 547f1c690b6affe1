/** One conversation with a reader outside the daemon: a port, a session and a transcript that is kept in memory. */
import type { Dialogue, Driver, DriverReport, PortSettings } from "../instrument/contract.ts";
import { createLink } from "../instrument/links/open-link.ts";
import { type Conversation, openSession } from "../instrument/reader-session.ts";
import { systemTimers } from "../instrument/run-dialogue.ts";
import { type RecordedItem, TranscriptRecorder } from "../instrument/transcript-recorder.ts";
import type { TimedItem } from "./shown-transcript.ts";

export interface LivePort {
  /** `serial:/dev/…` or `tcp://host:port`. */
  readonly spec: string;
  readonly settings: PortSettings;
}

export interface HeldConversation<Result> {
  readonly conversation: Conversation<Result>;
  readonly items: readonly TimedItem[];
  /** Bytes that came before or after it, while nobody talked. */
  readonly unaskedBytes: number;
  readonly startedAtUtc: string;
}

interface ToHold<Result> {
  readonly port: LivePort;
  readonly driver: Driver;
  readonly options: unknown;
  readonly dialogue: string;
  readonly start: () => Dialogue<Result>;
  readonly signal: AbortSignal;
  readonly onReport?: (report: DriverReport) => void;
}

/** Times count from the first item. */
export function timedItems(items: readonly RecordedItem[]): TimedItem[] {
  const startUs = items[0]?.monoUs ?? 0;
  return items.map(({ direction, bytes, monoUs }) => ({
    direction,
    bytes: Buffer.from(bytes),
    atMs: (monoUs - startUs) / 1000,
  }));
}

/**
 * Opens the port, holds the dialogue and closes the port again. Rejects with a PORT_ error when the port cannot be
 * opened; everything that happens after that is in the outcome.
 */
export async function holdConversation<Result>(
  wanted: ToHold<Result>,
): Promise<HeldConversation<Result>> {
  const { driver, options, port, dialogue, start, signal } = wanted;
  const recorded: RecordedItem[] = [];
  const recorder = new TranscriptRecorder(
    { write: (_, items) => void recorded.push(...items) },
    { onTrouble: () => undefined, onRecovered: () => undefined },
  );
  const link = createLink(port.spec, port.settings);
  const startedAtUtc = new Date().toISOString();
  const session = openSession({
    readerId: port.spec,
    driver,
    options,
    link,
    recorder,
    newId: () => crypto.randomUUID(),
    timers: systemTimers,
  });
  const unasked = session.unasked$.subscribe({ error: () => undefined });
  try {
    await link.open();
    const conversation = await session.converse({
      dialogue,
      request: { options },
      runId: null,
      start,
      signal,
      ...(wanted.onReport && { onReport: wanted.onReport }),
    });
    const isOwn = (item: RecordedItem): boolean => item.transcriptId === conversation.transcriptId;
    const others = recorded.filter((item) => !isOwn(item) && item.direction === "rx");
    return {
      conversation,
      items: timedItems(recorded.filter(isOwn)),
      unaskedBytes: others.reduce((sum, item) => sum + item.bytes.length, 0),
      startedAtUtc,
    };
  } finally {
    unasked.unsubscribe();
    await session.close();
  }
}
