/** A bench that was read from after a set of it was made, and what lies beside that set. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseIncrementName } from "../../src/backup/increment.ts";
import { reachedSoFar, writeIncrements } from "../../src/backup/keep-increments.ts";
import { lookIntoFolder } from "../../src/backup/look-into-folder.ts";
import { type KeptBench, keptBench, makeSetOf } from "./kept-bench.ts";

/** A bench that was read from after its set was made; what came is beside the set. */
export async function workedOn(recipients: readonly string[] = []) {
  const bench = await keptBench();
  const { set, manifest } = await makeSetOf(bench, recipients);
  await bench.read("A-1");
  await bench.read("C-1");
  const target = { folder: bench.sets, recipients };
  const from = reachedSoFar(bench.store, viewOf(bench));
  if (from === null) throw new Error("there is no set");
  const reached = await writeIncrements(bench.store, target, from);
  return { bench, set, manifest, target, reached, to: join(bench.folder, "new") };
}

/** The folder as the daemon sees it. */
export const viewOf = ({ source, sets, store }: KeptBench) =>
  lookIntoFolder({
    rule: { folder: sets, everyH: 24, keepDaily: 1, keepWeekly: 1, keepMonthly: 1, recipients: [] },
    dataFolder: source.dataFolder,
    storeId: store.journal.entriesAfter(0, 1)[0]?.sha256 ?? null,
  });

export const increments = ({ sets }: KeptBench): readonly string[] =>
  readdirSync(sets).filter((name) => parseIncrementName(name) !== null);
