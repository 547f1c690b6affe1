/** Lets people begin with another plate, or not; knows which are under way. */
export interface Gate {
  /** Waits while it is closed; false when the day is over. Who passes with a plate is at work until `done`. */
  pass(plate: string): Promise<boolean>;
  done(plate: string): void;
  open(): void;
  close(): void;
  /** Nobody passes any more. */
  end(): void;
  /** The plates that people are at. */
  atWork(): readonly string[];
}

/** Closed at first. */
export function makeGate(): Gate {
  let isOpen = false;
  let isOver = false;
  const atWork = new Set<string>();
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const one of waiting) one();
    waiting.clear();
  };
  return {
    pass: async (plate) => {
      while (!isOpen && !isOver) await new Promise<void>((done) => waiting.add(done));
      if (!isOver) atWork.add(plate);
      return !isOver;
    },
    done: (plate) => void atWork.delete(plate),
    open: () => {
      isOpen = true;
      wake();
    },
    close: () => {
      isOpen = false;
    },
    end: () => {
      isOver = true;
      wake();
    },
    atWork: () => [...atWork],
  };
}
