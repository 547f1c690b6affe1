/** Goes over the whole installation and changes nothing. */
import type { Config } from "../daemon/config.ts";
import { askDaemonState } from "./ask-daemon.ts";
import { type BenchComputer, realPath } from "./bench-computer.ts";
import { checkComputer } from "./check-computer.ts";
import { checkData, lockFile } from "./check-data.ts";
import type { CheckFinding } from "./check-finding.ts";
import { checkProgram } from "./check-program.ts";
import { checkReaders } from "./check-readers.ts";
import { checkSafety } from "./check-safety.ts";
import { checkSources } from "./check-sources.ts";
import { checkWebPort } from "./check-web-port.ts";
import { holdersOf, listOpenFiles } from "./port-holders.ts";

/** With a configuration everything it names is looked at, too. */
export async function checkBench(
  computer: BenchComputer,
  config: Config | null,
  now: Date,
): Promise<readonly CheckFinding[]> {
  const program = [...(await checkProgram(computer, now)), ...(await checkComputer(computer))];
  if (config === null) return program;
  const daemon = await askDaemonState(config.dataFolder);
  const lock = realPath(computer, lockFile(config.dataFolder)) ?? "";
  const lockHolders = holdersOf(
    computer,
    lock,
    listOpenFiles(computer, (path) => path === lock),
  );
  return [
    ...program,
    ...checkData(config.dataFolder, daemon, lockHolders, now),
    ...(await checkWebPort(config, daemon)),
    ...checkSafety(config, now),
    ...checkSources(config),
    ...(await checkReaders(computer, config.readers, daemon)),
  ];
}
