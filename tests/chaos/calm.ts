/** What is waited for: that everything gets well by itself once the faults are over, and that nothing goes wrong without any. */
import type { Gate } from "./gate.ts";
import type { KeptDaemon } from "./kept-daemon.ts";
import { until, wait } from "./wait.ts";

const CALM_WITHIN_MS = 150_000;

/** What the page shows while something does not get well. */
function pageOf(daemon: KeptDaemon): string {
  const bench = daemon.bench();
  const readers = bench?.readers.map(({ id, state, sentence }) => `${id} ${state}: ${sentence}`);
  const runs = bench?.runs
    .slice(0, 6)
    .map(({ barcode, state, sentence }) => `${barcode} ${state}: ${sentence}`);
  return JSON.stringify({ readers, runs, problems: bench?.problems }, null, 1);
}

/**
 * Resolves when every plate that was begun is read and the page answers, with the plate that took longest. Rejects with
 * what the page shows when that takes too long, and with what goes wrong in `working`.
 */
export async function untilCalm(
  daemon: KeptDaemon,
  gate: Gate,
  working: Promise<unknown>,
): Promise<string> {
  let last = "none";
  const isCalm = (): boolean => {
    const [first] = gate.atWork();
    last = first ?? last;
    return first === undefined && daemon.bench() !== null;
  };
  const what = (): string =>
    `after the faults ${gate.atWork().join(", ")} is not read within ${CALM_WITHIN_MS / 1000} s; the page says ${pageOf(daemon)}`;
  const never = new Promise<never>(() => undefined);
  await Promise.race([until(isCalm, what, CALM_WITHIN_MS), working.then(() => never)]);
  return last;
}

/** Waits for work that nothing disturbs; rejects as soon as the daemon ends by itself. */
export async function workUndisturbed(
  { ownEnds }: KeptDaemon,
  working: Promise<unknown>,
): Promise<void> {
  let isDone = false;
  const done = working.then(() => {
    isDone = true;
  });
  while (!isDone && ownEnds.length === 0) await Promise.race([done, wait(100)]);
  if (ownEnds.length > 0) {
    throw new Error(`undisturbed the daemon ends by itself: ${ownEnds[0]?.said.slice(-2000)}`);
  }
}
