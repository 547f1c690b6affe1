/** The composition root: everything is wired here, once. */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { Subject, Subscription } from "rxjs";
import { createBenchService } from "../api/bench-service.ts";
import { buildServer } from "../api/build-server.ts";
import type { BenchService } from "../api/views.ts";
import type { Driver } from "../instrument/contract.ts";
import { createLink } from "../instrument/links/open-link.ts";
import { systemTimers } from "../instrument/run-dialogue.ts";
import { type SupervisedReader, superviseReader } from "../instrument/supervise-reader.ts";
import { TranscriptRecorder } from "../instrument/transcript-recorder.ts";
import { captureReadings } from "../pipeline/capture-readings.ts";
import { evaluateCaptured } from "../pipeline/evaluate-captured.ts";
import { evaluateAllSamples } from "../pipeline/evaluate-sample.ts";
import { changedLayouts, type LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { persistWith } from "../pipeline/persist.ts";
import { recoverTranscripts } from "../pipeline/recover-transcripts.ts";
import { transcriptSink } from "../pipeline/transcript-sink.ts";
import { holdFolder } from "../store/hold-folder.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { type Config, databaseFile } from "./config.ts";
import { addressFile, settingsFile, writeDataFile } from "./data-files.ts";
import { listenOnFreePort } from "./listen-on-free-port.ts";
import { watchStoreHealth } from "./store-health.ts";
import { watchChanges } from "./watch-changes.ts";

export const WEB_ROOT = resolve(import.meta.dirname, "../web/dist");

/** So long the pages may take to end their connections when the daemon stops. */
const CLOSE_WITHIN_MS = 250;

export interface Daemon {
  readonly url: string;
  readonly store: Store;
  readonly service: BenchService;
  readonly readers: readonly SupervisedReader[];
  /** Closes ports and pages, waits for what is under way, and closes the database. */
  stop(): Promise<void>;
}

export interface DaemonParts {
  readonly config: Config;
  readonly drivers: readonly Driver[];
  readonly layouts: LayoutCatalogue;
  readonly log: Logger;
  /** Called when the store has been in trouble for too long. */
  readonly giveUp: () => void;
}

function superviseReaders(
  parts: DaemonParts,
  context: {
    readonly store: Store;
    readonly recorder: TranscriptRecorder;
    readonly capture: ReturnType<typeof captureReadings>;
  },
): SupervisedReader[] {
  return parts.config.readers.map((reader) => {
    const [settings] = reader.driver.ports;
    if (settings === undefined)
      throw new Error(`driver ${reader.driver.id} names no port settings`);
    return superviseReader({
      id: reader.id,
      driver: reader.driver,
      options: reader.options,
      makeLink: () => createLink(reader.port, settings),
      recorder: context.recorder,
      capture: context.capture.portFor(reader.id, reader.driver),
      newId: context.store.newId,
      timers: systemTimers,
      backoff: { firstMs: 250, maxMs: 10_000 },
    });
  });
}

function logReaders(readers: readonly SupervisedReader[], log: Logger): Subscription {
  const all = new Subscription();
  for (const reader of readers) {
    let shown = "";
    all.add(
      reader.status$.subscribe(({ state, sentence }) => {
        if (shown === `${state} ${sentence}`) return;
        shown = `${state} ${sentence}`;
        log.info({ reader: reader.id, state }, sentence);
      }),
    );
  }
  return all;
}

/** Live feeds end by themselves; a browser keeps other connections, some without a request, for more than a minute. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const force = (): void => server.server.closeAllConnections();
  const timer = setTimeout(force, CLOSE_WITHIN_MS);
  await server.close();
  clearTimeout(timer);
  force();
}

/**
 * Starts the daemon: claims the data folder, recovers what a crash left, opens the readers and serves the pages.
 * Throws a PlatewardenError when it cannot, with nothing left open.
 */
export async function startDaemon(parts: DaemonParts): Promise<Daemon> {
  const hold = holdFolder(parts.config.dataFolder);
  try {
    const store = openStore(databaseFile(parts.config.dataFolder));
    try {
      return await startHolding(parts, store, hold);
    } catch (error) {
      store.close();
      throw error;
    }
  } catch (error) {
    hold.release();
    throw error;
  }
}

async function startHolding(
  parts: DaemonParts,
  store: Store,
  hold: { release(): void },
): Promise<Daemon> {
  const { config, drivers, log } = parts;
  writeDataFile(settingsFile(config.dataFolder), config.settings);
  const health = watchStoreHealth(log, parts.giveUp);
  for (const layout of changedLayouts(store, parts.layouts)) {
    health.note(
      `Layout ${layout.id} revision ${layout.revision} is not what it was when plates were read with it; no plate can be started with it. Restore the file, or save the change as a new revision.`,
    );
  }
  const { left } = recoverTranscripts(store, drivers);
  if (left.length > 0)
    log.warn({ transcripts: left }, "transcripts of drivers this program does not have");
  const renewed = evaluateAllSamples(store, config.settings);
  if (renewed > 0) log.info({ samples: renewed }, "samples analysed anew");

  const recorder = new TranscriptRecorder(transcriptSink(store), health.watcher("transcripts"));
  const capture = captureReadings(store, persistWith(health.watcher("readings")));
  const readers = superviseReaders(parts, { store, recorder, capture });
  const changes$ = watchChanges(store);
  const stopped$ = new Subject<void>();
  const service = createBenchService({
    store,
    layouts: parts.layouts,
    settings: config.settings,
    readers: readers.map((reader, index) => ({ reader, link: config.readers[index]?.port ?? "" })),
    request: config.request,
    problems$: health.problems$,
    startedAtUtc: store.nowUtc(),
    changes$,
    stopped$,
  });

  // Before the readers: what cannot be served is known while nothing else is open.
  const server = buildServer({ service, webRoot: WEB_ROOT, logger: log });
  const url = await listenOnFreePort(server, config.web);
  writeDataFile(addressFile(config.dataFolder), { pid: process.pid, url });
  log.info({ url }, "the bench page is served");

  const working = logReaders(readers, log);
  working.add(changes$.subscribe());
  working.add(
    evaluateCaptured(capture.captured$, {
      store,
      settings: config.settings,
      persist: persistWith(health.watcher("analyses")),
      onFailure: (plateId, error) =>
        log.error({ plate: plateId, err: error }, "the analysis failed"),
    }).subscribe((analysis) =>
      log.info({ analysis: analysis.id, sample: analysis.sample_id }, "sample analysed"),
    ),
  );
  // One subscription a reader; an error here is a bug of its driver and stops that reader alone.
  for (const reader of readers) {
    working.add(
      reader.work$.subscribe({
        error: (error: unknown) =>
          log.error({ reader: reader.id, err: error }, "the reader is stopped"),
      }),
    );
  }
  return {
    url,
    store,
    service,
    readers,
    stop: async () => {
      stopped$.next();
      await closeServer(server);
      working.unsubscribe();
      await Promise.all(readers.map((reader) => reader.settled()));
      await recorder.drain();
      rmSync(addressFile(config.dataFolder), { force: true });
      store.close();
      hold.release();
    },
  };
}
