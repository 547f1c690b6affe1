/** Loaded before the daemon by a benchmark: on SIGUSR2 it collects garbage and says on a file how much memory is left. */
import { writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const file = process.env.PLATEWARDEN_MEMORY_FILE;

process.on("SIGUSR2", () => {
  for (let round = 0; round < 3; round += 1) collect();
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(process.memoryUsage())}\n`);
});
