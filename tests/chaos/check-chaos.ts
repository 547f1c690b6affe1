/** The independent checker: compares the database with what the simulators and the proxy know. */

import { DRIVERS } from "../../drivers/index.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import type { ChaosRecord } from "./play-chaos.ts";

/** Bytes that were handed to the daemon's socket at least this long before a kill must be in a transcript. */
const DURABLE_WITHIN_MS = 50;

export interface CheckReport {
  readonly passed: number;
  readonly failures: readonly string[];
}

function tokensOf(reading: PlateReading): string {
  return reading.planes
    .map((plane) => plane.values.map((value) => value.absorbance).join(" "))
    .join("|");
}

function tokensOfPlate(plate: InsertedPlate): string {
  return [plate.measurement, plate.reference ?? []]
    .map((matrix) => matrix.flat().join(" "))
    .join("|");
}

function storedReadings(
  store: Store,
): { id: string; readerId: string; tokens: string; bound: string | null }[] {
  return store.readings.newest(1_000_000).flatMap((row) => {
    if (row.outcome !== "plate" || row.body === null) return [];
    const version = store.plates.versionOfReading(row.id);
    const plate = version === null ? null : store.plates.byId(version.plate_id);
    return [
      {
        id: row.id,
        readerId: row.reader_id,
        tokens: tokensOf(JSON.parse(row.body) as PlateReading),
        bound: plate?.barcode ?? null,
      },
    ];
  });
}

/** All bytes of a reader's transcripts, in the order they were received. */
function receivedBytes(store: Store, readerId: string): Buffer {
  const transcripts = store.transcripts.ofReader(readerId);
  return Buffer.concat(
    transcripts.flatMap(({ id }) =>
      store.transcripts
        .items(id)
        .filter((item) => item.direction === "rx")
        .map((item) => Buffer.from(item.bytes)),
    ),
  );
}

/**
 * Every connection's bytes must stand in the transcripts one after the other, each from its first byte on; at a kill the
 * last ones may be missing, but none that was passed on more than 50 ms before it.
 */
function checkBytes(
  store: Store,
  record: ChaosRecord,
  expect: (fits: boolean, what: string) => void,
): void {
  for (const { id, proxy } of record.readers) {
    if (proxy === null) continue;
    const received = receivedBytes(store, id);
    let position = 0;
    proxy.connections.forEach((passed, index) => {
      const kill = record.kills.find(({ connections }) => connections.get(id) === index + 1);
      const due = passed.filter(
        ({ atMs }) => kill === undefined || atMs < kill.atMs - DURABLE_WITHIN_MS,
      );
      const must = Buffer.concat(due.map(({ bytes }) => bytes));
      const all = Buffer.concat(passed.map(({ bytes }) => bytes));
      let same = 0;
      while (same < all.length && received[position + same] === all[same]) same += 1;
      expect(
        same >= must.length,
        `reader ${id}, connection ${index + 1}: ${must.length} bytes were due, ${same} are in the transcripts`,
      );
      position += same;
    });
    expect(
      position === received.length,
      `reader ${id}: ${received.length - position} bytes in the transcripts that were never sent`,
    );
  }
}

/** Proves, from the simulators' side, that nothing is lost, doubled or given to the wrong patient. */
export function checkChaos(databaseFile: string, record: ChaosRecord): CheckReport {
  const failures: string[] = [];
  let passed = 0;
  const expect = (fits: boolean, what: string): void => {
    if (fits) passed += 1;
    else failures.push(what);
  };
  const store = openStore(databaseFile, { mustExist: true });
  try {
    const readings = storedReadings(store);
    for (const [barcode, { plate }] of record.plates) {
      const bound = readings.filter((reading) => reading.bound === barcode);
      expect(bound.length === 1, `plate ${barcode} is in the database ${bound.length} times`);
      for (const reading of bound) {
        expect(
          reading.tokens === tokensOfPlate(plate),
          `plate ${barcode} has another plate's values`,
        );
      }
    }
    for (const { plate } of record.foreign) {
      const found = readings.filter((reading) => reading.tokens === tokensOfPlate(plate));
      expect(
        found.length === 1,
        `plate ${plate.id}, read at the panel, is in the database ${found.length} times`,
      );
      expect(
        found.every((reading) => reading.bound === null),
        `plate ${plate.id}, read at the panel, was bound to a run`,
      );
    }
    const distinct = new Set(readings.map((reading) => `${reading.readerId} ${reading.tokens}`));
    expect(
      distinct.size === readings.length,
      `${readings.length - distinct.size} readings are doubled`,
    );
    for (const reading of readings) {
      const report = replayReading(store, DRIVERS, reading.id);
      expect(
        isIdentical(report),
        `reading ${reading.id} does not replay: ${report.differences.slice(0, 3).join("; ")}`,
      );
    }
    expect(store.journal.brokenAudit() === null, "the audit chain is broken");
    expect(store.transcripts.unended().length === 0, "transcripts were left open");
    checkBytes(store, record, expect);
  } finally {
    store.close();
  }
  return { passed, failures };
}
