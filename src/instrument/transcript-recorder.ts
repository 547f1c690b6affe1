/**
 * Makes every byte durable before anything parses it. Items of all readers that arrive in one turn of the event loop
 * share a transaction; a lone item is committed at once.
 */
export type ItemDirection = "rx" | "tx" | "mark";

export interface TranscriptHeader {
  readonly id: string;
  readonly readerId: string;
  readonly driverId: string;
  readonly driverVersion: string;
  readonly dialogue: string;
  /** JSON: what the dialogue was started with, enough to replay it. */
  readonly request: string;
  readonly runId: string | null;
  readonly openedAtUtc: string;
}

export interface RecordedItem {
  readonly transcriptId: string;
  readonly seq: number;
  readonly direction: ItemDirection;
  readonly bytes: Uint8Array;
  readonly atUtc: string;
  readonly monoUs: number;
}

/** Where transcripts are kept. `write` is one transaction: when it returns all is durable, when it throws nothing is. */
export interface TranscriptSink {
  write(opened: readonly TranscriptHeader[], items: readonly RecordedItem[]): void;
}

export interface RecorderEvents {
  /** The sink refused; nothing is parsed until it takes the bytes again. Called once per trouble. */
  readonly onTrouble: (error: unknown) => void;
  readonly onRecovered: () => void;
}

/** A transcript being written; `seq` counts on. */
export interface OpenTranscript {
  readonly header: TranscriptHeader;
  nextSeq: number;
}

const RETRY_MS = 500;

export class TranscriptRecorder {
  readonly #sink: TranscriptSink;
  readonly #events: RecorderEvents;
  #opened: TranscriptHeader[] = [];
  #items: RecordedItem[] = [];
  #whenDurable: (() => void)[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(sink: TranscriptSink, events: RecorderEvents) {
    this.#sink = sink;
    this.#events = events;
  }

  /** True while the sink refuses what has arrived. */
  get inTrouble(): boolean {
    return this.#retry !== null;
  }

  open(header: TranscriptHeader): OpenTranscript {
    this.#opened.push(header);
    this.#schedule();
    return { header, nextSeq: 0 };
  }

  /** Takes the item at once; `whenDurable` is called, in order, after the commit that holds it. */
  record(
    transcript: OpenTranscript,
    direction: ItemDirection,
    bytes: Uint8Array,
    whenDurable?: () => void,
  ): void {
    this.#items.push(this.stamp(transcript, direction, bytes));
    if (whenDurable) this.#whenDurable.push(whenDurable);
    this.#schedule();
  }

  /** The item as it is recorded now, next in its transcript; records nothing. */
  stamp(transcript: OpenTranscript, direction: ItemDirection, bytes: Uint8Array): RecordedItem {
    const seq = transcript.nextSeq;
    transcript.nextSeq += 1;
    return {
      transcriptId: transcript.header.id,
      seq,
      direction,
      bytes,
      atUtc: new Date().toISOString(),
      monoUs: Math.round(performance.now() * 1000),
    };
  }

  /** Takes a transcript that was held back until now, with all it has. */
  recordHeld(header: TranscriptHeader, items: readonly RecordedItem[]): void {
    this.#opened.push(header);
    this.#items.push(...items);
    this.#schedule();
  }

  /** Resolves when the item is durable; what is sent to a reader waits for this. */
  recordDurably(
    transcript: OpenTranscript,
    direction: ItemDirection,
    bytes: Uint8Array,
  ): Promise<void> {
    return new Promise((resolve) => this.record(transcript, direction, bytes, resolve));
  }

  /** Commits what waits. False when the sink refused; it is tried again by itself. */
  flush(): boolean {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    if (this.#opened.length === 0 && this.#items.length === 0) return true;
    try {
      this.#sink.write(this.#opened, this.#items);
    } catch (error) {
      this.#troubled(error);
      return false;
    }
    const callbacks = this.#whenDurable;
    this.#opened = [];
    this.#items = [];
    this.#whenDurable = [];
    if (this.#retry) {
      clearTimeout(this.#retry);
      this.#retry = null;
      this.#events.onRecovered();
    }
    for (const callback of callbacks) callback();
    return true;
  }

  /** Resolves when nothing waits any more; takes as long as the sink refuses. */
  async drain(): Promise<void> {
    if (this.flush()) return;
    await new Promise<void>((resolve) => this.#whenDurable.push(resolve));
    return this.drain();
  }

  #schedule(): void {
    if (this.#retry || this.#scheduled) return;
    this.#scheduled = setImmediate(() => this.flush());
  }

  #troubled(error: unknown): void {
    if (this.#retry) clearTimeout(this.#retry);
    else this.#events.onTrouble(error);
    this.#retry = setTimeout(() => this.flush(), RETRY_MS);
  }
}
