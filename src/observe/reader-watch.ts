/** Readers that stay out of reach: when each was lost, over all the attempts to reach it again. */
import { Subscription } from "rxjs";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";

export interface LostReader {
  readonly readerId: string;
  readonly sentence: string;
  readonly lostAtUtc: string;
}

export interface ReaderWatch {
  /** Those that have been lost for at least so long. */
  lostFor(ms: number): readonly LostReader[];
  stop(): void;
}

interface Loss extends LostReader {
  readonly steadyMs: number;
}

export function watchReaders(
  readers: readonly Pick<SupervisedReader, "status$">[],
  steadyMs: () => number = () => performance.now(),
): ReaderWatch {
  const losses = new Map<string, Loss>();
  const watching = new Subscription();
  for (const { status$ } of readers) {
    watching.add(
      status$.subscribe(({ readerId, state, sentence, sinceUtc }) => {
        if (state === "ready" || state === "reading") losses.delete(readerId);
        if (state !== "unreachable" && state !== "stopped") return;
        const known = losses.get(readerId);
        const lostAtUtc = known?.lostAtUtc ?? sinceUtc;
        const since = known?.steadyMs ?? steadyMs();
        losses.set(readerId, { readerId, sentence, lostAtUtc, steadyMs: since });
      }),
    );
  }
  return {
    lostFor: (ms) =>
      [...losses.values()]
        .filter((loss) => steadyMs() - loss.steadyMs >= ms)
        .map(({ readerId, sentence, lostAtUtc }) => ({ readerId, sentence, lostAtUtc })),
    stop: () => watching.unsubscribe(),
  };
}
