/** A stretch of time on the monotonic clock of this process, in milliseconds. */
export interface Span {
  readonly fromMs: number;
  toMs: number;
}

/**
 * The moment before which everything that arrived must have been stored, if it all ended at `endMs`: a little before
 * it, or, where a stretch in which nothing could be stored reaches up to it, a little before that.
 */
export function storedUpTo(
  endMs: number,
  stalls: readonly Span[],
  slack: { readonly beforeMs: number; readonly recoveryMs: number },
): number {
  let upTo = endMs;
  for (const { fromMs, toMs } of [...stalls].sort((one, other) => other.fromMs - one.fromMs)) {
    if (fromMs <= upTo && toMs + slack.recoveryMs >= upTo) upTo = fromMs;
  }
  return upTo - slack.beforeMs;
}
