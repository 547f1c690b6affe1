/** OQ: what is stored can be put back, proven and computed again. */
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { interpretersOf } from "../../cli/interpreters.ts";
import { databaseFile } from "../../daemon/config.ts";
import { isIdentical, replayReading } from "../../pipeline/replay-reading.ts";
import { openStore } from "../../store/open-store.ts";
import { PLANTED_CHANGES, type PlantedChange, plantChange } from "../../store/plant-change.ts";
import { type Check, type CheckResult, result, type Surroundings } from "../check.ts";
import { lastWords, runCommand } from "../run-command.ts";
import type { ScratchBench } from "../scratch-bench.ts";

/** Once: every check of this chapter looks at what was put back. */
const restored = new WeakMap<ScratchBench, Promise<string>>();

async function backUpAndRestore(scratch: ScratchBench): Promise<string> {
  const { configFile, folder } = scratch;
  const made = await runCommand("backup", "--config", configFile, "--json");
  if (made.code !== 0) throw new Error(`the backup failed: ${lastWords(made)}`);
  const target = join(folder, "restored");
  const put = await runCommand(
    "restore",
    "--from",
    join(folder, "backups"),
    "--data",
    target,
    "--json",
  );
  if (put.code !== 0) throw new Error(`the backup cannot be put back: ${lastWords(put)}`);
  return target;
}

function restoredFolder(scratch: ScratchBench): Promise<string> {
  const known = restored.get(scratch) ?? backUpAndRestore(scratch);
  restored.set(scratch, known);
  return known;
}

async function checkBackup({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const target = await restoredFolder(scratch);
  const numbersIn = (file: string): string => {
    const store = openStore(file, { mustExist: true });
    try {
      const rows = store.readings.newest(10_000);
      const hashes = rows.map(({ content_sha256 }) => content_sha256 ?? "none").sort();
      return `${rows.length} readings, ${hashes.join(" ")}`;
    } finally {
      store.close();
    }
  };
  const [live, back] = [
    numbersIn(databaseFile(scratch.dataFolder)),
    numbersIn(databaseFile(target)),
  ];
  return result(
    "every reading is in the backup and comes back with the same numbers",
    live === back ? `${back.split(",")[0]}, the same` : "they differ",
    live === back && !live.startsWith("0 "),
    { sets: readdirSync(join(scratch.folder, "backups")).join(", ") },
  );
}

async function drill({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  await restoredFolder(scratch);
  const answer = await runCommand("backup", "drill", "--config", scratch.configFile);
  return result(
    "the restore drill ends without a difference",
    lastWords(answer),
    answer.code === 0,
  );
}

async function verifyOf(folder: string): Promise<{ passed: boolean; found: string }> {
  const answer = await runCommand("verify", "--data", folder, "--json");
  return {
    passed: answer.code === 0,
    found: (answer.out.trim() || answer.err.trim()).slice(0, 400),
  };
}

async function verifyWhole({ bench }: Surroundings): Promise<CheckResult> {
  const target = await restoredFolder(await bench());
  const { passed, found } = await verifyOf(target);
  return result("what was stored is proven to be what was written", found, passed);
}

async function findPlanted({ bench }: Surroundings, change: PlantedChange): Promise<CheckResult> {
  const scratch = await bench();
  const source = await restoredFolder(scratch);
  const copy = join(scratch.folder, "changed");
  rmSync(copy, { recursive: true, force: true });
  cpSync(source, copy, { recursive: true });
  const rows = plantChange(databaseFile(copy), change);
  const { passed, found } = await verifyOf(copy);
  rmSync(copy, { recursive: true, force: true });
  return result(
    "the proof fails and says where",
    passed ? "nothing was found" : found,
    rows === 1 && !passed,
    { "rows changed": String(rows) },
  );
}

async function replayAll({ bench }: Surroundings): Promise<CheckResult> {
  const target = await restoredFolder(await bench());
  const store = openStore(databaseFile(target), { mustExist: true });
  try {
    const interpreters = interpretersOf(store, []);
    const rows = store.readings.newest(10_000).filter(({ outcome }) => outcome === "plate");
    const wrong: string[] = [];
    for (const { id } of rows) {
      const report = await replayReading(store, interpreters, id);
      if (!isIdentical(report)) wrong.push(`${id}: ${report.differences[0] ?? "differs"}`);
    }
    return result(
      "every reading, read again from its bytes and computed again, is the same to the last bit",
      wrong.length === 0 ? `${rows.length} readings are identical` : wrong.slice(0, 3).join("; "),
      wrong.length === 0 && rows.length > 0,
    );
  } finally {
    store.close();
  }
}

const KEPT = "compliance 17: A11 7.2, MHRA 6.17.2 (backup and restore are tested)";
const PROVEN = "compliance 2 and 18: P11 11.10(e), A11 7.1 (integrity of what is stored)";

export const RECORD_CHECKS: readonly Check[] = [
  { id: "OQ-401", title: "Backup and restore", traces: KEPT, run: checkBackup },
  { id: "OQ-402", title: "The restore drill", traces: KEPT, run: drill },
  { id: "OQ-411", title: "The proof of what is stored", traces: PROVEN, run: verifyWhole },
  ...PLANTED_CHANGES.map((change, index) => ({
    id: `OQ-${412 + index}`,
    title: `The proof finds a change of ${change}`,
    traces: PROVEN,
    ...(index < 3 ? {} : { long: true as const }),
    run: (surroundings: Surroundings) => findPlanted(surroundings, change),
  })),
  {
    id: "OQ-421",
    title: "Readings computed again",
    traces: "compliance 1: P11 11.10(b), MHRA 6.11 (results can be made again)",
    run: replayAll,
  },
].map((check) => ({ ...check, part: "OQ" as const, chapter: "Records" }));
