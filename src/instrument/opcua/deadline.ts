/** A limit for everything that is awaited from the library: its promises may stay pending for ever. */

export class NoAnswer extends Error {
  constructor(what: string, withinMs: number) {
    super(`no answer to ${what} within ${withinMs} ms`);
    this.name = "NoAnswer";
  }
}

/** Rejects with NoAnswer after `withinMs`; what the promise does later is nobody's concern any more. */
export async function withDeadline<T>(
  what: string,
  withinMs: number,
  promise: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(what, withinMs)), withinMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
