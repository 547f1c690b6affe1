import { ALL_FAULTS, FAULTS, type FaultEntry, type FaultKind, type Lane } from "./fault-kinds.ts";
import { randomFrom } from "./random.ts";

/** One fault to come. `where` and `amount`, from 0 up to 1, say whom it meets and how hard. */
export interface Fault {
  readonly kind: FaultKind;
  readonly lane: Lane;
  /** From the beginning of the span. */
  readonly atMs: number;
  readonly forMs: number;
  readonly where: number;
  readonly amount: number;
}

/**
 * Which faults come when, oldest first: the same for the same seed. Every kind comes at least once, and has chances of its
 * own, so that leaving one out moves no other.
 */
export function scheduleFaults(
  seed: number,
  spanMs: number,
  kinds: readonly FaultKind[],
): readonly Fault[] {
  return kinds
    .flatMap((kind) => faultsOfKind(kind, seed, spanMs))
    .sort((one, other) => one.atMs - other.atMs || (one.kind < other.kind ? -1 : 1));
}

function faultsOfKind(kind: FaultKind, seed: number, spanMs: number): Fault[] {
  const { lane, gapMs, forMs }: FaultEntry = FAULTS[kind];
  const random = randomFrom(seed + 7919 * (ALL_FAULTS.indexOf(kind) + 1));
  const faults: Fault[] = [];
  // Waiting times as of things that happen at random: many short ones, some long.
  const next = (): number => -Math.log(1 - random()) * gapMs;
  const add = (atMs: number): void => {
    const [least, most] = forMs;
    const lasts = Math.round(least + (most - least) * random());
    const chances = { where: random(), amount: random() };
    faults.push({ kind, lane, atMs: Math.round(atMs), forMs: lasts, ...chances });
  };
  for (let atMs = next(); atMs < spanMs; atMs += next()) add(atMs);
  if (faults.length === 0) add(random() * spanMs);
  return faults;
}
