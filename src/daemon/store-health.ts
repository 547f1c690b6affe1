import type { Logger } from "pino";
import { BehaviorSubject } from "rxjs";
import type { TroubleEvents } from "../pipeline/persist.ts";

/** A store in trouble for this long ends the process, so that the service manager starts it afresh. */
const GIVE_UP_MS = 60_000;

export interface Health {
  /** Sentences for the bench page and the health check; empty when all is well. */
  readonly problems$: BehaviorSubject<readonly string[]>;
  /** Something that stays wrong until the daemon is started again. */
  note(problem: string): void;
  /** What is wrong with one part just now, as a sentence; null as soon as it is well again. */
  tell(part: string, problem: string | null): void;
  /** One of those who store; the store is well when none of them is in trouble. */
  watcher(name: string): TroubleEvents;
}

/** Watches the store's trouble: shows it, and calls `giveUp` when it stays. */
export function watchStoreHealth(log: Logger, giveUp: () => void): Health {
  const troubles = new Map<string, string>();
  const problems$ = new BehaviorSubject<readonly string[]>([]);
  const notes: string[] = [];
  const parts = new Map<string, string>();
  const tell = (): void =>
    problems$.next([...notes, ...parts.values(), ...new Set(troubles.values())]);
  let timer: NodeJS.Timeout | null = null;
  return {
    problems$,
    note: (problem) => {
      notes.push(problem);
      log.warn(problem);
      tell();
    },
    tell: (part, problem) => {
      if ((parts.get(part) ?? null) === problem) return;
      if (problem === null) parts.delete(part);
      else parts.set(part, problem);
      log.warn({ part }, problem ?? "this is well again");
      tell();
    },
    watcher: (name) => ({
      onTrouble: (error) => {
        const message = error instanceof Error ? error.message : String(error);
        troubles.set(name, `Nothing can be stored: ${message} Reading waits until it can.`);
        tell();
        log.error({ err: error, step: name }, "the store refuses; intake waits");
        timer ??= setTimeout(giveUp, GIVE_UP_MS);
      },
      onRecovered: () => {
        troubles.delete(name);
        tell();
        log.warn({ step: name }, "the store takes data again");
        if (troubles.size > 0 || timer === null) return;
        clearTimeout(timer);
        timer = null;
      },
    }),
  };
}
