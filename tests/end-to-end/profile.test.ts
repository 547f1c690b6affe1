/** Profiles on real ports: against the simulators of the drivers, which share nothing with them, and their own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startSimulator as startBioRad } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { startSimulator as startByonoy } from "../../drivers/byonoy/simulator/start-simulator.ts";
import { startSimulator as startScripted } from "../../drivers/profile/simulator/start-simulator.ts";
import { startSimulator as startSpectraMax } from "../../drivers/spectramax/simulator/start-simulator.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { type Trial, tryPort } from "../../src/profile/try-profile.ts";
import { PROFILE_FOLDER, shippedProfile } from "../drivers/profile/shipped-profiles.ts";
import { expectValues, plate } from "./bio-rad-bench.ts";
import { runProgram } from "./run-program.ts";
import { simulatedBench } from "./simulated-bench.ts";

const FILTERS = [405, 450, 490, 570, 595, 650, null, null];
const folder = mkdtempSync(join(tmpdir(), "platewarden-"));
const bench = simulatedBench();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const profile = (name: string): string => join(PROFILE_FOLDER, `${name}.toml`);

/** What `profile try` says, dialogue by dialogue. */
async function tried(name: string, spec: string, ...more: string[]): Promise<Trial[]> {
  const { out, err } = await runProgram(
    "profile",
    "try",
    profile(name),
    "--port",
    spec,
    "--json",
    ...more,
  );
  expect(err).toBe("");
  return JSON.parse(out);
}

/** What a profile hears once its port is open and somebody has pressed Start. */
function heard(
  name: string,
  spec: string,
  onListening: () => void,
  options: Record<string, unknown> = {},
): Promise<Trial[]> {
  const { driver } = shippedProfile(`${name}.toml`);
  const signal = new AbortController().signal;
  const told = driver.options.parse(options);
  return tryPort(spec, {
    driver,
    options: told,
    request: null,
    listenMs: 20_000,
    signal,
    onListening,
  });
}

function plateOf(trials: readonly Trial[]): PlateReading {
  const found = trials.at(-1)?.plate;
  if (found === null || found === undefined) throw new Error(JSON.stringify(trials));
  return found;
}

describe("a profile against the simulated reader of the driver for the same model", () => {
  test("Model 680, read by command over a pseudo-terminal", async () => {
    const inserted = plate("P1");
    const simulator = await bench.plugIn(
      startBioRad({ model: "680", filtersNm: FILTERS, ptyLink: join(folder, "680") }),
    );
    await simulator.insert(inserted);
    const trials = await tried("bio-rad-680", simulator.spec, "--read");
    expect(trials.map(({ dialogue, ok }) => [dialogue, ok])).toEqual([
      ["identify", true],
      ["readPlate", true],
    ]);
    const reading = plateOf(trials);
    expectValues(reading, 0, inserted.measurement, 3.5);
    expectValues(reading, 1, inserted.reference, 3.5);
    expect(reading.warnings).toEqual([]);
  });

  test("Model 680 with a changed character: the reader sends it again", async () => {
    const simulator = await bench.plugIn(startBioRad({ model: "680", filtersNm: FILTERS }));
    await simulator.insert(plate("P1"));
    await simulator.fault("corrupt-character");
    const reading = plateOf(await tried("bio-rad-680", simulator.spec, "--read"));
    expect(reading.warnings.map(({ code }) => code)).toEqual(["RETRANSMITTED"]);
  });

  test("without --read nothing moves", async () => {
    const simulator = await bench.plugIn(startBioRad({ model: "680", filtersNm: FILTERS }));
    const trials = await tried("bio-rad-680", simulator.spec);
    expect(trials.map(({ dialogue }) => dialogue)).toEqual(["identify"]);
    expect(simulator.events.filter(({ event }) => event === "read-started")).toEqual([]);
  });

  test("Model 550, started at its panel", async () => {
    const inserted = plate("P1");
    const filtersNm = [450, 490, 570, 650];
    const simulator = await bench.plugIn(startBioRad({ model: "550", filtersNm }));
    await simulator.insert(inserted);
    const start = (): void => void simulator.pressStart(3, null);
    const reading = plateOf(await heard("bio-rad-550-push", simulator.spec, start, { filtersNm }));
    expectValues(reading, 0, inserted.measurement, 3);
    expect(reading.planes[0]?.wavelengthNm).toBe(570);
  });

  test("SpectraMax M5", async () => {
    const inserted = plate("P1");
    const simulator = await bench.plugIn(startSpectraMax({ model: "M5" }));
    await simulator.insert(inserted);
    const reading = plateOf(await tried("spectramax-m5", simulator.spec, "--read"));
    expectValues(reading, 0, inserted.measurement, 4);
    expectValues(reading, 1, inserted.reference, 4);
  });

  test("Absorbance 96, one wavelength after the other", async () => {
    const inserted = plate("P1");
    const simulator = await bench.plugIn(startByonoy({ filtersNm: [405, 570, 595, 650] }));
    await simulator.insert(inserted);
    const reading = plateOf(await tried("byonoy-absorbance-96", simulator.spec, "--read"));
    expectValues(reading, 0, inserted.measurement, 4);
    expectValues(reading, 1, inserted.reference, 4);
  });
});

