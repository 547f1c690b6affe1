/** What becomes of runs and results when server, link or session fail under way: none lost, none twice, no ghost. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Knobs } from "../../drivers/opcua-lads/simulator/knobs.ts";
import {
  type OpcUaSimulator,
  startOpcUaSimulator,
} from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import { restartDuringRuns } from "../chaos/opcua-restarts.ts";
import { type LadsBench, plainPlate, startLadsBench } from "./opcua-bench.ts";
import { type SwallowingProxy, startSwallowingProxy } from "./swallowing-proxy.ts";

const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function simulatorWith(
  knobs: Partial<Knobs> = {},
  more: { stateFolder?: string; port?: number } = {},
): Promise<OpcUaSimulator> {
  const simulator = await startOpcUaSimulator({ knobs, ...more });
  cleanUps.push(() => simulator.stop());
  await simulator.insert(plainPlate());
  return simulator;
}

async function benchWith(parts: Parameters<typeof startLadsBench>[0]): Promise<LadsBench> {
  const bench = await startLadsBench(parts);
  cleanUps.push(() => bench.stop());
  await bench.ready();
  return bench;
}

async function proxyTo(simulator: OpcUaSimulator): Promise<SwallowingProxy> {
  const proxy = await startSwallowingProxy(simulator.port);
  cleanUps.push(() => proxy.stop());
  return proxy;
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lads-state-"));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function startsOn(simulator: OpcUaSimulator): number {
  return simulator.events.filter((event) => event.event === "run-started").length;
}

describe("the server is killed", () => {
  test("during a run that the reader finishes: its plate is taken once, after the restart", async () => {
    const stateFolder = emptyFolder();
    const knobs = { runMs: 1500, afterPowerLoss: "finishes" } as const;
    const first = await simulatorWith(knobs, { stateFolder });
    const bench = await benchWith({ simulator: first });
    const runId = bench.start();
    await bench.waitForStatus((status) => status.progress?.phase === "measuring");
    await first.kill();
    await bench.waitForStatus((status) => status.state === "unreachable");
    expect(bench.records.run(runId)).toMatchObject({ state: "interrupted", mayStillCome: true });
    await simulatorWith(knobs, { stateFolder, port: first.port });
    expect((await bench.ended(runId)).state).toBe("completed");
    expect(bench.records.run(runId).records).toHaveLength(1);
    expect(bench.records.inbox).toEqual([]);
    await bench.ready();
  });

  test("and forgets the run: it ends as failed, and the reader is ready again", async () => {
    const first = await simulatorWith({ runMs: 5000 });
    const bench = await benchWith({ simulator: first });
    const runId = bench.start();
    await bench.waitForStatus((status) => status.progress?.phase === "measuring");
    await first.kill();
    const second = await startOpcUaSimulator({ port: first.port });
    cleanUps.push(() => second.stop());
    await bench.waitForStatus((status) => status.state === "unreachable");
    // It kept no certificate either, so a person has to trust the new one.
    await bench.trust();
    const run = await bench.ended(runId);
    expect(run).toMatchObject({ state: "failed", reading: null });
    expect(run.sentence).toContain("holds no result of this run");
    await bench.ready();
  });

  test("three times, at any moment of a run: every plate once, no ghost", async () => {
    const outcome = await restartDuringRuns({ restarts: 3, seed: 7 });
    expect(outcome.faults).toEqual([]);
    expect(outcome.completed).toBeGreaterThan(0);
  });
});

describe("the link swallows", () => {
  test("the answer to a start: the outcome is unknown, the run happens once and is adopted", async () => {
    const simulator = await simulatorWith({ runMs: 300, answerDelayMs: 300 });
    const proxy = await proxyTo(simulator);
    const bench = await benchWith({
      simulator,
      address: `opc.tcp://127.0.0.1:${proxy.port}`,
      options: { startTimeoutMs: 1500 },
    });
    const runId = bench.start();
    // Only the answer to the start must be lost, not those to the questions before it.
    await simulator.waitFor((event) => event.event === "start-called");
    proxy.swallow("answers");
    await expect
      .poll(() => bench.records.run(runId).state, { timeout: 10_000 })
      .not.toBe("reading");
    proxy.swallow("nothing");
    expect((await bench.ended(runId)).state).toBe("completed");
    expect(startsOn(simulator)).toBe(1);
    expect(bench.records.run(runId).records).toHaveLength(1);
  });

  test("a start itself: it is not carried out later", async () => {
    const simulator = await simulatorWith();
    const proxy = await proxyTo(simulator);
    const bench = await benchWith({
      simulator,
      address: `opc.tcp://127.0.0.1:${proxy.port}`,
      options: { startTimeoutMs: 1500, answerTimeoutMs: 2500 },
    });
    proxy.swallow("all");
    const runId = bench.start();
    await bench.waitForStatus((status) => status.state === "unreachable");
    proxy.swallow("nothing");
    const run = await bench.ended(runId, 30_000).catch(() => bench.records.run(runId));
    expect(run.state).not.toBe("completed");
    await bench.ready(30_000);
    expect(startsOn(simulator)).toBe(0);
    const second = await bench.ended(bench.start("ALL-2"));
    expect(second.state).toBe("completed");
    expect(startsOn(simulator)).toBe(1);
  });
});

test("a run that a person cancelled is never given its plate, also where the link is lost at that moment", async () => {
  const simulator = await simulatorWith({ runMs: 2500 });
  const proxy = await proxyTo(simulator);
  const bench = await benchWith({
    simulator,
    address: `opc.tcp://127.0.0.1:${proxy.port}`,
    options: { answerTimeoutMs: 800 },
  });
  const runId = bench.start("ALL-1");
  await bench.waitForStatus((status) => status.progress?.phase === "measuring");
  proxy.swallow("all");
  expect(bench.reader.cancelRun(runId)).toBe(true);
  await expect.poll(() => bench.records.run(runId).state, { timeout: 15_000 }).toBe("cancelled");
  proxy.swallow("nothing");
  await bench.ready();
  await expect.poll(() => bench.records.inbox.length, { timeout: 15_000 }).toBe(1);
  expect(bench.records.inbox[0]?.told.taskId).toBe(runId);
  expect(bench.records.run(runId)).toMatchObject({ state: "cancelled", reading: null });
});

describe("the session is lost", () => {
  test("in the middle of a read: the result is adopted once", async () => {
    const simulator = await simulatorWith({ runMs: 1200 });
    const bench = await benchWith({ simulator });
    const runId = bench.start();
    await bench.waitForStatus((status) => status.progress?.phase === "measuring");
    await simulator.dropSessions();
    expect((await bench.ended(runId)).state).toBe("completed");
    expect(bench.records.run(runId).records).toHaveLength(1);
    expect(startsOn(simulator)).toBe(1);
  });

  test("just before a start: the start is carried out at most once", async () => {
    const simulator = await simulatorWith({ runMs: 200 });
    const bench = await benchWith({ simulator });
    await simulator.dropSessions();
    const runId = bench.start();
    const run = await bench.ended(runId);
    expect(startsOn(simulator)).toBe(run.state === "completed" ? 1 : 0);
    expect(bench.records.run(runId).records.length).toBe(startsOn(simulator));
  });

  test("with the connection while the result is being read", async () => {
    const simulator = await simulatorWith({ runMs: 300, lateResultMs: 400 });
    const bench = await benchWith({ simulator });
    const runId = bench.start();
    await simulator.waitFor((event) => event.event === "run-finished");
    await simulator.dropLink();
    expect((await bench.ended(runId)).state).toBe("completed");
    expect(bench.records.run(runId).records).toHaveLength(1);
    expect(bench.records.inbox).toEqual([]);
  });
});

test("a server that stands still is noticed, and its result taken when it goes on", async () => {
  const simulator = await simulatorWith({ runMs: 800 });
  const bench = await benchWith({ simulator, options: { answerTimeoutMs: 2500 } });
  const runId = bench.start();
  await bench.waitForStatus((status) => status.progress?.phase === "measuring");
  simulator.freeze();
  await bench.waitForStatus((status) => status.state === "unreachable", 15_000);
  simulator.thaw();
  expect((await bench.ended(runId, 30_000)).state).toBe("completed");
  expect(bench.records.run(runId).records).toHaveLength(1);
  expect(startsOn(simulator)).toBe(1);
});

test("a daemon that begins anew adopts the result of the run before by its task id", async () => {
  const simulator = await simulatorWith({ runMs: 1000 });
  const first = await startLadsBench({ simulator });
  await first.ready();
  const runId = first.start();
  await first.waitForStatus((status) => status.progress?.phase === "measuring");
  const { records } = first;
  await first.stop();
  expect(records.run(runId)).toMatchObject({ state: "interrupted", mayStillCome: true });
  const second = await startLadsBench({ simulator, records });
  cleanUps.push(() => second.stop());
  expect((await second.ended(runId)).state).toBe("completed");
  expect(records.run(runId).records).toHaveLength(1);
  expect(records.inbox).toEqual([]);
});
