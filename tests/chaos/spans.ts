/** A stretch of time on the monotonic clock of this process, in milliseconds. */
export interface Span {
  readonly fromMs: number;
  toMs: number;
}

/** The moment up to which things could be stored, if it all ended at `endMs`: a stretch of stalling may reach up to it. */
export function wellUpTo(endMs: number, stalls: readonly Span[], recoveryMs: number): number {
  let upTo = endMs;
  for (const { fromMs, toMs } of [...stalls].sort((one, other) => other.fromMs - one.fromMs)) {
    if (fromMs <= upTo && toMs + recoveryMs >= upTo) upTo = fromMs;
  }
  return upTo;
}
