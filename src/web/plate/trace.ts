import type { WellName } from "../../domain/well.ts";

/** A number that somebody asked about, and the wells that it is made of. */
export interface Trace {
  readonly label: string;
  readonly wells: readonly WellName[];
}

export type OnTrace = (trace: Trace) => void;
