import { PlatewardenError } from "../domain/errors.ts";

/** Runs a durable step, again and again while the store is in trouble; other errors are thrown at once. */
export type Persist = <T>(work: () => T) => Promise<T>;

export interface TroubleEvents {
  readonly onTrouble: (error: unknown) => void;
  readonly onRecovered: () => void;
}

const RETRY_MS = 500;

/** True for what may pass by itself or by somebody's help: a full or read-only disk, a locked database. */
export function isStoreTrouble(error: unknown): boolean {
  return error instanceof PlatewardenError && error.code.startsWith("STORE_");
}

/** Steps of a store; what is read waits here, in memory and in the reader, until the store takes it. */
export function persistWith(events: TroubleEvents): Persist {
  return async (work) => {
    for (let troubled = false; ; troubled = true) {
      try {
        const result = work();
        if (troubled) events.onRecovered();
        return result;
      } catch (error) {
        if (!isStoreTrouble(error)) throw error;
        if (!troubled) events.onTrouble(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };
}
