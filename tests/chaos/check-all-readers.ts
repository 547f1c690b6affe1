/** The independent checker of all readers at once: the database against what was sent. */
import { interpretersOf } from "../../src/cli/interpreters.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import {
  type CheckReport,
  type Handed,
  receivedBytes,
  storedReadings,
  tokensOfPlate,
  unaccounted,
} from "./check-chaos.ts";
import type { AllReadersRecord, RoughReader } from "./play-all-readers.ts";

type Expect = (fits: boolean, what: string) => void;

/** Bytes that came so shortly before a cut may not have been read any more. */
const DURABLE_WITHIN_MS = 50;

/** Every plate that was put in exists once, under its own barcode, with its own numbers; nothing else exists. */
function checkPlates(store: Store, record: AllReadersRecord, expect: Expect): void {
  const readings = storedReadings(store);
  const wanted = new Map(
    [...record.plates].map(([barcode, { plate }]) => [tokensOfPlate(plate), barcode]),
  );
  const found = new Map<string, number>();
  for (const reading of readings) {
    const barcode = wanted.get(reading.tokens);
    expect(barcode !== undefined, `reading ${reading.id} of ${reading.readerId} is no plate's`);
    if (barcode === undefined) continue;
    found.set(barcode, (found.get(barcode) ?? 0) + 1);
    const isOwn = reading.bound === barcode;
    expect(isOwn, `plate ${barcode} is bound as ${reading.bound ?? "nobody's"}`);
  }
  for (const barcode of record.plates.keys()) {
    const times = found.get(barcode) ?? 0;
    expect(times === 1, `plate ${barcode} is in the database ${times} times`);
  }
}

/** A run that brought no plate says why, and keeps what had come of it. */
function checkRuns(store: Store, expect: Expect): void {
  const givenUp = new Set(
    store.readings.newest(1_000_000).map((reading) => reading.run_id ?? reading.id),
  );
  for (const run of store.runs.all()) {
    if (run.state === "captured") continue;
    expect(
      (run.sentence ?? "") !== "",
      `run ${run.id} of ${run.barcode} does not say why it failed`,
    );
    const transcripts = store.transcripts
      .ofReader(run.reader_id)
      .filter((one) => one.run_id === run.id && one.dialogue === "readPlate");
    const received = transcripts.some(({ id }) =>
      store.transcripts.items(id).some((item) => item.direction === "rx"),
    );
    expect(
      !received || givenUp.has(run.id),
      `run ${run.id} of ${run.barcode} received bytes that no reading shows`,
    );
  }
}

function handed({ proxy }: RoughReader): Handed[] {
  return proxy.connections.map(({ passed, cutAtMs }) => {
    const due = passed.filter(({ atMs }) => cutAtMs === null || atMs < cutAtMs - DURABLE_WITHIN_MS);
    return {
      all: Buffer.concat(passed.map(({ bytes }) => bytes)),
      due: due.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
  });
}

/** Also noise is kept. Quiet looks at an idle reader are not, so a reader that is polled is left out. */
function checkBytes(store: Store, record: AllReadersRecord, expect: Expect): void {
  for (const reader of record.readers) {
    if (reader.family.driver === "spectramax") continue;
    const stuck = unaccounted(receivedBytes(store, reader.id), handed(reader));
    expect(
      stuck === null,
      `reader ${reader.id}: the bytes of connection ${(stuck ?? 0) + 1} are not those in the transcripts`,
    );
  }
}

export async function checkAllReaders(
  databaseFile: string,
  record: AllReadersRecord,
): Promise<CheckReport & { readonly shown: string }> {
  const failures: string[] = [];
  let passed = 0;
  const expect: Expect = (fits, what) => {
    if (fits) passed += 1;
    else failures.push(what);
  };
  const store = openStore(databaseFile, { mustExist: true });
  try {
    checkPlates(store, record, expect);
    checkRuns(store, expect);
    checkBytes(store, record, expect);
    const files = store.documents.quarantined("export-file").length;
    expect(
      files === record.unreadableFiles,
      `${files} files are in quarantine, ${record.unreadableFiles} cannot be understood`,
    );
    // A server that is started afresh under a run leaves a result that never ends: shown, and no plate's.
    const results = store.documents.quarantined("opcua-result");
    for (const { code, document_sha256 } of results) {
      expect(code === "RESULT_WITHOUT_END", `result ${document_sha256} is refused as ${code}`);
    }
    const interpreters = interpretersOf(store, []);
    for (const { id } of storedReadings(store)) {
      const report = await replayReading(store, interpreters, id);
      const why = report.differences.slice(0, 3).join("; ");
      expect(isIdentical(report), `reading ${id} does not replay: ${why}`);
    }
    for (const finding of verifyStore(store).findings) expect(false, finding);
    expect(store.transcripts.unended().length === 0, "transcripts were left open");
    const rows = store.readings.newest(1_000_000);
    const givenUp = rows.filter((row) => row.outcome === "given-up").length;
    const rejected = rows.filter((row) => row.rejected !== "[]").length;
    const shown = `${rows.length - givenUp} plates stored, ${givenUp} transfers given up, ${rejected} readings with rejected bytes, ${files} files and ${results.length} unended results in quarantine`;
    return { passed, failures, shown };
  } finally {
    store.close();
  }
}
