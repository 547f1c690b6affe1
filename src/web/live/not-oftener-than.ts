/**
 * Makes `work` something that may be called as often as one likes: the first call does it at once, those within
 * `everyMs` of the last time are done together when that time is over.
 */
export function notOftenerThan(everyMs: number, work: () => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  let isDue = false;

  const doIt = (): void => {
    isDue = false;
    lastMs = performance.now();
    work();
  };

  return () => {
    if (isDue) return;
    const waitMs = lastMs + everyMs - performance.now();
    if (waitMs <= 0) {
      doIt();
      return;
    }
    isDue = true;
    setTimeout(doIt, waitMs);
  };
}
