/** Certificates and logins: nothing is trusted by itself, a changed certificate is refused quietly. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_KNOBS } from "../../drivers/opcua-lads/simulator/knobs.ts";
import {
  type OpcUaSimulator,
  startOpcUaSimulator,
} from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import { type LadsBench, plainPlate, startLadsBench } from "./opcua-bench.ts";
import { runProgram } from "./run-program.ts";
import { startSwallowingProxy } from "./swallowing-proxy.ts";

let simulator: OpcUaSimulator;
let bench: LadsBench | null = null;

beforeAll(async () => {
  simulator = await startOpcUaSimulator();
});

afterEach(async () => {
  await bench?.stop();
  bench = null;
});

afterAll(() => simulator.stop());

function isRefused(status: { state: string; sentence: string }): boolean {
  return status.state === "unreachable" && !status.sentence.includes("was lost");
}

describe("the server's certificate", () => {
  test("is not trusted by itself: the sentence names it and the command", async () => {
    bench = await startLadsBench({ simulator, trusted: false });
    const { sentence } = await bench.waitForStatus(isRefused);
    expect(sentence).toContain(simulator.fingerprint);
    expect(sentence).toContain(`platewarden opcua trust ${simulator.endpoint}`);
    await bench.trust();
    await bench.ready();
  });

  test("changed under way: refused, with both fingerprints, below one attempt a second, until trusted", async () => {
    const own = await startOpcUaSimulator({ knobs: { runMs: 500 } });
    const proxy = await startSwallowingProxy(own.port);
    try {
      await own.insert(plainPlate());
      const address = `opc.tcp://127.0.0.1:${proxy.port}`;
      bench = await startLadsBench({ simulator: own, address, options: { trustPauseMs: 2000 } });
      await bench.ready();
      const before = own.fingerprint;
      await own.restart({ renewCertificate: true });
      const { sentence } = await bench.waitForStatus(isRefused);
      expect(sentence).toContain(before);
      expect(sentence).toContain("another certificate");
      expect(() => bench?.reader.requireReady()).toThrow(/another certificate/);
      const opened = proxy.connections();
      const lines = bench.log.length;
      await new Promise((resolve) => setTimeout(resolve, 6000));
      expect(proxy.connections() - opened).toBeLessThan(6);
      expect(proxy.connections() - opened).toBeGreaterThan(0);
      expect(bench.log.length - lines).toBeLessThan(12);
      await bench.trust();
      await bench.ready();
      expect((await bench.ended(bench.start())).state).toBe("completed");
    } finally {
      await bench?.stop();
      bench = null;
      await proxy.stop();
      await own.stop();
    }
  });

  test("of ours that the server does not know: told what to do there", async () => {
    await simulator.restart({ set: { ...DEFAULT_KNOBS, clientTrust: "known" } });
    bench = await startLadsBench({ simulator });
    const { sentence } = await bench.waitForStatus(isRefused);
    expect(sentence).toMatch(/Trust Platewarden's certificate at the server/);
    await simulator.trustClients();
    await bench.ready();
  });
});

describe("the login", () => {
  test("with a wrong password is refused and tried again only after a pause", async () => {
    await simulator.restart({ set: DEFAULT_KNOBS });
    bench = await startLadsBench({ simulator: { ...simulator, password: "wrong" } });
    const { sentence } = await bench.waitForStatus(isRefused);
    expect(sentence).toContain("refused the login");
    expect(sentence).toContain("Tries again in 1 s");
  });

  test("anonymous is possible only where both sides say so", async () => {
    await simulator.restart({ set: { ...DEFAULT_KNOBS, anonymous: true } });
    bench = await startLadsBench({
      simulator,
      options: { user: undefined, passwordFile: undefined, anonymous: true },
    });
    await bench.ready();
    await simulator.restart({ set: DEFAULT_KNOBS });
    const { sentence } = await bench.waitForStatus(isRefused);
    expect(sentence).toContain("does not let anybody in this way");
  });

  test("when all sessions are taken waits for one", async () => {
    await simulator.restart({ set: { ...DEFAULT_KNOBS, maxSessions: 1 } });
    const first = await startLadsBench({ simulator });
    await first.ready();
    bench = await startLadsBench({ simulator });
    const { sentence } = await bench.waitForStatus(isRefused);
    expect(sentence).toContain("no session left");
    await first.stop();
    await bench.ready();
  });
});

describe("commands", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lads-commands-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const opcua = (...words: string[]) => runProgram("opcua", ...words, "--data", folder);

  test("trust needs a yes; discover shows what the server has; list shows all certificates", async () => {
    await simulator.restart({ set: DEFAULT_KNOBS });
    const { endpoint, fingerprint } = simulator;
    const unasked = await opcua("trust", endpoint);
    expect(unasked.code).toBe(1);
    expect(unasked.out).toContain(fingerprint);
    expect(unasked.err).toContain("OPCUA_NOT_CONFIRMED");
    const wrong = await opcua("trust", endpoint, "--fingerprint", "AA:BB");
    expect(wrong.err).toContain("OPCUA_FINGERPRINT_DIFFERS");
    const right = await opcua("trust", endpoint, "--fingerprint", fingerprint.toLowerCase());
    expect(right).toMatchObject({ code: 0, err: "" });

    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, `${simulator.password}\n`);
    const login = ["--user", simulator.user, "--password-file", passwordFile];
    const found = await opcua("discover", endpoint, ...login, "--json");
    expect(JSON.parse(found.out)).toMatchObject([
      {
        device: "PlateReader",
        unit: "AbsorbanceUnit",
        programs: ["MTT 570/650", "SingleWavelength", "SelfTest"],
      },
    ]);

    const listed = JSON.parse((await opcua("list", "--json")).out);
    expect(listed.trusted).toMatchObject([{ address: endpoint, fingerprint }]);
    expect(listed.own.applicationUri).toMatch(/^urn:platewarden:/);
    const texts = readdirSync(join(folder, "pki"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(texts.some((text) => text.includes(simulator.password))).toBe(false);
  });

  test("an address that is none, and one where nobody answers", async () => {
    expect((await opcua("trust", "http://x")).err).toContain("OPCUA_ADDRESS_INVALID");
    expect((await opcua("trust", "opc.tcp://127.0.0.1:9")).err).toContain("OPCUA_UNREACHABLE");
  });
});
