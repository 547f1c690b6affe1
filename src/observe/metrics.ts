/**
 * Numbers for Prometheus. What is counted here is counted from the start of the daemon; sizes and states are looked at
 * when somebody asks. Labels are ids of the configuration, words of the program, and nothing that grows with the plates.
 */
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type PrometheusContentType,
  Registry,
} from "prom-client";
import type { LastProofs } from "./last-proofs.ts";

/** From a commit on a fast disk to one that waits for others. */
const STORE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
/** From a result by network to a slow kinetic reader. */
const CONVERSATION_SECONDS = [0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600];
const ANALYSIS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Of the process, whatever runs in it; collected from the first time that somebody asks. */
let ofProcess: Registry | null = null;

function processMetrics(): Registry {
  if (ofProcess !== null) return ofProcess;
  ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return ofProcess;
}

/** What is looked at when somebody asks. A null leaves the metric out: a missing number is never 0. */
export interface Looks {
  readonly version: string;
  readonly readers: () => readonly { readonly id: string; readonly connected: boolean }[];
  /** 0 well, 1 degraded, 2 failing. */
  readonly health: () => readonly { readonly part: string; readonly level: number }[];
  readonly database: () => { readonly main: number; readonly wal: number };
  readonly freeBytes: () => number | null;
  readonly deliveries: () => Readonly<Record<"waiting" | "given-up", number>>;
  readonly openIncidents: () => number;
  readonly proofs: () => LastProofs;
}

export interface Metrics {
  readonly contentType: PrometheusContentType;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  reading(reader: string, outcome: string, bytes: number, rejections: number): void;
  conversation(reader: string, seconds: number): void;
  reconnected(reader: string): void;
  analysed(seconds: number): void;
  flag(kind: string, flagClass: string): void;
  committed(seconds: number): void;
  signInFailed(): void;
  /** `route` is a pattern, never an address; `seconds` is null for live feeds. */
  answered(request: {
    readonly route: string;
    readonly method: string;
    readonly status: number;
    readonly seconds: number | null;
  }): void;
}

function addCounters(registers: Registry[]) {
  return {
    readings: new Counter({
      name: "platewarden_readings_total",
      help: "Readings stored, by reader or folder and by outcome (plate, given-up).",
      labelNames: ["reader", "outcome"],
      registers,
    }),
    rejections: new Counter({
      name: "platewarden_rejections_total",
      help: "Pieces of input that were not understood; they are kept.",
      labelNames: ["reader"],
      registers,
    }),
    bytes: new Counter({
      name: "platewarden_reading_bytes_total",
      help: "Bytes of the conversations that readings were read from.",
      labelNames: ["reader"],
      registers,
    }),
    reconnections: new Counter({
      name: "platewarden_reader_reconnections_total",
      help: "How often it was tried to connect to a reader again.",
      labelNames: ["reader"],
      registers,
    }),
    flags: new Counter({
      name: "platewarden_flags_total",
      help: "Flags raised, by kind and class (none for those of quality); an analysis that is made anew raises its own.",
      labelNames: ["kind", "class"],
      registers,
    }),
    signInFailures: new Counter({
      name: "platewarden_sign_in_failures_total",
      help: "Sign-ins that were refused.",
      registers,
    }),
    requests: new Counter({
      name: "platewarden_http_requests_total",
      help: "Requests answered, by route, method and status.",
      labelNames: ["route", "method", "status"],
      registers,
    }),
  };
}

function addHistograms(registers: Registry[]) {
  return {
    conversations: new Histogram({
      name: "platewarden_conversation_duration_seconds",
      help: "From the first byte of a conversation to its reading.",
      labelNames: ["reader"],
      buckets: CONVERSATION_SECONDS,
      registers,
    }),
    analyses: new Histogram({
      name: "platewarden_analysis_duration_seconds",
      help: "Analysing a sample and storing what came of it.",
      buckets: ANALYSIS_SECONDS,
      registers,
    }),
    commits: new Histogram({
      name: "platewarden_store_transaction_duration_seconds",
      help: "Transactions of the store, until they are on disk.",
      buckets: STORE_SECONDS,
      registers,
    }),
    requestSeconds: new Histogram({
      name: "platewarden_http_request_duration_seconds",
      help: "Requests until their answer was sent; live feeds are left out.",
      labelNames: ["route"],
      buckets: REQUEST_SECONDS,
      registers,
    }),
  };
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number | null];

