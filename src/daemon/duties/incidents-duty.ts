import { asyncScheduler, observeOn } from "rxjs";
import type { PartTrouble } from "../../observe/health-report.ts";
import { type IncidentLog, incidentLog } from "../../observe/incident-log.ts";
import type { LostReader, ReaderWatch } from "../../observe/reader-watch.ts";
import { endNotice, raiseNotice } from "../../pipeline/raise-notice.ts";
import type { Store } from "../../store/open-store.ts";
import type { Duty } from "../duty.ts";

const EVERY_MS = 10_000;
/** A reader that is switched off over lunch is told of, a cable that is moved is not. */
const LOST_MS = 5 * 60_000;
/** By then every reader that is still out of reach has been found to be. */
const LEFT_OVER_MS = LOST_MS + 60_000;

const WELL_AGAIN = "It is well again.";
const ANSWERS_AGAIN = "The reader answers again.";
const STARTED_AGAIN = "The daemon was started again; what had arrived was recovered.";
const NOT_SEEN_AGAIN = "It was over after the daemon had been started again.";

const keyOf = ({ part, code }: PartTrouble): string => `${part} ${code}`;

/** How a bench is set up is nothing that happened. */
const SET_UP: ReadonlySet<string> = new Set(["backup-none", "backup-same-disk"]);

/** Writes what is told of parts; call it with the troubles of each moment, in order. */
function followTroubles(log: IncidentLog): (now: readonly PartTrouble[]) => void {
  let before: readonly PartTrouble[] = [];
  return (all) => {
    const now = all.filter(({ code }) => !SET_UP.has(code));
    const going = new Set(now.map(keyOf));
    const known = new Set(before.map(keyOf));
    for (const gone of before) {
      if (!going.has(keyOf(gone))) log.end(gone.part, WELL_AGAIN, gone.code);
    }
    for (const one of now) {
      if (!known.has(keyOf(one))) log.begin({ ...one, beganAtUtc: one.sinceUtc });
    }
    before = now;
  };
}

const partOf = (readerId: string): string => `reader ${readerId}`;

/** Readers that are lost for long: an incident and a notice each, which end when the reader answers. */
function lookAtReaders(store: Store, log: IncidentLog, watch: ReaderWatch, ready: () => string[]) {
  const told = new Set<string>();

  function tell({ readerId, sentence, lostAtUtc }: LostReader): void {
    const words = `Reader ${readerId} is out of reach. ${sentence}`;
    const about = { part: partOf(readerId), code: "reader-lost" };
    log.begin({ ...about, sentence: words, beganAtUtc: lostAtUtc });
    if (store.notices.standingOn("reader-lost", readerId).length === 0) {
      raiseNotice(store, { kind: "reader-lost", subject: readerId, sentence: words });
    }
    // Last: what the store refuses is tried again.
    told.add(readerId);
  }

  function end(readerId: string): void {
    log.end(partOf(readerId), ANSWERS_AGAIN);
    for (const notice of store.notices.standingOn("reader-lost", readerId)) {
      endNotice(store, notice, "daemon");
    }
    told.delete(readerId);
  }

  // Also those of which the daemon before this one told.
  for (const notice of store.notices.standingOf("reader-lost")) told.add(notice.subject);
  return (): void => {
    const lost = watch.lostFor(LOST_MS);
    for (const one of lost) if (!told.has(one.readerId)) tell(one);
    for (const readerId of ready()) if (told.has(readerId)) end(readerId);
  };
}

/** Keeps the log of incidents: what is told of parts, readers that are lost, and a daemon that was ended by force. */
export const incidentsDuty: Duty = {
  name: "incidents",
  start: ({ store, health, readers, observed, stopBefore, log: logger }) => {
    const log = incidentLog(store);
    const watch = observed.readerWatch;
    const ready = (): string[] =>
      readers
        .filter(({ status$ }) => ["ready", "reading"].includes(status$.value.state))
        .map(({ id }) => id);
    const lookAll = lookAtReaders(store, log, watch, ready);
    const follow = followTroubles(log);
    const startedMs = performance.now();
    let settled = false;

    function guarded(work: () => void): void {
      try {
        work();
      } catch (error) {
        logger.error({ err: error }, "incidents cannot be written");
      }
    }

    function look(): void {
      log.flush();
      lookAll();
      if (settled || performance.now() - startedMs < LEFT_OVER_MS) return;
      settled = true;
      log.endLeftOver(NOT_SEEN_AGAIN);
    }

    if (stopBefore !== null) {
      logger.warn({ part: stopBefore.part, code: stopBefore.code }, stopBefore.sentence);
      guarded(() => log.add(stopBefore, { sentence: STARTED_AGAIN, atUtc: store.nowUtc() }));
    }
    // In a turn of its own: a part may be told of inside a transaction that does not become durable.
    const following = health.troubles$
      .pipe(observeOn(asyncScheduler))
      .subscribe((troubles) => guarded(() => follow(troubles)));
    const timer = setInterval(() => guarded(look), EVERY_MS).unref();
    return {
      stop: () => {
        following.unsubscribe();
        clearInterval(timer);
        watch.stop();
        guarded(() => {
          follow(health.troubles$.value);
          log.flush();
        });
      },
    };
  },
};
