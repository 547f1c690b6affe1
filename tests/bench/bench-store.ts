/**
 * Plates durably stored per second, beside the bare limit of the same SQLite on the same disk: a table of one column that
 * takes as many bytes a plate in as many transactions, with the same journal and the same syncs, and nothing else. A
 * plate here is everything from the run's start to the reading bound to its plate: every line of the reader's answer is
 * committed before it is parsed, as from a reader that is alone.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";
import { dialogueOf } from "../../src/pipeline/play-transcript.ts";
import { transcriptSink } from "../../src/pipeline/transcript-sink.ts";
import { connect, openStore, type Store } from "../../src/store/open-store.ts";
import {
  begin,
  driver,
  measured,
  type PaperBench,
  paperBench,
  readTalk,
  study,
} from "../pipeline/paper-bench.ts";
import { atLeast, type Goal } from "./goal.ts";
import { markdownTable } from "./markdown-table.ts";
import { median } from "./median.ts";

const ROUNDS = 5;
const PLATES_A_ROUND = 20;
const SMALLEST_SHARE = 0.5;

interface Round {
  readonly plates: number;
  readonly transactions: number;
  /** Values of all rows, indexes left out. */
  readonly bytes: number;
  readonly seconds: number;
}

/** A plate line by line: each is committed, then the dialogue that parses them is played. */
async function storePlate(bench: PaperBench, index: number): Promise<void> {
  const { store } = bench;
  const id = study.plates[index % study.plates.length]?.id ?? "";
  const plate = measured(id, `06/03/2026 08:${String(index % 60).padStart(2, "0")}:00`);
  const run = begin(bench, { barcode: `P-${index}`, sample: `S-${index}` });
  const sink = transcriptSink(store);
  const items = readTalk(plate);
  const header = {
    id: store.newId(),
    readerId: "bench-1",
    driverId: driver.id,
    driverVersion: driver.version,
    dialogue: "readPlate",
    request: JSON.stringify({
      options: driver.options.parse({ filtersNm: [450, 490, 570, 650] }),
      request: { measurementNm: 570, referenceNm: 650 },
      context: { readMayBeUnderWay: false },
    }),
    runId: run.id,
    openedAtUtc: store.nowUtc(),
  };
  for (const [seq, item] of items.entries()) {
    const recorded = { ...item, transcriptId: header.id, seq, atUtc: store.nowUtc(), monoUs: seq };
    sink.write(seq === 0 ? [header] : [], [recorded]);
  }
  const row = store.transcripts.byId(header.id);
  if (row === null) throw new Error("the transcript was not written");
  const outcome = replayDialogue(dialogueOf(driver, row), items, driver.framing);
  if (outcome.kind !== "done") throw new Error(`the dialogue ended with ${outcome.kind}`);
  await bench.port.runEnded(run.id, {
    transcriptId: header.id,
    dialogue: "readPlate",
    runId: run.id,
    outcome: { kind: "done", result: outcome.result },
    rejected: [],
    movedHardware: true,
    isKept: true,
  } as Parameters<PaperBench["port"]["runEnded"]>[1]);
}

/** Bytes of the values of all rows of all tables. */
function storedBytes(file: string): number {
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .pluck()
      .all();
    return tables.reduce((sum, table) => sum + bytesOf(db, table), 0);
  } finally {
    db.close();
  }
}

function bytesOf(db: SqliteDatabase.Database, table: string): number {
  const columns = db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?)")
    .pluck()
    .all(table);
  const length = columns.map((name) => `coalesce(octet_length("${name}"), 0)`).join(" + ");
  return Number(db.prepare(`SELECT coalesce(sum(${length}), 0) FROM "${table}"`).pluck().get());
}

async function productRound(
  store: Store,
  bench: PaperBench,
  first: number,
  plates: number,
): Promise<Round> {
  let transactions = 0;
  const forget = store.onCommit(() => {
    transactions += 1;
  });
  const before = storedBytes(store.file);
  const startedMs = performance.now();
  for (let index = first; index < first + plates; index += 1) await storePlate(bench, index);
  const seconds = (performance.now() - startedMs) / 1000;
  forget();
  return { plates, transactions, bytes: storedBytes(store.file) - before, seconds };
}

/** As many bytes in as many transactions. */
function bareRound(db: SqliteDatabase.Database, like: Round): number {
  const insert = db.prepare("INSERT INTO bare (bytes) VALUES (?)");
  const write = db.transaction((bytes: Buffer) => insert.run(bytes));
  const bytes = Buffer.alloc(Math.round(like.bytes / like.transactions), 0x2e);
  const startedMs = performance.now();
  for (let at = 0; at < like.transactions; at += 1) write.immediate(bytes);
  return (performance.now() - startedMs) / 1000;
}

/** Measures in turns; a round of one is followed by the same round of the other. */
export async function benchStore(
  say: (line: string) => void,
  { rounds = ROUNDS, platesARound = PLATES_A_ROUND } = {},
): Promise<readonly Goal[]> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-store-"));
  const store = openStore(join(folder, "platewarden.sqlite"));
  const bare = connect(join(folder, "bare.sqlite"));
  try {
    bare.exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
    const bench = paperBench(store);
    await productRound(store, bench, 0, Math.min(10, platesARound));
    const measured: { product: Round; bareSeconds: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const product = await productRound(store, bench, 1000 + round * platesARound, platesARound);
      measured.push({ product, bareSeconds: bareRound(bare, product) });
    }
    return told(measured, say);
  } finally {
    store.close();
    bare.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function told(
  measured: readonly { readonly product: Round; readonly bareSeconds: number }[],
  say: (line: string) => void,
): readonly Goal[] {
  const rates = measured.map(({ product }) => product.plates / product.seconds);
  const bareRates = measured.map(({ product, bareSeconds }) => product.plates / bareSeconds);
  const share = median(measured.map(({ product, bareSeconds }) => bareSeconds / product.seconds));
  const [first] = measured;
  const aPlate = (count: number): string => (count / (first?.product.plates ?? 1)).toFixed(1);
  say(
    `Plates durably stored, ${aPlate(first?.product.transactions ?? 0)} transactions and ${(Number(aPlate(first?.product.bytes ?? 0)) / 1000).toFixed(1)} kB a plate, medians of ${measured.length} rounds:\n\n${markdownTable(
      ["path", "plates/s", "share of the bare limit"],
      [
        [
          "platewarden, from the reader's bytes to the bound reading",
          median(rates).toFixed(0),
          share.toFixed(2),
        ],
        [
          "SQLite alone, same bytes, same transactions and syncs",
          median(bareRates).toFixed(0),
          "1",
        ],
      ],
    )}`,
  );
  return [atLeast(share, SMALLEST_SHARE, "plates durably stored, share of SQLite's bare limit")];
}
