/** What those who look after a bench see of a real daemon: log, health, metrics, status, incidents, support bundle. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { HealthView, IncidentView } from "../../src/api/health-views.ts";
import type { RunView } from "../../src/api/views.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { jsonOf } from "../cli/run-cli.ts";
import { readPrometheusText } from "../observe/prometheus-text.ts";
import { benchFiles, startDaemonProcess } from "./daemon-process.ts";
import { runProgram } from "./run-program.ts";

const BARCODE = "PW-OBSERVED-1";
const study = loadStudy(join(import.meta.dirname, "../../src/study/figure3-study.json"));
const folder = mkdtempSync(join(tmpdir(), "platewarden-observed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly reader?: string;
  readonly plate?: string;
  readonly barcode?: string;
  readonly run?: string;
  readonly request?: string;
  readonly route?: string;
}

function linesOf(file: string): readonly LogLine[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as LogLine);
}

async function observedBench() {
  const simulator = await startSimulator({ model: "680", ptyLink: join(folder, "reader") });
  onTestFinished(() => simulator.stop());
  const files = benchFiles([{ id: "bench-1", port: simulator.spec }]);
  const log = join(files.folder, "log", "platewarden.log");
  appendFileSync(
    files.config,
    `[log]\nfile = "log/platewarden.log"\n[metrics]\nopen_on_loopback = true\n`,
  );
  const plate = study.plates.find(({ id }) => id === "B-1");
  if (plate === undefined) throw new Error("the study has no plate B-1");
  return { simulator, files, log, plate };
}

test("a bench is seen from outside while it reads a plate, is killed, and is started again", async () => {
  const { simulator, files, log, plate } = await observedBench();
  const daemon = await startDaemonProcess(files);
  await daemon.reader("bench-1", ({ state }) => state === "ready");
  const { measurement, reference } = plate;
  await simulator.insert({ id: "B-1", measurement, reference });
  const on = ["--data", files.data];
  const order = ["--layout", "combination-rot180-1plate", "--sample", "B", "--barcode", BARCODE];
  const run = (await jsonOf(
    ...["run", "start", ...order, "--reader", "bench-1", "--operator", "A. Jansen", ...on],
  )) as RunView;
  const { plates } = await daemon.when((bench) =>
    bench.samples.some(({ cells }) => cells.length > 0),
  );
  const plateId = plates[0]?.id ?? "";

  // The log: everything about the plate is found by its ids, and by its reader's.
  const lines = linesOf(log);
  const ofPlate = lines.filter((line) => line.plate === plateId || line.barcode === BARCODE);
  expect(ofPlate.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining([
      "Reads a plate.",
      "a plate was captured",
      "the plate's sample was analysed",
    ]),
  );
  expect(ofPlate.filter((line) => line.run === run.id && line.reader === "bench-1")).not.toEqual(
    [],
  );
  const unfound = lines.filter((line) => !ofPlate.includes(line));
  expect(unfound.filter((line) => JSON.stringify(line).includes(BARCODE))).toEqual([]);
  expect(lines.filter((line) => line.route === "/api/v1/runs")).toMatchObject([
    { request: expect.stringMatching(/./) },
  ]);

  // Health and metrics: for monitors, without a word on plates.
  const health = await fetch(`${daemon.url}/api/health`);
  expect(health.status).toBe(200);
  expect((await health.json()) as HealthView).toMatchObject({ ready: true, problems: [] });
  // What is counted is counted a moment later: pages and readers come first.
  const text = await vi.waitFor(
    async () => {
      const found = await (await fetch(`${daemon.url}/metrics`)).text();
      const counted = readPrometheusText(found).get("platewarden_readings_total");
      expect(counted?.samples).toMatchObject([
        { labels: { reader: "bench-1", outcome: "plate" }, value: 1 },
      ]);
      return found;
    },
    { timeout: 10_000, interval: 100 },
  );
  expect(text).not.toContain(BARCODE);

  // Status: with the daemon, and after it was killed.
  expect(await jsonOf("status", ...on)).toMatchObject({
    daemon: { kind: "running" },
    bench: { lastPlate: { barcode: BARCODE, readerId: "bench-1" }, platesToday: 1, plates: 1 },
  });
  await daemon.kill();
  const down = await runProgram("status", ...on);
  expect([down.code, down.out]).toEqual([
    3,
    expect.stringContaining("ended without being stopped"),
  ]);
  expect(down.out).toContain(BARCODE);

  // The kill is an incident that is over; somebody notes why.
  const again = await startDaemonProcess(files);
  const [incident] = (await jsonOf("incidents", "list", ...on)) as IncidentView[];
  expect(incident).toMatchObject({
    part: "daemon",
    code: "unclean-stop",
    endedAtUtc: expect.stringMatching(/Z$/),
  });
  const note = ["incidents", "note", incident?.id ?? "", "The plug was pulled.", ...on];
  expect(await jsonOf(...note, "--by", "A. Jansen")).toMatchObject({
    notes: [{ text: "The plug was pulled.", by: "A. Jansen" }],
  });

  // The bundle holds the log and no name of the bench.
  const zip = join(files.folder, "support.zip");
  await jsonOf("support", "bundle", "--config", files.config, "--out", zip);
  const bundled = Object.entries(unzipSync(readFileSync(zip))).map(
    ([name, bytes]) => [name, strFromU8(bytes)] as const,
  );
  expect(bundled.map(([name]) => name)).toContain("log.jsonl");
  const everything = bundled.map(([, words]) => words).join("\n");
  expect(everything).toContain("a plate was captured");
  for (const name of [BARCODE, "A. Jansen", "The plug was pulled."]) {
    expect(everything).not.toContain(name);
  }
  expect(await again.stop()).toBe(0);
});
