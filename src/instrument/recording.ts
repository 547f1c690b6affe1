/** A recorded conversation as replay walks through it. */
import type { Frame, Framing } from "./contract.ts";
import { createFramer } from "./create-framer.ts";

/** One chunk of a transcript. The bytes of a mark are its word in latin1. */
export interface TranscriptItem {
  readonly direction: "rx" | "tx" | "mark";
  readonly bytes: Uint8Array;
}

/** The mark that says: the dialogue waited its full time and nothing came. Other marks are skipped. */
export const SILENCE_MARK = "silence";

/** Indexes of the first and the last rx item that something came from. */
export interface RxSpan {
  readonly first: number;
  readonly last: number;
}

interface Sent {
  readonly kind: "tx";
  readonly item: number;
  readonly bytes: Uint8Array;
}

interface Silence {
  readonly kind: "silence";
  readonly item: number;
}

interface End {
  readonly kind: "end";
  readonly item: number;
}

interface Received {
  readonly kind: "frame";
  readonly frame: Frame;
  readonly span: RxSpan;
}

export interface Recording {
  /** The next frame, or what stands in the recording instead of one. */
  takeFrame(): Received | Silence | Sent | End;
  /** The next thing sent; what was received before it waits for `takeFrame`. */
  takeSent(): Sent | Silence | End;
  /** How many items have been taken in. */
  position(): number;
}

/** Opens a recording of one conversation; its items are read once, in order. */
export function openRecording(items: readonly TranscriptItem[], framing: Framing): Recording {
  const framer = createFramer(framing);
  const received: Received[] = [];
  let position = 0;
  let lastRx = 0;
  /** The rx item in which the unfinished frame began. */
  let pendingSince: number | null = null;

  function feed(item: number, bytes: Uint8Array): void {
    let first = pendingSince ?? item;
    for (const frame of framer.feed(bytes)) {
      received.push({ kind: "frame", frame, span: { first, last: item } });
      first = item;
    }
    pendingSince = framer.pendingBytes === 0 ? null : first;
    lastRx = item;
  }

  /** Takes in received items up to the next silence or sent item, and passes that. */
  function passEvent(): Silence | Sent | End {
    for (let item = items[position]; item !== undefined; item = items[position]) {
      const index = position;
      position += 1;
      if (item.direction === "rx") feed(index, item.bytes);
      if (item.direction === "tx") return { kind: "tx", item: index, bytes: item.bytes };
      if (isSilence(item)) return { kind: "silence", item: index };
    }
    return { kind: "end", item: position };
  }

  function takeUnterminated(): Received | null {
    const [frame] = framer.flush();
    if (frame === undefined) return null;
    const span = { first: pendingSince ?? lastRx, last: lastRx };
    pendingSince = null;
    return { kind: "frame", frame, span };
  }

  function feedNextRx(): boolean {
    const item = items[position];
    if (item?.direction !== "rx") return false;
    feed(position, item.bytes);
    position += 1;
    return true;
  }

  function takeFrame(): Received | Silence | Sent | End {
    // One item at a time: what follows the wanted frame belongs to whatever comes after it.
    while (received.length === 0 && feedNextRx()) {}
    const waiting = received.shift();
    if (waiting !== undefined) return waiting;
    const event = passEvent();
    const passed = received.shift();
    if (passed === undefined) return event.kind === "tx" ? event : (takeUnterminated() ?? event);
    // Only skipped marks stood before these frames; the event itself has not happened yet.
    position = event.item;
    return passed;
  }

  return { takeFrame, takeSent: passEvent, position: () => position };
}

function isSilence(item: TranscriptItem): boolean {
  return item.direction === "mark" && Buffer.from(item.bytes).toString("latin1") === SILENCE_MARK;
}
