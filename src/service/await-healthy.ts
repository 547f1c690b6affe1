import { setTimeout as wait } from "node:timers/promises";

export interface UnitState {
  /** `active`, `activating`, `failed` and so on (systemctl(1), ActiveState). */
  readonly active: string;
  readonly mainPid: number;
  /** How often it was started again by itself since somebody started it. */
  readonly restarts: number;
  /** How it ended last, e.g. `exit-code` or `watchdog`. */
  readonly result: string;
}

/** What the daemon says of itself; null while it does not answer. */
export interface DaemonAnswer {
  readonly pid: number;
  readonly version: string;
  /** False while it cannot do its work. */
  readonly works: boolean;
}

export interface AwaitedService {
  readonly version: string;
  readonly withinMs: number;
  /** So long it must stay healthy under the same process. */
  readonly steadyMs: number;
  readonly lookEveryMs: number;
  readonly unit: () => UnitState;
  readonly ask: () => Promise<DaemonAnswer | null>;
}

/** One failure may be chance (a port that is not free yet); three in a row are not. */
const MOST_RESTARTS = 2;

function isHealthy(unit: UnitState, answer: DaemonAnswer | null, version: string): boolean {
  return (
    unit.active === "active" &&
    answer !== null &&
    answer.works &&
    answer.pid === unit.mainPid &&
    answer.version === version
  );
}

function lastState(unit: UnitState, answer: DaemonAnswer | null): string {
  if (unit.active !== "active") return `the service is ${unit.active}, not ready`;
  if (answer === null) return "it says that it is ready, but its pages do not answer";
  if (!answer.works) return "it answers that it cannot do its work";
  return `version ${answer.version} answers (process ${answer.pid}; the service's is ${unit.mainPid})`;
}

/**
 * Waits until a service that has been started is ready, answers under the right version, and stays so for `steadyMs`.
 * Resolves with null, or with why it is given up: it failed, ended again and again, or took longer than `withinMs`.
 */
export async function awaitHealthy(service: AwaitedService): Promise<string | null> {
  const { version, withinMs, steadyMs, lookEveryMs } = service;
  const startedMs = performance.now();
  let steadyPid: number | null = null;
  let steadyFromMs = startedMs;
  for (;;) {
    const unit = service.unit();
    if (unit.active === "failed") return `the service has failed (${unit.result})`;
    if (unit.restarts > MOST_RESTARTS) {
      return `it ended ${unit.restarts} times (last: ${unit.result})`;
    }
    const answer = unit.active === "active" ? await service.ask() : null;
    const nowMs = performance.now();
    if (isHealthy(unit, answer, version)) {
      if (steadyPid !== unit.mainPid) [steadyPid, steadyFromMs] = [unit.mainPid, nowMs];
      if (nowMs - steadyFromMs >= steadyMs) return null;
    } else steadyPid = null;
    if (nowMs - startedMs >= withinMs) {
      return `not healthy after ${Math.round(withinMs / 1000)} s: ${lastState(unit, answer)}`;
    }
    await wait(lookEveryMs);
  }
}
