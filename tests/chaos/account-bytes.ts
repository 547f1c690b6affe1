/** Whether the bytes of a reader's transcripts are those that its line has handed over, connection by connection. */
import type { PassedConnection } from "./byte-proxy.ts";
import type { Answered } from "./kept-daemon.ts";
import { type Span, wellUpTo } from "./spans.ts";

/** What one connection of the daemon was handed: all of it, and how much of it must be in the transcripts. */
export interface Handed {
  readonly all: Buffer;
  readonly due: number;
}

/** From a refusal of the store to the next attempt. */
const RECOVERY_MS = 2500;
/** Answers after which what had arrived before the first of them was asked for must be on disk. */
const TURNS = 2;

/** What is known of the time in which the connections were open. */
export interface Witness {
  /** While nothing could be stored. */
  readonly stalls: readonly Span[];
  /** When the daemon showed that it was at work, oldest first. */
  readonly answers: readonly Answered[];
  /** Now, for connections that are open. */
  readonly takenAtMs: number;
}

/**
 * The moment before which everything that a connection was handed must have been stored. The daemon has answered what it
 * was asked at that moment, and once more: its work went round twice after the bytes had come, whatever else the computer
 * had to do. Nothing is due where it has not answered.
 */
function dueBefore({ openedAtMs, cutAtMs }: PassedConnection, witness: Witness): number {
  const endMs = wellUpTo(cutAtMs ?? witness.takenAtMs, witness.stalls, RECOVERY_MS);
  const answered = witness.answers.filter(
    ({ askedAtMs, answeredAtMs }) => askedAtMs >= openedAtMs && answeredAtMs <= endMs,
  );
  return answered.at(-TURNS)?.askedAtMs ?? openedAtMs;
}

export function handedBy(
  connections: readonly PassedConnection[],
  witness: Witness,
): readonly Handed[] {
  return connections.map((connection) => {
    const beforeMs = dueBefore(connection, witness);
    const { passed } = connection;
    const due = passed.filter(({ atMs }) => atMs < beforeMs);
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
