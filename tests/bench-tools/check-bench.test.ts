import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DRIVERS } from "../../drivers/index.ts";
import { askDaemonState, type DaemonState } from "../../src/bench-tools/ask-daemon.ts";
import { checkData } from "../../src/bench-tools/check-data.ts";
import type { CheckFinding } from "../../src/bench-tools/check-finding.ts";
import { checkReaders } from "../../src/bench-tools/check-readers.ts";
import { checkSources } from "../../src/bench-tools/check-sources.ts";
import { checkConfig, databaseFile } from "../../src/daemon/config.ts";
import { addressFile } from "../../src/daemon/data-files.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { fakeComputer, plugIn } from "./fake-computer.ts";

const NOW = new Date("2026-11-23T10:00:00.000Z");
const NONE: DaemonState = { kind: "none" };
const PORT = "serial:/dev/serial/by-id/usb-A1-if00-port0";
const READER = { id: "bench-1", port: PORT };

function stateOf(findings: readonly CheckFinding[], check: string): string | undefined {
  return findings.find((one) => one.check === check)?.state;
}

function running(...readers: { id: string; state: string; sentence: string }[]): DaemonState {
  const daemon = { pid: 42, url: "", version: "1", startedAtUtc: null, status: "ok" };
  return { kind: "running", ...daemon, parts: [], problems: [], readers };
}

describe("the data folder", () => {
  test("that is fresh is fine, and only the daemon is missing", () => {
    const findings = checkData(join(freshFolder(), "data"), NONE, [], NOW);
    // Where temporary files are in memory, that is told of as well.
    const odd = findings.filter((one) => one.state !== "ok" && one.check !== "data.file-system");
    expect(odd.map((one) => one.check)).toEqual(["daemon"]);
  });

  test("with a database that opens is fine", () => {
    const folder = freshFolder();
    openStore(databaseFile(folder)).close();
    const findings = checkData(folder, NONE, [], NOW);
    expect(stateOf(findings, "data.database")).toBe("ok");
  });

  test("with something else in the database's place is broken", () => {
    const folder = freshFolder();
    writeFileSync(databaseFile(folder), "this is a letter, not a database. ".repeat(100));
    expect(stateOf(checkData(folder, NONE, [], NOW), "data.database")).toBe("broken");
  });

  test.skipIf(process.getuid?.() === 0)("that takes no files is broken (skipped as root)", () => {
    const folder = freshFolder();
    chmodSync(folder, 0o500);
    expect(stateOf(checkData(folder, NONE, [], NOW), "data.folder")).toBe("broken");
  });

  test("whose newest entry is of tomorrow shows that a clock is wrong", () => {
    const folder = freshFolder();
    const store = openStore(databaseFile(folder));
    const audit = { actor: "test", action: "test", subject: "test", detail: {} };
    store.inTransaction(() => store.journal.audit({ ...audit, atUtc: "2026-11-24T10:00:00.000Z" }));
    store.close();
    expect(stateOf(checkData(folder, NONE, [], NOW), "data.time")).toBe("broken");
  });

  test("held by a process without an address is broken and names it", () => {
    const holder = { pid: 77, program: "another daemon", by: "open file" } as const;
    const [finding] = checkData(freshFolder(), NONE, [holder], NOW).slice(-1);
    expect(finding).toMatchObject({ check: "daemon", state: "broken" });
    expect(finding?.sentence).toContain("77");
  });
});

