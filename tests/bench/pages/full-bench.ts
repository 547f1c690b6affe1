/** A data folder as after years: thousands of plates, analysed, and people who may look at them. */
import { mkdirSync } from "node:fs";
import { pino } from "pino";
import { createAccess } from "../../../src/access/access.ts";
import { databaseFile } from "../../../src/daemon/config.ts";
import { evaluateAllSamples } from "../../../src/pipeline/evaluate-sample.ts";
import { openStore, type Store } from "../../../src/store/open-store.ts";
import { addBenchPeople } from "../../browser/bench-people.ts";
import { fillStore } from "../../pipeline/many-plates.ts";
import { study } from "../../pipeline/paper-bench.ts";

const PLATES_PER_SAMPLE = 4;
const LOCK_AFTER_MS = 3_600_000;

const PLATE_EVERY_MS = 600_000;
const CALLS_A_PLATE = 20;

/** A clock that goes through the weeks before yesterday, so that the plates are not all of today. */
function inThePast(store: Store, plates: number): Store {
  const yesterdayMs = Date.now() - 24 * 3_600_000;
  let nowMs = yesterdayMs - plates * PLATE_EVERY_MS;
  return {
    ...store,
    nowUtc: () => {
      nowMs = Math.min(yesterdayMs, nowMs + PLATE_EVERY_MS / CALLS_A_PLATE);
      return new Date(nowMs).toISOString();
    },
  };
}

/** Makes the data folder. */
export async function fillBench(dataFolder: string, plates: number): Promise<void> {
  mkdirSync(dataFolder, { recursive: true });
  const store = openStore(databaseFile(dataFolder));
  try {
    await fillStore(inThePast(store, plates), { plates, platesPerSample: PLATES_PER_SAMPLE });
    evaluateAllSamples(store, study.settings);
    const log = pino({ level: "silent" });
    await addBenchPeople(
      createAccess({
        store,
        nowMs: () => Date.now(),
        lockAfterMs: LOCK_AFTER_MS,
        onManyFailures: (person) => log.warn({ person: person.name }),
      }),
    );
  } finally {
    store.close();
  }
}

const WANTED_IDS = 40;

/** The ids of some plates, spread over all of them. */
export function someIds(dataFolder: string): readonly string[] {
  const store = openStore(databaseFile(dataFolder));
  try {
    const plates = store.plates.newest(Number.MAX_SAFE_INTEGER);
    const step = Math.max(1, Math.floor(plates.length / WANTED_IDS));
    return plates.flatMap((plate, index) => (index % step === 0 ? plate.id : []));
  } finally {
    store.close();
  }
}
