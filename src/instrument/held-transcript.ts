/**
 * The transcript of a look at an idle reader. Thousands a day say “nothing new”; such a one is held in memory and let
 * go. As soon as it becomes more than one short question with its answer it is written like every other, and goes on
 * being durable before anything parses it.
 */
import type {
  ItemDirection,
  OpenTranscript,
  RecordedItem,
  TranscriptHeader,
  TranscriptRecorder,
} from "./transcript-recorder.ts";

/** What a conversation writes to: the recorder itself, or this. */
export type ConversationRecorder = Pick<
  TranscriptRecorder,
  "open" | "record" | "recordDurably" | "flush" | "drain"
>;

/** An answer longer than this is no mere “nothing new”. */
const QUIET_BYTES = 256;

export class HeldTranscript implements ConversationRecorder {
  readonly #recorder: TranscriptRecorder;
  #header: TranscriptHeader | null = null;
  #items: RecordedItem[] | null = [];
  #sends = 0;
  #bytes = 0;

  constructor(recorder: TranscriptRecorder) {
    this.#recorder = recorder;
  }

  open(header: TranscriptHeader): OpenTranscript {
    this.#header = header;
    return { header, nextSeq: 0 };
  }

  record(
    transcript: OpenTranscript,
    direction: ItemDirection,
    bytes: Uint8Array,
    whenDurable?: () => void,
  ): void {
    this.#sends += direction === "tx" ? 1 : 0;
    this.#bytes += bytes.length;
    if (this.#sends > 1 || this.#bytes > QUIET_BYTES) this.keep();
    if (this.#items === null) {
      this.#recorder.record(transcript, direction, bytes, whenDurable);
      return;
    }
    this.#items.push(this.#recorder.stamp(transcript, direction, bytes));
    whenDurable?.();
  }

  recordDurably(
    transcript: OpenTranscript,
    direction: ItemDirection,
    bytes: Uint8Array,
  ): Promise<void> {
    return new Promise((resolve) => this.record(transcript, direction, bytes, resolve));
  }

  flush(): boolean {
    return this.#items === null ? this.#recorder.flush() : true;
  }

  async drain(): Promise<void> {
    if (this.#items === null) await this.#recorder.drain();
  }

  get isKept(): boolean {
    return this.#items === null;
  }

  /** Writes what has been held; from now on everything is written at once. */
  keep(): void {
    if (this.#items === null || this.#header === null) return;
    this.#recorder.recordHeld(this.#header, this.#items);
    this.#items = null;
  }
}
