/**
 * The work on one connection: look, take results, judge runs, show, and act on commands; again and again, one thing at
 * a time. It goes by what is so, never by what was notified: a missed notification loses nothing.
 */
import type { ServerDriver } from "../contract.ts";
import type { ReaderDisplay } from "../reader-display.ts";
import type { RecordPort } from "../record-port.ts";
import type { BenchState } from "./bench-state.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { handOver, isReadable } from "./hand-over.ts";
import type { LadsSession } from "./lads-session.ts";
import { resolveUnit } from "./lads-unit.ts";
import type { OpcuaLog } from "./library-log.ts";
import { pendingJudge } from "./pending-runs.ts";
import { resultIntake } from "./result-intake.ts";
import { beginRun, breakOff, clearUnit, type RunParts, watchRun } from "./run-on-unit.ts";
import { showUnit } from "./show-unit.ts";
import { warmUpStructures } from "./start-program.ts";
import { readUnitStatus, watchedNodes } from "./unit-status.ts";

export interface ServeParts {
  readonly session: LadsSession;
  readonly driver: ServerDriver;
  readonly options: ConnectionOptions;
  /** As the configuration has them, for the driver. */
  readonly driverOptions: unknown;
  readonly records: RecordPort;
  readonly bench: BenchState;
  readonly display: ReaderDisplay;
  readonly log: OpcuaLog;
  /** Told when the unit is found and everything is set up. */
  readonly onUp: () => void;
}

/** How often to look while something is under way and nothing tells of it. */
const BUSY_LOOK_MS = 400;

/** Never returns; throws when the connection has ended or has to be. */
export async function serveUnit(parts: ServeParts): Promise<never> {
  const { session, options, records, bench, display } = parts;
  display.show({ state: "identifying", sentence: "Asks the server what it has.", progress: null });
  const unit = await resolveUnit(session, options);
  if (unit.startProgram.length > 0) await warmUpStructures(session, unit);
  await session.watch(watchedNodes(unit), bench.wake);
  display.show({ identity: unit.identity });
  const intake = resultIntake({
    session,
    unit,
    options,
    settled: bench.settled,
    isKnown: records.isKnown,
    isReadable: (bytes) => isReadable(parts, bytes),
  });
  const runParts: RunParts = { session, unit, options, records, bench };
  const pending = pendingJudge(parts);
  void session.ended.then(bench.wake);
  let mustClear = false;
  parts.onUp();
  for (;;) {
    const status = await readUnitStatus(session, unit);
    const isIdle = ["stopped", "aborted", "unknown"].includes(status.state);
    const look = await intake.look(isIdle, (result, headers) =>
      handOver(parts, result, status, headers),
    );
    const run = bench.active;
    if (run?.phase === "started") await watchRun(runParts, run, status, look);
    const awaited = await pending(isIdle, look);
    showUnit({ display, unit, status, bench, awaited, look, records });
    const active = bench.active;
    if (active?.cancelAsked) {
      mustClear = active.phase === "started" && unit.stop === null;
      await breakOff(runParts, active, "cancelled", "Cancelled.");
    } else if (active?.phase === "queued") await beginRun(runParts, active, status);
    else if (mustClear && status.state === "aborted" && unit.clear !== null) {
      await clearUnit(session, unit.clear);
      mustClear = false;
    }
    const isBusy = bench.active !== null || !isIdle || awaited || look.open.length > 0;
    await bench.pause(isBusy ? Math.min(BUSY_LOOK_MS, options.pollMs) : options.pollMs);
  }
}
