import { bootId, COMPUTER, readClocks } from "../../clock/computer-clock.ts";
import { type TimeSync, timeSync } from "../../clock/time-sync.ts";
import {
  type Moment,
  observeChanges,
  observeStart,
  observeSync,
} from "../../pipeline/clocks/observe-clock.ts";
import { tellOfReaderClocks } from "../../pipeline/clocks/reader-clocks.ts";
import { CLOCK_REMEDY, tellOfClock } from "../../pipeline/review/watch-clock.ts";
import type { Duty, DutyContext } from "../duty.ts";

const LOOK_EVERY_MS = 10_000;
const ASK_EVERY_MS = 3_600_000;

const UNKNOWN: TimeSync = { isSynchronised: null, offsetMs: null, toldBy: null };

/** Writes down what the clock does, asks the system whether it is synchronised, and tells of what is off. */
export const clockDuty: Duty = {
  name: "clock",
  start: (context) => {
    const { store, clock, log } = context;
    const boot = bootId();
    let sync = UNKNOWN;
    let isStopped = false;
    const now = (): Moment => ({ clocks: readClocks(COMPUTER), bootId: boot, sync });
    const safely = (work: () => void): void => {
      try {
        if (!isStopped) work();
      } catch (error) {
        log.error({ err: error }, "what the clock does cannot be written down");
      }
    };
    const ask = async (): Promise<void> => {
      const told = await timeSync();
      safely(() => {
        observeSync(store, now(), told);
        sync = told;
      });
    };
    safely(() => {
      const doubt = observeStart(store, now());
      if (doubt !== null) clock.distrust(doubt);
    });
    const look = (): void =>
      safely(() => {
        observeChanges(store, now(), clock.changes());
        tellOf(context);
      });
    look();
    void ask();
    const timers = [
      setInterval(look, LOOK_EVERY_MS).unref(),
      setInterval(() => void ask(), ASK_EVERY_MS).unref(),
    ];
    return {
      stop: () => {
        isStopped = true;
        for (const timer of timers) clearInterval(timer);
      },
    };
  },
};

/** A clock that is wrong itself says nothing of the readers'. */
function tellOf({ store, clock, health, readers }: DutyContext): void {
  const doubt = clock.doubt();
  tellOfClock(store, clock);
  health.tell(
    "clock",
    doubt === null
      ? null
      : { code: "clock-doubtful", severity: "degraded", sentence: doubt, remedy: CLOCK_REMEDY },
  );
  if (doubt === null) {
    tellOfReaderClocks(
      store,
      readers.map(({ id }) => id),
    );
  }
}
