import {
  asyncScheduler,
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
const TOGETHER_MS = 20;

/** Emits after every change of the database: at once (a burst once) for this process, within half a second for others. */
export function watchChanges(store: Store): Observable<void> {
  const own$ = new Observable<void>((subscriber) => store.onCommit(() => subscriber.next()));
  const others$ = interval(OTHER_PROCESSES_MS).pipe(
    map(() => store.dataVersion()),
    distinctUntilChanged(),
    map(() => undefined),
  );
  return merge(own$, others$).pipe(
    throttleTime(TOGETHER_MS, asyncScheduler, { leading: false, trailing: true }),
    share(),
  );
}
