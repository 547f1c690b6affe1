/** The independent checker: compares the database with what the simulators and the proxy know. */

import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { interpretersOf } from "../../src/cli/interpreters.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import type { ByteProxy } from "./byte-proxy.ts";
import type { ChaosRecord } from "./play-chaos.ts";

/** Bytes that were handed to the daemon's socket at least this long before a kill must be in a transcript. */
const DURABLE_WITHIN_MS = 50;

export interface CheckReport {
  readonly passed: number;
  readonly failures: readonly string[];
}

export function tokensOf(reading: PlateReading): string {
  return reading.planes
    .map((plane) => plane.values.map((value) => value.absorbance).join(" "))
    .join("|");
}

export function tokensOfPlate(plate: InsertedPlate): string {
  return [plate.measurement, plate.reference ?? []]
    .map((matrix) => matrix.flat().join(" "))
    .join("|");
}

export function storedReadings(
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
export function receivedBytes(store: Store, readerId: string): Buffer {
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

/** What one connection of the daemon was handed: all of it, and how much of it must be in the transcripts. */
export interface Handed {
  readonly all: Buffer;
  readonly due: number;
}

function handedBytes(proxy: ByteProxy, readerId: string, record: ChaosRecord): Handed[] {
  return proxy.connections.map(({ passed }, index) => {
    const kill = record.kills.find(({ connections }) => connections.get(readerId) === index + 1);
    const due = passed.filter(
      ({ atMs }) => kill === undefined || atMs < kill.atMs - DURABLE_WITHIN_MS,
    );
    return {
      all: Buffer.concat(passed.map(({ bytes }) => bytes)),
      due: due.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
  });
}

/**
 * The first connection that cannot be accounted for from `position` on; null when every byte of the transcripts is. What
 * a kill left unread may begin like the next connection (`ERE `), so each length that fits is tried, longest first.
 */
export function unaccounted(
  received: Buffer,
  handed: readonly Handed[],
  position = 0,
  index = 0,
): number | null {
  const connection = handed[index];
  if (connection === undefined) return position === received.length ? null : index;
  let same = 0;
  while (same < connection.all.length && received[position + same] === connection.all[same]) {
    same += 1;
  }
  let furthest = index;
  for (let length = same; length >= connection.due; length -= 1) {
    const stuck = unaccounted(received, handed, position + length, index + 1);
    if (stuck === null) return null;
    furthest = Math.max(furthest, stuck);
  }
  return furthest;
}

/**
 * Every connection's bytes must stand in the transcripts one after the other, each from its first byte on, and nothing
 * else; at a kill the last ones may be missing, but none that was passed on more than 50 ms before it.
 */
function checkBytes(
  store: Store,
  record: ChaosRecord,
  expect: (fits: boolean, what: string) => void,
): void {
  for (const { id, proxy } of record.readers) {
    if (proxy === null) continue;
    const handed = handedBytes(proxy, id, record);
    const stuck = unaccounted(receivedBytes(store, id), handed);
    expect(
      stuck === null,
      `reader ${id}: the bytes of connection ${(stuck ?? 0) + 1} of ${handed.length} are not those in the transcripts`,
    );
  }
}

/** Proves, from the simulators' side, that nothing is lost, doubled or given to the wrong patient. */
export async function checkChaos(databaseFile: string, record: ChaosRecord): Promise<CheckReport> {
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
      const report = await replayReading(store, interpretersOf(store, []), reading.id);
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
