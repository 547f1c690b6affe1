/** Which kind of supervision each configured reader has. */
import { join } from "node:path";
import type { Logger } from "pino";
import { type Driver, isServerDriver, type ReadRequest } from "../instrument/contract.ts";
import { createLink } from "../instrument/links/open-link.ts";
import { systemTimers } from "../instrument/run-dialogue.ts";
import { superviseReader } from "../instrument/supervise-reader.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { TranscriptRecorder } from "../instrument/transcript-recorder.ts";
import type { Captured, CaptureReadings } from "../pipeline/capture-readings.ts";
import { readKeptRecords, recordPort } from "../pipeline/capture-records.ts";
import type { Persist } from "../pipeline/persist.ts";
import type { Store } from "../store/open-store.ts";
import type { ReaderConfig } from "./config.ts";

const BACKOFF = { firstMs: 250, maxMs: 10_000 };

interface SupervisionParts {
  readonly store: Store;
  readonly recorder: TranscriptRecorder;
  readonly capture: CaptureReadings;
  readonly dataFolder: string;
  readonly persist: Persist;
  /** Wavelengths of the assay. */
  readonly request: ReadRequest;
  readonly onRecord: (captured: Captured) => void;
  readonly log: Logger;
}

/** Trust in servers, and the daemon's own certificate. */
export function pkiFolder(dataFolder: string): string {
  return join(dataFolder, "pki");
}

function superviseDialogues(
  reader: ReaderConfig,
  driver: Driver,
  parts: SupervisionParts,
): SupervisedReader {
  const { port, id, options } = reader;
  // A device server has its own port settings: there is but one way to reach it.
  const settings = port.startsWith("serial:") ? driver.ports : driver.ports.slice(0, 1);
  if (settings.length === 0) throw new Error(`driver ${driver.id} names no port settings`);
  return superviseReader({
    id,
    driver,
    options,
    makeLinks: settings.map((one) => () => createLink(port, one)),
    recorder: parts.recorder,
    capture: parts.capture.portFor(id, driver),
    newId: parts.store.newId,
    timers: systemTimers,
    backoff: BACKOFF,
  });
}

/** The readers of a configuration. OPC-UA is loaded only where a reader speaks it: it is large. */
export async function superviseReaders(
  readers: readonly ReaderConfig[],
  parts: SupervisionParts,
): Promise<SupervisedReader[]> {
  const supervised: SupervisedReader[] = [];
  for (const reader of readers) {
    const { driver, id, options } = reader;
    if (!isServerDriver(driver)) {
      supervised.push(superviseDialogues(reader, driver, parts));
      continue;
    }
    const { superviseLads } = await import("../instrument/opcua/supervise-lads.ts");
    const { store, persist, request, onRecord: onCaptured } = parts;
    const whose = { readerId: id, driver, options };
    const records = recordPort({ ...whose, store, persist, request, onCaptured });
    await readKeptRecords(store, whose, records);
    supervised.push(
      superviseLads({
        id,
        driver,
        options,
        address: reader.port,
        records,
        pkiFolder: pkiFolder(parts.dataFolder),
        backoff: BACKOFF,
        log: (sentence) => parts.log.warn({ reader: id }, sentence),
      }),
    );
  }
  return supervised;
}
