/** What those who look after the bench are told of the running daemon: health, incidents, metrics. */
import type {
  HealthService,
  HealthView,
  IncidentService,
  MetricsSource,
} from "../api/health-views.ts";
import { incidentView } from "../api/incident-view.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { WatchedFolder } from "../instrument/watch-folder.ts";
import { databaseBytes, diskSpace } from "../observe/disk-space.ts";
import { type HealthReport, healthReport } from "../observe/health-report.ts";
import { lastProofs } from "../observe/last-proofs.ts";
import { createMetrics, type Metrics } from "../observe/metrics.ts";
import { noteIncident } from "../observe/note-incident.ts";
import { type ReaderWatch, watchReaders } from "../observe/reader-watch.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import type { Config } from "./config.ts";
import type { Health } from "./store-health.ts";

const INCIDENTS_SHOWN = 100;

const LEVELS: Readonly<Record<HealthReport["status"], number>> = { ok: 0, degraded: 1, failing: 2 };

interface ObservedParts {
  readonly store: Store;
  readonly config: Config;
  readonly health: Health;
  readonly readers: readonly SupervisedReader[];
  readonly folders: readonly WatchedFolder[];
}

export interface Observed {
  readonly services: {
    readonly health: HealthService;
    readonly incidents: IncidentService;
    readonly metrics: MetricsSource;
  };
  readonly metrics: Metrics;
  /** Follows the readers until it is stopped. */
  readonly readerWatch: ReaderWatch;
  report(): HealthReport;
  /** Everything is recovered and worked on: `health` says so from now on. */
  setReady(): void;
}

export function observeDaemon({
  store,
  config,
  health,
  readers,
  folders,
}: ObservedParts): Observed {
  const startedAtUtc = store.nowUtc();
  let ready = false;
  const readerWatch = watchReaders(readers);

  const report = (): HealthReport =>
    healthReport({
      troubles: health.troubles$.value,
      readers: readers.map(({ status$ }) => status$.value),
      lost: readerWatch.lostFor(0),
      folders: folders.map(({ status$ }) => status$.value),
      nowMs: Date.now(),
    });

  const view = (): HealthView => ({
    ...report(),
    ready,
    program: { version: PROGRAM_VERSION, startedAtUtc },
    problems: health.problems$.value,
  });

  const incidents = (limit: number) =>
    store.incidents.newest(limit).map((one) => incidentView(store, one));

  const metrics = createMetrics({
    version: PROGRAM_VERSION,
    readers: () =>
      readers.map(({ id, status$ }) => ({
        id,
        connected: status$.value.state === "ready" || status$.value.state === "reading",
      })),
    health: () => report().parts.map(({ part, state }) => ({ part, level: LEVELS[state] })),
    database: () => databaseBytes(store.file),
    freeBytes: () => diskSpace(config.dataFolder).freeBytes,
    deliveries: () => ({
      waiting: store.deliveries.count("waiting"),
      "given-up": store.deliveries.count("given-up"),
    }),
    openIncidents: () => store.incidents.open().length,
    proofs: () => lastProofs(store),
  });

  return {
    report,
    readerWatch,
    metrics,
    setReady: () => {
      ready = true;
    },
    services: {
      health: { health: view },
      incidents: {
        incidents,
        note: (id, text, by) => {
          noteIncident(store, id, text, by);
          return incidents(INCIDENTS_SHOWN);
        },
      },
      metrics: {
        contentType: metrics.contentType,
        openOnLoopback: config.metrics?.openOnLoopback ?? false,
        text: metrics.text,
      },
    },
  };
}
