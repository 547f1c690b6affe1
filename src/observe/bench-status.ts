/** How a bench stands, from its store alone: also while no daemon runs. */
import { countingVersion } from "../pipeline/counting-version.ts";
import type { Store } from "../store/open-store.ts";
import { DAY_MS, databaseBytes, daysLeft, diskSpace, GROWTH_DAYS } from "./disk-space.ts";
import { type LastProofs, lastProofs } from "./last-proofs.ts";

export interface BenchStatus extends LastProofs {
  readonly lastPlate: {
    readonly barcode: string;
    readonly readerId: string;
    readonly capturedAtUtc: string;
  } | null;
  /** Since the local midnight. */
  readonly platesToday: number;
  readonly plates: number;
  /** Readings that nobody has said what they are, files that were not understood, plates that have not come. */
  readonly waiting: number;
  readonly quarantined: number;
  readonly overdue: number;
  /** Plates with a combination that is flagged and not decided on. */
  readonly flagged: number;
  /** Notices that nobody has seen to. */
  readonly notices: number;
  readonly openIncidents: number;
  readonly databaseBytes: number;
  readonly freeBytes: number;
  /** For how many days the free space lasts as plates come now; null where too few came to say. */
  readonly daysLeft: number | null;
}

function lastPlate(store: Store): BenchStatus["lastPlate"] {
  const [plate] = store.plates.newest(1);
  if (plate === undefined) return null;
  const readingId = countingVersion(store, plate.id)?.version.reading_id ?? null;
  const reading = readingId === null ? null : store.readings.byId(readingId);
  if (reading === null) return null;
  const { reader_id: readerId, captured_at_utc: capturedAtUtc } = reading;
  return { barcode: plate.barcode, readerId, capturedAtUtc };
}

export function benchStatus(store: Store, dataFolder: string, now: Date): BenchStatus {
  const midnightMs = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const { freeBytes } = diskSpace(dataFolder);
  const { main, wal } = databaseBytes(store.file);
  const growth = store.figures.plates(now.getTime() - GROWTH_DAYS * DAY_MS);
  return {
    ...lastProofs(store),
    lastPlate: lastPlate(store),
    platesToday: store.figures.plates(midnightMs).platesSince,
    plates: growth.plates,
    waiting: store.readings.unassigned().length,
    quarantined: store.documents.quarantined().length,
    overdue: store.notices.standingOf("overdue").length,
    flagged: new Set(store.notices.standingOf("flagged").map(({ plate_id: id }) => id)).size,
    notices: store.notices.standing().length,
    openIncidents: store.incidents.open().length,
    databaseBytes: main + wal,
    freeBytes,
    daysLeft: daysLeft(freeBytes, main + wal, growth),
  };
}
