/** Takes each result of a unit once, when it is complete: it has ended, can be read and has not changed for a while. */
import { sha256 } from "../../domain/canonical.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit } from "./lads-unit.ts";
import { listResults, type ResultHeader, resultKey } from "./list-results.ts";
import { readResult } from "./read-result.ts";

export interface TakenResult {
  readonly header: ResultHeader;
  readonly bytes: Uint8Array;
  /** False when its run ended without saying so, e.g. by a power cut. */
  readonly ended: boolean;
}

export interface ResultLook {
  readonly headers: readonly ResultHeader[];
  /** Results that have ended and are not taken yet. */
  readonly open: readonly ResultHeader[];
}

type Take = (result: TakenResult, headers: readonly ResultHeader[]) => Promise<void>;

export interface ResultIntake {
  /** Looks once at all results; `take` is called with each that is complete, one after the other. */
  look(unitIsIdle: boolean, take: Take): Promise<ResultLook>;
}

/** What is known of a result that is still being watched. */
interface Watched {
  readonly sinceMs: number;
  readAtMs: number;
  hash: string;
}

/** Results read in one look; a server full of old ones must not hold up commands. */
const READS_A_LOOK = 20;

/**
 * @param settled keys of results that are dealt with; shared by all connections to the same server
 * @param isKnown whether the reading of such bytes is stored already
 * @param isReadable whether there is a whole plate in such bytes; one that is not readable may still be growing
 */
export function resultIntake(parts: {
  readonly session: LadsSession;
  readonly unit: LadsUnit;
  readonly options: Pick<ConnectionOptions, "quietMs" | "resultTimeoutMs">;
  readonly settled: Set<string>;
  readonly isKnown: (hash: string) => boolean;
  readonly isReadable: (bytes: Uint8Array) => boolean;
}): ResultIntake {
  const { session, unit, options, settled } = parts;
  const ended = new Map<string, ResultHeader>();
  const watched = new Map<string, Watched>();

  /** Null while it may still change, and when it was known already. */
  async function complete(header: ResultHeader): Promise<Uint8Array | null> {
    const key = resultKey(header);
    const before = watched.get(key);
    const { bytes, hasContent } = await readResult(session, unit, header);
    const hash = sha256(bytes);
    if (parts.isKnown(hash)) {
      settled.add(key);
      return null;
    }
    const nowMs = performance.now();
    const sinceMs = before?.sinceMs ?? nowMs;
    watched.set(key, { sinceMs, readAtMs: nowMs, hash });
    if (nowMs - sinceMs >= options.resultTimeoutMs) return bytes;
    const isQuiet = hasContent && before?.hash === hash;
    return isQuiet && parts.isReadable(bytes) ? bytes : null;
  }

  /** True when it is worth reading now. */
  function isDue(header: ResultHeader, unitIsIdle: boolean): boolean {
    const before = watched.get(resultKey(header));
    const nowMs = performance.now();
    if (header.stopped !== null) {
      return before === undefined || nowMs - before.readAtMs >= options.quietMs;
    }
    if (!unitIsIdle) {
      watched.delete(resultKey(header));
      return false;
    }
    if (before !== undefined) return nowMs - before.sinceMs >= options.resultTimeoutMs;
    watched.set(resultKey(header), { sinceMs: nowMs, readAtMs: nowMs, hash: "" });
    return false;
  }

  /** A server keeps its last results only, and we remember no more than it. */
  function forgetGone(headers: readonly ResultHeader[]): void {
    const keys = new Set(headers.map(resultKey));
    const nodes = new Set(headers.map((header) => header.nodeId.toString()));
    for (const key of [...settled, ...watched.keys()]) {
      if (keys.has(key)) continue;
      settled.delete(key);
      watched.delete(key);
    }
    for (const node of ended.keys()) if (!nodes.has(node)) ended.delete(node);
  }

  return {
    look: async (unitIsIdle, take) => {
      const headers = await listResults(session, unit, ended);
      for (const header of headers) {
        if (header.stopped !== null) ended.set(header.nodeId.toString(), header);
      }
      const due = headers
        .filter((header) => !settled.has(resultKey(header)) && isDue(header, unitIsIdle))
        .slice(0, READS_A_LOOK);
      for (const header of due) {
        const bytes = await complete(header);
        if (bytes === null) continue;
        await take({ header, bytes, ended: header.stopped !== null }, headers);
        settled.add(resultKey(header));
        watched.delete(resultKey(header));
      }
      forgetGone(headers);
      const open = headers.filter(
        (header) => header.stopped !== null && !settled.has(resultKey(header)),
      );
      return { headers, open };
    },
  };
}