describe("the daemon", () => {
  const secret = "known to whoever may read the data folder";

  test("of a folder without its address is not there", async () => {
    expect(await askDaemonState(freshFolder())).toEqual({ kind: "none" });
  });

  test("whose process has ended is gone", async () => {
    const folder = freshFolder();
    // The largest number a process can have is far below this one.
    writeFileSync(
      addressFile(folder),
      JSON.stringify({ pid: 2 ** 30, url: "http://127.0.0.1:1", secret }),
    );
    expect((await askDaemonState(folder)).kind).toBe("gone");
  });

  test("whose process lives and does not answer is silent", async () => {
    const folder = freshFolder();
    const url = "http://127.0.0.1:1";
    writeFileSync(addressFile(folder), JSON.stringify({ pid: process.pid, url, secret }));
    expect((await askDaemonState(folder)).kind).toBe("silent");
  });

  test("that answers tells its version, its problems and its readers", async () => {
    const answers: Readonly<Record<string, unknown>> = {
      "/api/v1/health": { status: "ok", program: { version: "9" }, problems: ["a"] },
      "/api/v1/bench": { readers: [{ id: "bench-1", state: "ready", sentence: "Ready." }] },
    };
    const server = createServer((request, response) =>
      response.end(JSON.stringify(answers[request.url ?? ""])),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const folder = freshFolder();
    const url = `http://127.0.0.1:${port}`;
    writeFileSync(addressFile(folder), JSON.stringify({ pid: process.pid, url, secret }));
    expect(await askDaemonState(folder)).toMatchObject({
      kind: "running",
      version: "9",
      problems: ["a"],
      readers: [{ id: "bench-1" }],
    });
  });
});

describe("readers", () => {
  const bench = () => {
    const computer = fakeComputer();
    plugIn(computer, { name: "ttyUSB0", usb: { id: "0403:6001", serialNumber: "A1" } });
    return computer;
  };

  test("whose port is there, free and permitted are fine", async () => {
    const findings = await checkReaders(bench(), [READER], NONE);
    expect(findings.map(({ check, state }) => [check, state])).toEqual([
      ["reader.bench-1.port", "ok"],
    ]);
  });

  test("whose port is held by the daemon are fine, by another program broken", async () => {
    const computer = bench();
    computer.process(42, "node daemon", "/dev/ttyUSB0");
    const known = { id: "bench-1", state: "ready", sentence: "Ready." };
    const held = await checkReaders(computer, [READER], running(known));
    expect(held.map((one) => one.state)).toEqual(["ok", "ok"]);
    const alone = await checkReaders(computer, [READER], NONE);
    expect(alone[0]).toMatchObject({ state: "broken" });
    expect(alone[0]?.sentence).toContain("process 42 holds its port: node daemon");
  });

  test("whose port is gone are broken, as are those that the daemon cannot reach", async () => {
    const gone = { id: "bench-2", port: "serial:/dev/serial/by-id/usb-gone" };
    const known = { id: "bench-2", state: "unreachable", sentence: "It is not there." };
    const findings = await checkReaders(bench(), [gone], running(known));
    expect(findings.map((one) => one.state)).toEqual(["broken", "broken"]);
  });

  test("whose name may be another port tomorrow want a look, with the better name", async () => {
    const findings = await checkReaders(
      bench(),
      [{ id: "bench-1", port: "serial:/dev/ttyUSB0" }],
      NONE,
    );
    expect(findings[0]).toMatchObject({ state: "attention" });
    expect(findings[0]?.remedy).toContain(PORT);
  });

  test("that the running daemon does not know want a restart", async () => {
    const findings = await checkReaders(bench(), [READER], running());
    expect(stateOf(findings, "reader.bench-1.state")).toBe("attention");
  });

  test("behind a server nobody answers for are broken, unless the daemon holds it", async () => {
    const far = { id: "far", port: "tcp://127.0.0.1:1" };
    expect((await checkReaders(bench(), [far], NONE))[0]?.state).toBe("broken");
    const known = { id: "far", state: "ready", sentence: "Ready." };
    const held = await checkReaders(bench(), [far], running(known));
    expect(held.map((one) => one.check)).toEqual(["reader.far.state"]);
  });
});

test("a folder of exports and layouts is looked at where the configuration names one", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "exports"));
  const text = `schema = "platewarden-config/2"
data = "data"
[[folder]]
id = "there"
path = "exports"
[[folder]]
id = "gone"
path = "elsewhere"
`;
  const known = {
    drivers: DRIVERS,
    fromProfile: () => {
      throw new Error("no profile is named");
    },
  };
  const { config, problems } = checkConfig(text, folder, known);
  expect(problems).toEqual([]);
  if (config === null) throw new Error("the configuration is not valid");
  const findings = checkSources(config);
  expect(findings.map(({ check, state }) => [check, state])).toEqual([
    ["layouts", "ok"],
    ["folder.there", "ok"],
    ["folder.gone", "broken"],
  ]);
});
