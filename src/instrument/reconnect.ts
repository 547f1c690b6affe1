import { type Observable, retry, type SchedulerLike, throwError, timer } from "rxjs";

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
 * success and starts the waiting times anew. `onLost` is told the error and how long the wait is. An error that
 * `isFinal` says no new connection can mend comes out.
 */
export function reconnect<T>(
  connection$: Observable<T>,
  options: {
    readonly backoff: Backoff;
    readonly onLost: (error: unknown, waitMs: number) => void;
    readonly isFinal?: (error: unknown) => boolean;
    readonly scheduler?: SchedulerLike;
  },
): Observable<T> {
  return connection$.pipe(
    retry({
      resetOnSuccess: true,
      delay: (error: unknown, attempt) => {
        if (options.isFinal?.(error)) return throwError(() => error);
        const waitMs = backoffMs(options.backoff, attempt);
        options.onLost(error, waitMs);
        return timer(waitMs, options.scheduler);
      },
    }),
  );
}
