import { copyAnchors } from "../integrity/copy-anchors.ts";
import type { Health } from "./store-health.ts";

/** A share that has not answered for so long is told of; it may answer yet. */
const SLOW_MS = 10_000;
/** So long a daemon that stops waits for a share. */
const FAREWELL_MS = 3_000;
/** A share that was away is tried again though nothing new has come. */
const RETRY_MS = 60_000;

export interface CopyKeeper {
  /** There is something new. */
  renew(): void;
  /** A last time, for as long as a daemon that stops can wait. */
  stop(): Promise<void>;
}

interface Going {
  readonly target: string;
  readonly tell: (problem: string | null) => void;
  isUnderWay: boolean;
  isDue: boolean;
  /** Ends with what is under way. */
  done: Promise<void>;
}

function sentence(target: string, why: string): string {
  return `The copy of the anchors in ${target} is behind: ${why}. Capture goes on; what is written down since stands on this computer alone.`;
}

async function copyOnce(folder: string, { target, tell }: Going): Promise<void> {
  const slow = setTimeout(() => tell(sentence(target, "the folder does not answer")), SLOW_MS);
  try {
    await copyAnchors(folder, target);
    tell(null);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
    tell(sentence(target, why));
  } finally {
    clearTimeout(slow);
  }
}

/** Of several that come while one is under way, one more is made. */
function renew(folder: string, going: Going): void {
  going.isDue = true;
  if (going.isUnderWay) return;
  going.isUnderWay = true;
  going.done = (async () => {
    while (going.isDue) {
      going.isDue = false;
      await copyOnce(folder, going);
    }
    going.isUnderWay = false;
  })();
}

/** Keeps copies of a folder of anchors in others, beside everything else: one that hangs holds nothing up. */
export function keepCopies(
  folder: string,
  targets: readonly string[],
  health: Pick<Health, "tell">,
): CopyKeeper {
  const all = targets.map(
    (target, index): Going => ({
      target,
      // The name of a part is shown to everybody; the path stands in the sentence alone.
      tell: (problem) => health.tell(index === 0 ? "anchor copy" : "second anchor copy", problem),
      isUnderWay: false,
      isDue: false,
      done: Promise.resolve(),
    }),
  );
  const renewAll = (): void => {
    for (const going of all) renew(folder, going);
  };
  const retrying = setInterval(renewAll, RETRY_MS);
  retrying.unref();
  return {
    renew: renewAll,
    stop: async () => {
      clearInterval(retrying);
      renewAll();
      const late = new Promise<void>((resolve) => setTimeout(resolve, FAREWELL_MS).unref());
      await Promise.race([Promise.all(all.map(({ done }) => done)), late]);
    },
  };
}
