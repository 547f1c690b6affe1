import {
  DAY_MS,
  databaseBytes,
  daysLeft,
  diskSpace,
  diskTrouble,
  GROWTH_DAYS,
} from "../../observe/disk-space.ts";
import { tellOfDisk } from "../../observe/tell-of-disk.ts";
import type { Duty } from "../duty.ts";

const EVERY_MS = 60_000;

/** Tells of a disk that fills up before it is full. */
export const diskDuty: Duty = {
  name: "disk",
  start: ({ store, config, health, log }) => {
    /** The code of the trouble that was told of last; null: of none. */
    let told: string | null = null;
    let isFirst = true;

    function look(): void {
      const space = diskSpace(config.dataFolder);
      const { main, wal } = databaseBytes(store.file);
      const figures = store.figures.plates(Date.now() - GROWTH_DAYS * DAY_MS);
      const days = daysLeft(space.freeBytes, main + wal, figures);
      const trouble = diskTrouble(space, days, told !== null);
      const code = trouble?.code ?? null;
      health.tell("disk", trouble);
      // Once: somebody who has seen to it is not told again of the same shortage.
      if (isFirst || code !== told) tellOfDisk(store, trouble);
      isFirst = false;
      told = code;
    }

    function tryToLook(): void {
      try {
        look();
      } catch (error) {
        log.error({ err: error }, "the disk cannot be looked at");
      }
    }

    tryToLook();
    const timer = setInterval(tryToLook, EVERY_MS).unref();
    return { stop: () => clearInterval(timer) };
  },
};