describe("the reader that a profile's own examples make", () => {
  test("sends ASTM frames and is acknowledged, one of them damaged on the way", async () => {
    const simulator = await bench.plugIn(startScripted(profile("astm-lis")));
    // Anew for each connection: the port may send the first one away while it still holds the one before.
    const start = (): void => {
      void simulator.fault("changed-character", 20).then(() => simulator.push());
    };
    const trials = await heard("astm-lis", simulator.spec, start);
    expect(plateOf(trials).plateBarcode).toBe("ALL-0042");
    expect(plateOf(trials).warnings.map(({ code }) => code)).toEqual(["RESULTS_NOT_RAW"]);
    expect(trials.at(-1)?.rejected).toHaveLength(1);
  });

  test("is read over a pseudo-terminal as a real one", async () => {
    const simulator = await bench.plugIn(
      startScripted(profile("bio-rad-680"), { ptyLink: join(folder, "scripted") }),
    );
    const trials = await tried("bio-rad-680", simulator.spec, "--read");
    expect(plateOf(trials).readerClock).toBe("14/03/2026 10:15:02");
  });

  test("that says nothing is a fault, and exit code 1", async () => {
    const simulator = await bench.plugIn(startScripted(profile("bio-rad-680")));
    await simulator.fault("silence", 2);
    const { code, out } = await runProgram(
      "profile",
      "try",
      profile("bio-rad-680"),
      "--port",
      simulator.spec,
    );
    expect(code).toBe(1);
    expect(out).toContain("The reader does not answer");
  });
});

describe("the commands", () => {
  test("check says problems with their place, and ends with exit code 1", async () => {
    const good = await runProgram("profile", "check", profile("bio-rad-680"), profile("astm-lis"));
    expect(good.code).toBe(0);
    expect(good.out).toContain("fine: profile-bio-rad-680");
    const bad = await runProgram(
      "profile",
      "check",
      join(import.meta.dirname, "../../docs/examples/plan.toml"),
    );
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/plan\.toml:\d+:\d+: error/);
    const missing = await runProgram("profile", "check", "no-such-file.toml");
    expect(missing.code).toBe(1);
    expect(missing.err).toContain("PROFILE_NOT_FOUND");
  });

  test("try plays a recording, row by row", async () => {
    const recording = join(
      import.meta.dirname,
      "../../drivers/bio-rad/transcripts/550-push-dual.json",
    );
    const { code, out } = await runProgram(
      "profile",
      "try",
      profile("bio-rad-550-push"),
      "--recording",
      recording,
    );
    expect(code).toBe(0);
    expect(out).toContain("A  -0.012  0.139");
    expect(out).toContain("the reader has taken the reference off");
  });

  test("schema prints the JSON Schema", async () => {
    const { out } = await runProgram("profile", "schema");
    expect(JSON.parse(out)).toMatchObject({ title: "Platewarden reader profile", type: "object" });
  });
});
