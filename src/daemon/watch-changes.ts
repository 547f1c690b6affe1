import {
  asyncScheduler,
  auditTime,
  distinctUntilChanged,
  interval,
  map,
  merge,
  Observable,
  share,
  throttleTime,
} from "rxjs";
import type { Store } from "../store/open-store.ts";

const OTHER_PROCESSES_MS = 500;
const TOGETHER_MS = 10;

/**
 * Emits after every change of the database, within half a second for those of other processes. The first change of this
 * process is told in the next turn, so that what one turn does comes as one, and those that follow are joined.
 */
export function watchChanges(store: Store): Observable<void> {
  const own$ = new Observable<void>((subscriber) => store.onCommit(() => subscriber.next()));
  const others$ = interval(OTHER_PROCESSES_MS).pipe(
    map(() => store.dataVersion()),
    distinctUntilChanged(),
    map(() => undefined),
  );
  return merge(own$, others$).pipe(
    auditTime(0),
    throttleTime(TOGETHER_MS, asyncScheduler, { leading: true, trailing: true }),
    share(),
  );
}
