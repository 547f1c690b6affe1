import { describe, expect, test } from "vitest";
import { countEntries } from "../../src/observe/count-entries.ts";
import { createMetrics, type Looks, type Metrics } from "../../src/observe/metrics.ts";
import { freshStore } from "../store/fresh-store.ts";
import { insertReading } from "../store/store-rows.ts";
import { readPrometheusText } from "./prometheus-text.ts";

const LOOKS: Looks = {
  version: '1.0 "beta"\\',
  readers: () => [
    { id: "bench-1", connected: true },
    { id: "bench-2", connected: false },
  ],
  health: () => [{ part: "reader bench-2", level: 1 }],
  database: () => ({ main: 4096, wal: 0 }),
  freeBytes: () => 7e9,
  deliveries: () => ({ waiting: 2, "given-up": 0 }),
  openIncidents: () => 1,
  proofs: () => ({ backupUtc: null, verifyUtc: "2026-03-06T14:00:00.000Z", verifyFindings: 0 }),
};

function busyMetrics(): Metrics {
  const metrics = createMetrics(LOOKS);
  metrics.reading("bench-1", "plate", 1200, 0);
  metrics.reading("bench-1", "given-up", 30, 2);
  metrics.conversation("bench-1", 12.5);
  metrics.reconnected("bench-2");
  metrics.analysed(0.03);
  metrics.flag("combination", "complete");
  metrics.committed(0.004);
  metrics.signInFailed();
  metrics.answered({ route: "/api/v1/plates/:id", method: "GET", status: 200, seconds: 0.01 });
  metrics.answered({ route: "/api/v1/events", method: "GET", status: 200, seconds: null });
  return metrics;
}

async function read(metrics: Metrics) {
  return readPrometheusText(await metrics.text());
}

describe("the metrics", () => {
  test("are in Prometheus' text format, each with its help", async () => {
    const read = readPrometheusText(await busyMetrics().text());
    const own = [...read.values()].filter(({ name }) => name.startsWith("platewarden_"));
    expect(own.length).toBeGreaterThan(18);
    for (const { help } of read.values()) expect(help).not.toBe("");
  });

  test("are called as Prometheus asks: base units, and `_total` for what only grows", async () => {
    for (const { name, type } of (await read(busyMetrics())).values()) {
      if (!name.startsWith("platewarden_")) continue;
      expect(name.endsWith("_total")).toBe(type === "counter");
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|kb|mb|percent)\b/);
      if (type === "histogram") expect(name).toMatch(/_seconds$/);
    }
  });

  test("count what they are told", async () => {
    const metrics = await read(busyMetrics());
    const sampleOf = (name: string, labels: object) =>
      metrics
        .get(name)
        ?.samples.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))?.value;
    expect(sampleOf("platewarden_readings_total", { reader: "bench-1", outcome: "given-up" })).toBe(
      1,
    );
    expect(sampleOf("platewarden_rejections_total", { reader: "bench-1" })).toBe(2);
    expect(sampleOf("platewarden_reader_connected", { reader: "bench-2" })).toBe(0);
    expect(sampleOf("platewarden_flags_total", { kind: "combination", class: "complete" })).toBe(1);
    const durations = metrics.get("platewarden_http_request_duration_seconds")?.samples ?? [];
    expect(durations.filter(({ labels }) => labels.route === "/api/v1/events")).toEqual([]);
  });

  test("leave out what is not known: never a nought in its place", async () => {
    const metrics = await read(busyMetrics());
    expect(metrics.get("platewarden_backup_timestamp_seconds")?.samples).toEqual([]);
    expect(metrics.get("platewarden_verify_findings")?.samples).toMatchObject([{ value: 0 }]);
    expect(metrics.get("platewarden_verify_timestamp_seconds")?.samples).toMatchObject([
      { value: Date.parse("2026-03-06T14:00:00.000Z") / 1000 },
    ]);
  });

  test("of two daemons in one process do not mix", async () => {
    busyMetrics();
    const other = await read(createMetrics(LOOKS));
    expect(other.get("platewarden_readings_total")?.samples).toEqual([]);
  });
});

describe("what the audit trail tells", () => {
  test("is counted once, from now on, under ids of the configuration alone", async () => {
    const store = freshStore();
    const audit = (action: string, subject: string) =>
      store.inTransaction(() =>
        store.journal.audit({ atUtc: store.nowUtc(), actor: "test", action, subject, detail: {} }),
      );
    audit("session.refused", "before");
    const metrics = createMetrics(LOOKS);
    const counter = countEntries(store, metrics, new Set(["bench-1"]));
    const readingId = insertReading(store);
    audit("reading.captured", readingId);
    audit("session.refused", "x");
    expect(counter.look()).toBe(false);
    counter.look();
    const elsewhere = countEntries(store, metrics, new Set());
    audit("reading.captured", readingId);
    elsewhere.look();
    const samples = (await read(metrics)).get("platewarden_readings_total")?.samples;
    expect(samples).toMatchObject([
      { labels: { reader: "bench-1", outcome: "plate" }, value: 1 },
      { labels: { reader: "other", outcome: "plate" }, value: 1 },
    ]);
    const failures = (await read(metrics)).get("platewarden_sign_in_failures_total")?.samples;
    expect(failures).toMatchObject([{ value: 1 }]);
  });
});
