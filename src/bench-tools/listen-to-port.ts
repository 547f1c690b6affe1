import { setTimeout as wait } from "node:timers/promises";
import { openLink } from "../instrument/links/open-link.ts";
import type { LivePort } from "./hold-conversation.ts";
import type { TimedItem } from "./shown-transcript.ts";

export interface HeardItems {
  readonly items: readonly TimedItem[];
  readonly startedAtUtc: string;
  /** Why it ended before its time; null when it did not. */
  readonly lost: string | null;
}

/**
 * Keeps what a port brings for so long, or until the signal; sends nothing. Times count from the moment the port was
 * open. Rejects with a PORT_ error when it cannot be opened.
 */
export async function listenToPort(
  port: LivePort,
  forMs: number,
  signal: AbortSignal,
): Promise<HeardItems> {
  const items: TimedItem[] = [];
  const startedAtUtc = new Date().toISOString();
  const startMs = performance.now();
  const ended = new AbortController();
  let lost: string | null = null;
  const link = await openLink(port.spec, port.settings, {
    onData: (bytes) => {
      const atMs = Math.round((performance.now() - startMs) * 1000) / 1000;
      items.push({ direction: "rx", bytes: Buffer.from(bytes), atMs });
    },
    onLost: (reason) => {
      lost = reason;
      ended.abort();
    },
  });
  const over = AbortSignal.any([signal, ended.signal]);
  await wait(forMs, undefined, { signal: over }).catch(() => undefined);
  await link.close();
  return { items, startedAtUtc, lost };
}
