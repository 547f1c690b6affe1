/** `npm run chaos`: kills the daemon at random moments while plates are read, then proves that nothing was lost. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { databaseFile } from "../../src/daemon/config.ts";
import { checkChaos } from "./check-chaos.ts";
import { playChaos } from "./play-chaos.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    keep: { type: "string" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "platewarden-chaos-"));
say(`seed ${values.seed}, ${values.kills} kills, data in ${folder}`);
const record = await playChaos({
  folder,
  kills: Number(values.kills),
  seed: Number(values.seed),
  say,
});
const { passed, failures } = checkChaos(databaseFile(join(folder, "data")), record);
for (const failure of failures) say(`FAILED: ${failure}`);
say(
  `${record.kills.length} kills, ${record.plates.size} plates by command, ${record.foreign.length} at the panel`,
);
say(`${passed} passed, ${failures.length} failed`);
if (failures.length > 0 || passed === 0) process.exitCode = 1;
else if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