/** A gauge that is looked at when somebody asks. */
function addLook(
  registers: Registry[],
  name: string,
  help: string,
  labelNames: readonly string[],
  look: () => readonly Sample[],
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers,
    collect() {
      this.reset();
      // Without labels a reset gauge says 0, which nobody has measured.
      if (labelNames.length === 0) this.remove();
      for (const [labels, value] of look()) if (value !== null) this.set({ ...labels }, value);
    },
  });
}

function addLooks(registers: Registry[], looks: Looks): void {
  const add = (name: string, help: string, labels: readonly string[], look: () => Sample[]): void =>
    addLook(registers, name, help, labels, look);
  add("platewarden_build_info", "The version that runs.", ["version"], () => [
    [{ version: looks.version }, 1],
  ]);
  add("platewarden_reader_connected", "1 while a reader answers.", ["reader"], () =>
    looks.readers().map(({ id, connected }) => [{ reader: id }, connected ? 1 : 0]),
  );
  add("platewarden_health", "0 well, 1 degraded, 2 failing, by part.", ["part"], () =>
    looks.health().map(({ part, level }) => [{ part }, level]),
  );
  add("platewarden_database_size_bytes", "Size of the database's files.", ["file"], () => {
    const { main, wal } = looks.database();
    return [
      [{ file: "main" }, main],
      [{ file: "wal" }, wal],
    ];
  });
  add("platewarden_disk_free_bytes", "Free space for the data.", [], () => [
    [{}, looks.freeBytes()],
  ]);
  add("platewarden_deliveries", "Notices on their way out, by state.", ["state"], () =>
    Object.entries(looks.deliveries()).map(([state, count]) => [{ state }, count]),
  );
  add("platewarden_incidents_open", "Incidents that last.", [], () => [
    [{}, looks.openIncidents()],
  ]);
  const secondsOf = (utc: string | null): number | null =>
    utc === null ? null : Date.parse(utc) / 1000;
  add(
    "platewarden_backup_timestamp_seconds",
    "When the last backup was made and proven.",
    [],
    () => [[{}, secondsOf(looks.proofs().backupUtc)]],
  );
  add("platewarden_verify_timestamp_seconds", "When the store was proven last.", [], () => [
    [{}, secondsOf(looks.proofs().verifyUtc)],
  ]);
  add("platewarden_verify_findings", "Findings of the last proof of the store.", [], () => [
    [{}, looks.proofs().verifyFindings],
  ]);
}

export function createMetrics(looks: Looks): Metrics {
  const registry = new Registry();
  const counters = addCounters([registry]);
  const histograms = addHistograms([registry]);
  addLooks([registry], looks);
  return {
    contentType: registry.contentType as PrometheusContentType,
    text: async () => `${await registry.metrics()}\n${await processMetrics().metrics()}`,
    reading: (reader, outcome, bytes, rejections) => {
      counters.readings.inc({ reader, outcome });
      counters.bytes.inc({ reader }, bytes);
      counters.rejections.inc({ reader }, rejections);
    },
    conversation: (reader, seconds) => histograms.conversations.observe({ reader }, seconds),
    reconnected: (reader) => counters.reconnections.inc({ reader }),
    analysed: (seconds) => histograms.analyses.observe(seconds),
    flag: (kind, flagClass) => counters.flags.inc({ kind, class: flagClass }),
    committed: (seconds) => histograms.commits.observe(seconds),
    signInFailed: () => counters.signInFailures.inc(),
    answered: ({ route, method, status, seconds }) => {
      counters.requests.inc({ route, method, status: String(status) });
      if (seconds !== null) histograms.requestSeconds.observe({ route }, seconds);
    },
  };
}
