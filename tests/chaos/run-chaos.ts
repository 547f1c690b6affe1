/**
 * `npm run chaos`: kills the daemon at random moments while plates are read, then lets readers of all kinds work at once
 * on lines that fail and an OPC-UA server be killed under its runs, and proves each time that nothing was lost, doubled or given to the wrong plate.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { databaseFile } from "../../src/daemon/config.ts";
import { checkAllReaders } from "./check-all-readers.ts";
import { type CheckReport, checkChaos } from "./check-chaos.ts";
import { restartDuringRuns } from "./opcua-restarts.ts";
import { playAllReaders } from "./play-all-readers.ts";
import { playChaos } from "./play-chaos.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    readers: { type: "string", default: "16" },
    plates: { type: "string", default: "500" },
    restarts: { type: "string", default: "30" },
    keep: { type: "string" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "platewarden-chaos-"));
const seed = Number(values.seed);
let passed = 0;
let failed = 0;

function take(report: CheckReport): void {
  for (const failure of report.failures) say(`FAILED: ${failure}`);
  passed += report.passed;
  failed += report.failures.length;
}

async function killTheDaemon(kills: number): Promise<void> {
  const place = join(folder, "kills");
  say(`seed ${seed}, ${kills} kills, data in ${place}`);
  const record = await playChaos({ folder: place, kills, seed, say });
  take(await checkChaos(databaseFile(join(place, "data")), record));
  say(
    `${record.kills.length} kills, ${record.plates.size} plates by command, ${record.foreign.length} at the panel`,
  );
}

async function useAllReaders(readers: number, plates: number): Promise<void> {
  const place = join(folder, "all-readers");
  say(`seed ${seed}, ${readers} readers, a folder and OPC-UA, ${plates} plates, data in ${place}`);
  const record = await playAllReaders({ folder: place, readers, plates, seed, say });
  const report = await checkAllReaders(databaseFile(join(place, "data")), record);
  take(report);
  const troubles = Object.entries(record.troubles).map(([kind, count]) => `${count} ${kind}`);
  say(`${troubles.join(", ")}; ${report.shown}`);
}

async function restartTheServer(restarts: number): Promise<void> {
  say(
    `seed ${seed}, an OPC-UA server killed ${restarts} times under runs by command and at the panel`,
  );
  const { completed, without, found, faults } = await restartDuringRuns({ restarts, seed });
  take({ passed: completed + without + found, failures: faults });
  say(
    `${completed} plates by command, ${without} runs that read none, ${found} plates at the panel`,
  );
}

if (Number(values.kills) > 0) await killTheDaemon(Number(values.kills));
if (Number(values.plates) > 0) await useAllReaders(Number(values.readers), Number(values.plates));
if (Number(values.restarts) > 0) await restartTheServer(Number(values.restarts));
say(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;
else if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
