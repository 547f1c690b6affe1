import { ByteFramer } from "./byte-framer.ts";
import type { Frame, Framing } from "./contract.ts";
import { LineFramer } from "./line-framer.ts";

/** Cuts the received bytes of one conversation into frames. */
export interface Framer {
  /** Bytes that wait for the rest of their frame. */
  readonly pendingBytes: number;
  /** Takes received bytes and hands out, at once and in order, every frame they complete. */
  feed(bytes: Uint8Array): Frame[];
  /** Hands out what waits as one unterminated frame and forgets it; empty when nothing waits. */
  flush(): Frame[];
}

/** The framer of a driver's framing; one for each conversation, since it keeps what waits. */
export function createFramer(framing: Framing): Framer {
  return framing.kind === "byte" ? new ByteFramer() : new LineFramer(framing);
}
