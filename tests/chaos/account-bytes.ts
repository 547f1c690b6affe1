/** Whether the bytes of a reader's transcripts are those that its line has handed over, connection by connection. */
import type { PassedConnection } from "./byte-proxy.ts";
import { type Span, storedUpTo } from "./spans.ts";

/** What one connection of the daemon was handed: all of it, and how much of it must be in the transcripts. */
export interface Handed {
  readonly all: Buffer;
  readonly due: number;
}

/** From the line to the disk, on a computer that has other things to do; and from a refusal to the next attempt. */
const SLACK = { beforeMs: 600, recoveryMs: 2500 };

export function handedBy(
  connections: readonly PassedConnection[],
  stalls: readonly Span[],
  nowMs: number,
): readonly Handed[] {
  return connections.map(({ passed, cutAtMs }) => {
    const upTo = storedUpTo(cutAtMs ?? nowMs, stalls, SLACK);
    const due = passed.filter(({ atMs }) => atMs < upTo);
    return {
      all: Buffer.concat(passed.map(({ bytes }) => bytes)),
      due: due.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
  });
}

/**
 * The first connection that cannot be accounted for; null when every byte of the transcripts is. Each connection's bytes
 * stand there one after the other, from its first byte on, and nothing else does; only what came too late to be due may
 * be missing at its end. What was left unread may begin like the next connection (`ERE `), so every place that fits is
 * followed.
 */
export function unaccounted(received: Buffer, handed: readonly Handed[]): number | null {
  let places = new Set([0]);
  for (const [index, { all, due }] of handed.entries()) {
    const next = new Set<number>();
    for (const place of places) {
      let same = 0;
      while (same < all.length && received[place + same] === all[same]) same += 1;
      for (let length = due; length <= same; length += 1) next.add(place + length);
    }
    if (next.size === 0) return index;
    places = next;
  }
  return places.has(received.length) ? null : handed.length;
}
