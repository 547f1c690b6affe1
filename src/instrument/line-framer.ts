/** Cuts received bytes into lines: the `line` framing of the driver contract. */
import { ReadlineParser } from "@serialport/parser-readline";
import type { Frame, LineFraming } from "./contract.ts";

/**
 * A framer for one conversation. A line that reaches `maxBytes` without a terminator is cut off there and handed out
 * as an unterminated frame; the line goes on after it.
 */
export class LineFramer {
  readonly #parser: ReadlineParser;
  readonly #maxBytes: number;
  readonly #limit: number;

  constructor(framing: LineFraming) {
    this.#parser = new ReadlineParser({
      delimiter: Buffer.from(framing.terminator, "latin1"),
      encoding: "latin1",
      // In byte mode a stream swallows empty lines; in object mode it hands them on.
      readableObjectMode: true,
    });
    this.#maxBytes = framing.maxBytes;
    this.#limit = framing.maxBytes + framing.terminator.length;
  }

  /** Bytes that wait for their terminator; fewer than `maxBytes` and one terminator. */
  get pendingBytes(): number {
    return this.#parser.buffer.length;
  }

  /**
   * Takes received bytes and hands out, at once and in order, every line they complete; an empty line is a frame too.
   * However the same bytes are cut into pieces, the same frames come out.
   */
  feed(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let rest = bytes;
    while (rest.length > 0) {
      const room = this.#limit - this.pendingBytes;
      frames.push(...this.#feedWithinLimit(rest.subarray(0, room)));
      rest = rest.subarray(room);
      if (this.pendingBytes === this.#limit) frames.push(this.#cutOff(this.#maxBytes));
    }
    return frames;
  }

  /** Hands out what waits for its terminator as one unterminated frame and forgets it; empty when nothing waits. */
  flush(): Frame[] {
    return this.pendingBytes === 0 ? [] : [this.#cutOff(this.pendingBytes)];
  }

  /** The parser transforms inside `write`, so its lines can be read back in the same call. */
  #feedWithinLimit(bytes: Uint8Array): Frame[] {
    this.#parser.write(Buffer.from(bytes));
    const frames: Frame[] = [];
    for (let text: unknown = this.#parser.read(); text !== null; text = this.#parser.read()) {
      frames.push({ text: String(text), terminated: true });
    }
    return frames;
  }

  #cutOff(length: number): Frame {
    const pending = this.#parser.buffer;
    this.#parser.buffer = Buffer.from(pending.subarray(length));
    return { text: pending.toString("latin1", 0, length), terminated: false };
  }
}
