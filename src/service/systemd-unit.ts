/** What systemd says of the service, and what it is told. */
import type { UnitState } from "./await-healthy.ts";
import { SERVICE } from "./installed-paths.ts";
import { mustRun, runCommand } from "./run-command.ts";

/** A start is awaited by whoever looks at the state, a stop here: longer than TimeoutStopSec. */
const STOPPED_WITHIN_MS = 5 * 60_000;
const LINES = 15;

/** `NAME=VALUE` lines as `systemctl show` prints them. */
export function readUnitState(text: string): UnitState {
  const values = new Map(
    text.split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  return {
    active: values.get("ActiveState") ?? "unknown",
    mainPid: Number(values.get("MainPID") ?? 0),
    restarts: Number(values.get("NRestarts") ?? 0),
    result: values.get("Result") ?? "unknown",
  };
}

export function unitState(): UnitState {
  return readUnitState(
    mustRun(["systemctl", "show", SERVICE, "--property=ActiveState,MainPID,NRestarts,Result"]),
  );
}

export function stopUnit(): void {
  mustRun(["systemctl", "stop", SERVICE], STOPPED_WITHIN_MS);
}

/** Returns at once: readiness is what `unitState` says. */
export function startUnit(): void {
  runCommand(["systemctl", "reset-failed", SERVICE]);
  mustRun(["systemctl", "start", "--no-block", SERVICE]);
}

/** The last lines of the service's log, for whoever asks why. Empty where there is no journal. */
export function lastWords(): string {
  const { code, output } = runCommand([
    "journalctl",
    `--unit=${SERVICE}`,
    `--lines=${LINES}`,
    "--no-pager",
    "--output=cat",
  ]);
  return code === 0 ? output : "";
}
