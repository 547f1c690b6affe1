/** Hands out every received byte by itself: the `byte` framing of the driver contract. */
import type { Frame } from "./contract.ts";

/** Nothing ever waits here, so however bytes are cut into pieces, the same frames come out. */
export class ByteFramer {
  readonly pendingBytes = 0;

  /** One frame a byte, in order: one latin1 character, terminated. */
  feed(bytes: Uint8Array): Frame[] {
    const text = Buffer.from(bytes).toString("latin1");
    return Array.from(text, (character) => ({ text: character, terminated: true }));
  }

  flush(): Frame[] {
    return [];
  }
}
