/** The composition root: everything is wired here, once. */
import { resolve } from "node:path";
import type { Logger } from "pino";
import { merge, Subject } from "rxjs";
import type { Access } from "../access/access.ts";
import type { CallerSource } from "../api/access-guard.ts";
import { createBenchService } from "../api/bench-service.ts";
import type { ServerOptions } from "../api/build-server.ts";
import { callerSource } from "../api/caller-source.ts";
import type { BenchService } from "../api/views.ts";
import { createWorklist } from "../api/worklist.ts";
import { requireFinished } from "../backup/restore-target.ts";
import { clockWatch } from "../clock/clock-watch.ts";
import { type AnyDriver, isServerDriver } from "../instrument/contract.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import { TranscriptRecorder } from "../instrument/transcript-recorder.ts";
import type { WatchedFolder } from "../instrument/watch-folder.ts";
import type { AnchorKeeper } from "../integrity/keep-anchors.ts";
import { requireAnchored } from "../integrity/require-anchored.ts";
import type { GrowingCatalogue } from "../layout/layout-catalogue.ts";
import type { NewIncident } from "../observe/incident-log.ts";
import { captureFiles } from "../pipeline/capture-files.ts";
import { type Captured, captureReadings } from "../pipeline/capture-readings.ts";
import { awaitRecords } from "../pipeline/capture-records.ts";
import { completeFingerprints } from "../pipeline/earlier-readings.ts";
import { evaluateCaptured } from "../pipeline/evaluate-captured.ts";
import { changedLayouts } from "../pipeline/identify-plate.ts";
import { bindWaiting } from "../pipeline/match-announced.ts";
import { persistWith } from "../pipeline/persist.ts";
import { recoverTranscripts } from "../pipeline/recover-transcripts.ts";
import { settingsInUse } from "../pipeline/settings-in-use.ts";
import { transcriptSink } from "../pipeline/transcript-sink.ts";
import { holdFolder } from "../store/hold-folder.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { abandonStart, daemonAnchors, endAnchored, watchAnchors } from "./anchor-daemon.ts";
import { checkPermissions } from "./check-permissions.ts";
import { type Config, databaseFile } from "./config.ts";
import { intakeFile, writeDataFile } from "./data-files.ts";
import type { WorkerImporter } from "./import-in-worker.ts";
import { keepProfiles } from "./keep-profiles.ts";
import { lastUncleanStop } from "./last-unclean-stop.ts";
import { logPlates } from "./log-plates.ts";
import { logReaders } from "./log-readers.ts";
import { makeServices } from "./make-services.ts";
import { noticeWays } from "./notice-ways.ts";
import { observeDaemon } from "./observe-daemon.ts";
import { openAccess } from "./open-access.ts";
import { servePages } from "./serve-pages.ts";
import { startDuties } from "./start-duties.ts";
import { watchStoreHealth } from "./store-health.ts";
import { superviseReaders } from "./supervise-readers.ts";
import { tellOfStart } from "./tell-of-start.ts";
import { useConfiguredSettings } from "./use-configured-settings.ts";
import { watchChanges } from "./watch-changes.ts";
import { watchFolders } from "./watch-folders.ts";

export const WEB_ROOT = resolve(import.meta.dirname, "../web/dist");

export interface Daemon {
  readonly url: string;
  readonly store: Store;
  readonly service: BenchService;
  /** What stands behind the API, and who may use it. */
  readonly services: ServerOptions["services"];
  readonly callers: CallerSource;
  readonly access: Access;
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
  readonly layouts: GrowingCatalogue;
  readonly log: Logger;
  /** Called when the store has been in trouble for too long. */
  readonly giveUp: () => void;
}

/**
 * Starts the daemon: claims the data folder, recovers what a crash left, opens the readers and serves the pages.
 * Throws a PlatewardenError when it cannot, with nothing left open.
 */
