import type { Logger } from "pino";
import { BehaviorSubject } from "rxjs";
import type { PartTrouble, Trouble } from "../observe/health-report.ts";
import type { TroubleEvents } from "../pipeline/persist.ts";

/** A store in trouble for this long ends the process, so that the service manager starts it afresh. */
const GIVE_UP_MS = 60_000;

export interface Health {
  /** Sentences for the bench page; empty when all is well. */
  readonly problems$: BehaviorSubject<readonly string[]>;
  /** The same as data, each with its part, its code and since when. */
  readonly troubles$: BehaviorSubject<readonly PartTrouble[]>;
  /** Something that stays wrong until the daemon is started again. */
  note(problem: string): void;
  /** What is wrong with one part just now, as a sentence or with what to do; null as soon as it is well again. */
  tell(part: string, problem: Trouble | string | null): void;
  /** One of those who store; the store is well when none of them is in trouble. */
  watcher(name: string): TroubleEvents;
}

function asTrouble(problem: Trouble | string): Trouble {
  if (typeof problem !== "string") return problem;
  return { code: "attention", severity: "degraded", sentence: problem, remedy: null };
}

function spoken({ sentence, remedy }: Trouble): string {
  return remedy === null ? sentence : `${sentence} ${remedy}`;
}

/** Watches the store's trouble: shows it, and calls `giveUp` when it stays. */
export function watchStoreHealth(log: Logger, giveUp: () => void): Health {
  /** By who stores. */
  const refusals = new Map<string, PartTrouble>();
  const notes: PartTrouble[] = [];
  const parts = new Map<string, PartTrouble>();
  const problems$ = new BehaviorSubject<readonly string[]>([]);
  const troubles$ = new BehaviorSubject<readonly PartTrouble[]>([]);
  const now = (): string => new Date().toISOString();
  function tellAll(): void {
    // However many are kept from storing, it is one trouble: the first one's.
    const [refusal] = refusals.values();
    const sentences = new Set([...refusals.values()].map(spoken));
    troubles$.next([...notes, ...parts.values(), ...(refusal === undefined ? [] : [refusal])]);
    problems$.next([...[...notes, ...parts.values()].map(spoken), ...sentences]);
  }
  let timer: NodeJS.Timeout | null = null;
  return {
    problems$,
    troubles$,
    note: (problem) => {
      notes.push({ ...asTrouble(problem), part: "start", code: "start-up", sinceUtc: now() });
      log.warn(problem);
      tellAll();
    },
    tell: (part, problem) => {
      const before = parts.get(part);
      const trouble = problem === null ? null : asTrouble(problem);
      if (trouble === null) {
        if (before === undefined) return;
        parts.delete(part);
      } else {
        const isSame = before?.code === trouble.code && before.severity === trouble.severity;
        if (isSame && before !== undefined && spoken(before) === spoken(trouble)) return;
        parts.set(part, { ...trouble, part, sinceUtc: isSame ? before.sinceUtc : now() });
      }
      log.warn({ part, code: trouble?.code }, trouble?.sentence ?? "this is well again");
      tellAll();
    },
    watcher: (name) => ({
      onTrouble: (error) => {
        const message = error instanceof Error ? error.message : String(error);
        refusals.set(name, {
          part: "store",
          code: "store-refuses",
          severity: "failing",
          sentence: `Nothing can be stored: ${message}`,
          remedy: "Reading waits until it can.",
          sinceUtc: now(),
        });
        tellAll();
        log.error({ err: error, step: name }, "the store refuses; intake waits");
        timer ??= setTimeout(giveUp, GIVE_UP_MS);
      },
      onRecovered: () => {
        refusals.delete(name);
        tellAll();
        log.warn({ step: name }, "the store takes data again");
        if (refusals.size > 0 || timer === null) return;
        clearTimeout(timer);
        timer = null;
      },
    }),
  };
}
