/** The composition root: everything is wired here, once. */
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { merge, Subject, Subscription } from "rxjs";
import type { CallerSource } from "../api/access-guard.ts";
import { createBenchService } from "../api/bench-service.ts";
import { buildServer } from "../api/build-server.ts";
import { cohortSource } from "../api/cohort-view.ts";
import type { BenchService } from "../api/views.ts";
import { sha256 } from "../domain/canonical.ts";
import { PERMISSIONS_OF } from "../domain/person.ts";
import { type AnyDriver, isServerDriver } from "../instrument/contract.ts";
import { parseExportProfile } from "../instrument/exports/export-profile.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import { TranscriptRecorder } from "../instrument/transcript-recorder.ts";
import { type WatchedFolder, watchFolder } from "../instrument/watch-folder.ts";
import { type CaptureFiles, captureFiles } from "../pipeline/capture-files.ts";
import { type Captured, captureReadings } from "../pipeline/capture-readings.ts";
import { awaitRecords } from "../pipeline/capture-records.ts";
import { completeFingerprints } from "../pipeline/earlier-readings.ts";
import { evaluateCaptured } from "../pipeline/evaluate-captured.ts";
import { changedLayouts, type LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { bindWaiting } from "../pipeline/match-announced.ts";
import { persistWith } from "../pipeline/persist.ts";
import { recoverTranscripts } from "../pipeline/recover-transcripts.ts";
import { adoptConfiguration, settingsInUse } from "../pipeline/settings-in-use.ts";
import { transcriptSink } from "../pipeline/transcript-sink.ts";
import { watchOverdue } from "../pipeline/watch-overdue.ts";
import { reportSource } from "../report/report-source.ts";
import { holdFolder } from "../store/hold-folder.ts";
import { openStore, type Store } from "../store/open-store.ts";
import type { ProfileRow } from "../store/profiles.ts";
import { bringUpToDate } from "./bring-up-to-date.ts";
import { type Config, databaseFile } from "./config.ts";
import { addressFile, intakeFile, writeDataFile } from "./data-files.ts";
import type { WorkerImporter } from "./import-in-worker.ts";
import { listenOnFreePort } from "./listen-on-free-port.ts";
import { watchStoreHealth } from "./store-health.ts";
import { superviseReaders } from "./supervise-readers.ts";
import { watchChanges } from "./watch-changes.ts";

export const WEB_ROOT = resolve(import.meta.dirname, "../web/dist");

/** So long the pages may take to end their connections when the daemon stops. */
const CLOSE_WITHIN_MS = 250;

export interface Daemon {
  readonly url: string;
  readonly store: Store;
  readonly service: BenchService;
  readonly readers: readonly SupervisedReader[];
  readonly folders: readonly WatchedFolder[];
  /** Closes ports and pages, waits for what is under way, and closes the database. */
  stop(): Promise<void>;
}

export interface DaemonParts {
  readonly config: Config;
  /** Every driver that may have read what is stored. */
  readonly driversFor: (store: Store) => readonly AnyDriver[];
  /** Reads export files, until it is stopped with the daemon. */
  readonly importer: WorkerImporter;
  /** Changes with every change of an importer. */
  readonly importerVersion: string;
  readonly layouts: LayoutCatalogue;
  readonly log: Logger;
  /** Called when the store has been in trouble for too long. */
  readonly giveUp: () => void;
}

function watchFolders(parts: DaemonParts, files: CaptureFiles): WatchedFolder[] {
  return parts.config.folders.map((folder) =>
    watchFolder({
      ...folder,
      port: files.portFor(folder.id),
      nowMs: () => performance.timeOrigin + performance.now(),
    }),
  );
}

/** Keeps the lab's own descriptions, so that what was read with them can be explained after they have changed. */
function keepProfiles(store: Store, config: Config): void {
  const keep = (kind: ProfileRow["kind"], id: string, version: string, source: string): void =>
    store.profiles.keep({
      kind,
      sha256: sha256(source),
      id,
      version,
      source,
      used_at_utc: store.nowUtc(),
    });
  for (const { driver, profile } of config.readers) {
    if (profile !== null) keep("reader", driver.id, driver.version, profile);
  }
  for (const file of config.exportProfiles) {
    const source = readFileSync(file, "utf8");
    const { dialect, version } = parseExportProfile(source, file);
    keep("export", dialect, version, source);
  }
}

/** What stands in the configuration is put to use when it says something new. */
function useConfiguredSettings(store: Store, config: Config, log: Logger): void {
  const { inUse, overruledBy } = adoptConfiguration(store, config.settings);
  log.info({ settings: inUse.label }, "settings in use");
  if (overruledBy === null) return;
  const { by_name: by, at_utc: atUtc } = overruledBy;
  log.warn(
    { settings: inUse.label, by, atUtc },
    "the settings of the configuration are not in use: others were put to use by command",
  );
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

/** Until accounts are wired in. */
function commandOnly(): CallerSource {
  return {
    callerOf: () => ({
      kind: "command",
      name: "bench",
      permissions: new Set(PERMISSIONS_OF.reviewer),
    }),
  };
}

async function startHolding(
  parts: DaemonParts,
  store: Store,
  hold: { release(): void },
): Promise<Daemon> {
  const { config, log } = parts;
  useConfiguredSettings(store, config, log);
  const { request, exportProfiles } = config;
  writeDataFile(intakeFile(config.dataFolder), { request, exportProfiles });
  const health = watchStoreHealth(log, parts.giveUp);
  for (const layout of changedLayouts(store, parts.layouts)) {
    health.note(
      `Layout ${layout.id} revision ${layout.revision} is not what it was when plates were read with it; no plate can be started with it. Restore the file, or save the change as a new revision.`,
    );
  }
  keepProfiles(store, config);
  // Before anything is read: the first plate after an upgrade is compared with all the older ones.
  const fingerprinted = completeFingerprints(store);
  if (fingerprinted > 0) log.info({ plates: fingerprinted }, "older plates can be compared with");
  const serverReaders = config.readers.filter(({ driver }) => isServerDriver(driver));
  awaitRecords(
    store,
    serverReaders.map(({ id }) => id),
  );
  const { left } = recoverTranscripts(
    store,
    parts.driversFor(store).flatMap((driver) => (isServerDriver(driver) ? [] : [driver])),
  );
  if (left.length > 0)
    log.warn({ transcripts: left }, "transcripts of drivers this program does not have");
  bindWaiting(store);

  const recorder = new TranscriptRecorder(transcriptSink(store), health.watcher("transcripts"));
  const capture = captureReadings(store, persistWith(health.watcher("readings")));
  const recordsCaptured$ = new Subject<Captured>();
  const files = captureFiles(
    {
      store,
      persist: persistWith(health.watcher("files")),
      importFile: parts.importer.importFile,
      importerVersion: parts.importerVersion,
      request: config.request,
    },
    (error) => log.error({ err: error }, "an importer failed"),
  );
  const readers = await superviseReaders(config.readers, {
    store,
    recorder,
    capture,
    dataFolder: config.dataFolder,
    persist: persistWith(health.watcher("results")),
    request: config.request,
    onRecord: (captured) => recordsCaptured$.next(captured),
    log,
  });
  const folders = watchFolders(parts, files);
  const changes$ = watchChanges(store);
  const stopped$ = new Subject<void>();
  const service = createBenchService({
    store,
    layouts: parts.layouts,
    settings: () => settingsInUse(store).settings,
    readers: readers.map((reader, index) => ({ reader, link: config.readers[index]?.port ?? "" })),
    folders,
    files,
    request: config.request,
    problems$: health.problems$,
    startedAtUtc: store.nowUtc(),
    changes$,
    stopped$,
  });

  // Before the readers: what cannot be served is known while nothing else is open.
  const reports = reportSource(store);
  const cohort = cohortSource(store);
  const server = buildServer({
    services: { bench: service, reports, cohort },
    callers: commandOnly(),
    webRoot: WEB_ROOT,
    logger: log,
  });
  const url = await listenOnFreePort(server, config.web);
  writeDataFile(addressFile(config.dataFolder), { pid: process.pid, url });
  log.info({ url }, "the bench page is served");

  const working = logReaders(readers, log);
  working.add(changes$.subscribe());
  working.add(
    evaluateCaptured(merge(capture.captured$, files.captured$, recordsCaptured$), {
      store,
      settings: () => settingsInUse(store).settings,
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
  for (const folder of folders) working.add(folder.work$.subscribe());
  working.add(
    watchOverdue(store, {
      changes$,
      onOverdue: (plate) => log.warn({ plate: plate.barcode }, "a planned plate is overdue"),
      onFailure: (error) => log.error({ err: error }, "overdue plates cannot be looked for"),
    }),
  );
  const renewing = bringUpToDate(store, {
    persist: persistWith(health.watcher("old analyses")),
    log,
  });
  const catchingUp = files
    .catchUp()
    .catch((error: unknown) => log.error({ err: error }, "files that waited were not read"));
  return {
    url,
    store,
    service,
    readers,
    folders,
    stop: async () => {
      stopped$.next();
      await closeServer(server);
      working.unsubscribe();
      await Promise.all([...readers, ...folders].map((source) => source.settled()));
      await catchingUp;
      await renewing.stop();
      await parts.importer.stop();
      await recorder.drain();
      rmSync(addressFile(config.dataFolder), { force: true });
      store.close();
      hold.release();
    },
  };
}