export async function startDaemon(parts: DaemonParts): Promise<Daemon> {
  const { dataFolder } = parts.config;
  const hold = holdFolder(dataFolder);
  try {
    const stopBefore = lastUncleanStop(dataFolder);
    requireFinished(databaseFile(dataFolder));
    requireAnchored(dataFolder, databaseFile(dataFolder));
    const store = openStore(databaseFile(dataFolder));
    const anchors = daemonAnchors(store);
    try {
      return await startHolding(parts, { store, anchors, hold, stopBefore });
    } catch (error) {
      abandonStart(store, anchors);
      throw error;
    }
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** What is held while the daemon runs. */
interface Held {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly hold: { release(): void };
  readonly stopBefore: NewIncident | null;
}

async function startHolding(
  parts: DaemonParts,
  { store, anchors, hold, stopBefore }: Held,
): Promise<Daemon> {
  const { config, log } = parts;
  tellOfStart(store, config);
  useConfiguredSettings(store, config, log);
  const { request, exportProfiles } = config;
  writeDataFile(intakeFile(config.dataFolder), { request, exportProfiles });
  const health = watchStoreHealth(log, parts.giveUp);
  const anchoring = watchAnchors(store, anchors, config.integrity?.copyTo ?? [], health);
  checkPermissions({ config, log, note: health.note });
  for (const layout of changedLayouts(store, parts.layouts)) {
    health.note(
      `Layout ${layout.id} revision ${layout.revision} is not what it was when plates were read with it; no plate can be started with it. Restore the file, or save the change as a new revision.`,
    );
  }
  keepProfiles(store, config);
  // Before anything is read: the first plate after an upgrade is compared with all the older ones.
  const fingerprinted = completeFingerprints(store);
  if (fingerprinted > 0) log.info({ plates: fingerprinted }, "older plates can be compared with");
  store.inTransaction(() => store.fingerprints.keepSeen());
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
  const folders = watchFolders(config.folders, files);
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

  const ways = noticeWays(config);
  const access = openAccess(store, config, log);
  const callers = callerSource(access);
  const worklist = createWorklist(store);
  const clock = clockWatch();
  const observed = observeDaemon({ store, config, health, readers, folders });
  // Before the readers: what cannot be served is known while nothing else is open.
  const services = makeServices({
    store,
    config,
    layouts: parts.layouts,
    bench: service,
    access,
    ways,
    clock,
    worklist,
    observed,
  });
  const pages = await servePages({
    config,
    services,
    callers,
    access,
    webRoot: WEB_ROOT,
    log,
    onAnswered: observed.metrics.answered,
  });
  const { url } = pages;

  const working = logReaders(store, readers, log);
  const captured$ = merge(capture.captured$, files.captured$, recordsCaptured$);
  working.add(logPlates(store, captured$, log));
  working.add(changes$.subscribe());
  working.add(
    evaluateCaptured(captured$, {
      store,
      settings: () => settingsInUse(store).settings,
      persist: persistWith(health.watcher("analyses")),
      onFailure: (plateId, error) =>
        log.error({ plate: plateId, err: error }, "the analysis failed"),
      onAnalysed: ({ plate: { id: plate, barcode }, analysis, tookMs }) => {
        observed.metrics.analysed(tookMs / 1000);
        log.info({ analysis: analysis.id, plate, barcode }, "the plate's sample was analysed");
      },
    }).subscribe(),
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
  const duties = startDuties({
    store,
    config,
    log,
    health,
    bench: service,
    services,
    access,
    readers,
    folders,
    pages,
    url,
    changes$,
    ways,
    clock,
    worklist,
    observed,
    stopBefore,
  });
  observed.setReady();
  const catchingUp = files
    .catchUp()
    .catch((error: unknown) => log.error({ err: error }, "files that waited were not read"));
  return {
    url,
    store,
    service,
    services,
    callers,
    access,
    readers,
    folders,
    stop: async () => {
      stopped$.next();
      await pages.close();
      working.unsubscribe();
      await Promise.all([...readers, ...folders].map((source) => source.settled()));
      await catchingUp;
      await duties.stop();
      await parts.importer.stop();
      await recorder.drain();
      pages.forget();
      await endAnchored(store, anchoring, log);
      store.close();
      hold.release();
    },
  };
}
