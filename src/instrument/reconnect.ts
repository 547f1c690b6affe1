import { type Observable, retry, type SchedulerLike, timer } from "rxjs";

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Doubles from `firstMs` up to `maxMs`; attempt 1 is the first one after a loss. */
export function backoffMs(backoff: Backoff, attempt: number): number {
  return Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt - 1, 20));
}

/**
 * Subscribes again after every error of `connection$`, later and later; whatever `connection$` emits counts as a
 * success and starts the waiting times anew. `onLost` is told the error and how long the wait is.
 */
export function reconnect<T>(
  connection$: Observable<T>,
  options: {
    readonly backoff: Backoff;
    readonly onLost: (error: unknown, waitMs: number) => void;
    readonly scheduler?: SchedulerLike;
  },
): Observable<T> {
  return connection$.pipe(
    retry({
      resetOnSuccess: true,
      delay: (error: unknown, attempt) => {
        const waitMs = backoffMs(options.backoff, attempt);
        options.onLost(error, waitMs);
        return timer(waitMs, options.scheduler);
      },
    }),
  );
}
