/** A bench for end-to-end tests: one simulated BioTek reader, one host, and a plate whose values are known. */
import { afterEach, expect } from "vitest";
import { biotekClassic } from "../../drivers/biotek/classic/driver.ts";
import { biotekModern } from "../../drivers/biotek/modern/driver.ts";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../drivers/biotek/simulator/start-simulator.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { type Driver, forAnyOptions, type ReaderFault } from "../../src/instrument/contract.ts";
import type { DialogueOutcome } from "../../src/instrument/run-dialogue.ts";
import { connectHost, type Host } from "./talk-to-simulator.ts";

export const MTT = { measurementNm: 570, referenceNm: 650 };

/** The simulated readers send no number above this, in AU. */
const HIGHEST_AU = 4;

/** Quick time-outs: the simulator runs fast, and what it keeps back it keeps back for ever. */
const QUICK = {
  answerTimeoutMs: 600,
  carriageTimeoutMs: 800,
  readTimeoutMs: 1000,
  gapTimeoutMs: 500,
  recordSilenceMs: 150,
};

interface Dialect {
  readonly dialect: SimulatorOptions["dialect"];
  readonly driver: Driver;
  readonly options: (more?: Record<string, unknown>) => unknown;
}

const classicDriver = forAnyOptions(biotekClassic);
const modernDriver = forAnyOptions(biotekModern);

export const CLASSIC: Dialect = {
  dialect: "classic",
  driver: classicDriver,
  options: (more = {}) => classicDriver.options.parse({ ...QUICK, ...more }),
};

export const MODERN: Dialect = {
  dialect: "modern",
  driver: modernDriver,
  options: (more = {}) => modernDriver.options.parse({ ...QUICK, ...more }),
};

const running: { simulator?: Simulator; host?: Host } = {};

/** Call once in a test file: after each test the host hangs up and the simulator ends. */
export function clearBenchAfterEach(): void {
  afterEach(async () => {
    await running.host?.hangUp();
    await running.simulator?.stop();
  });
}

/** Opens the port with the settings that the daemon would take. */
export async function connect(
  simulator: Simulator,
  dialect: SimulatorOptions["dialect"],
): Promise<Host> {
  const { driver } = dialect === "classic" ? CLASSIC : MODERN;
  const host = await connectHost(simulator.spec, driver.framing, driver.ports[0]);
  running.host = host;
  return host;
}

export async function start(how: SimulatorOptions): Promise<{ simulator: Simulator; host: Host }> {
  const simulator = await startSimulator(how);
  running.simulator = simulator;
  return { simulator, host: await connect(simulator, how.dialect) };
}

/** Values with every digit in use, negative ones, and two beyond the range: one said so, one too high. */
export function plate(id: string) {
  const measurement = Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column): number | null => {
      if (column === 11 && row > 5) return row === 6 ? 4.2 : null;
      return Number((0.05 + row * 0.317 + column * 0.0391).toFixed(4));
    }),
  );
  const reference = measurement.map((row, r) => row.map((_, c) => 0.041 + r * 0.001 - c * 0.006));
  return { id, measurement, reference };
}

export function result<Result>(outcome: DialogueOutcome<Result>): Result {
  if (outcome.kind === "done") return outcome.result;
  const error = outcome.kind === "bug" ? String(outcome.error) : "";
  throw new Error(`not done: ${JSON.stringify(outcome)} ${error}`);
}

export function faultOf(outcome: DialogueOutcome<unknown>): ReaderFault {
  if (outcome.kind !== "fault") throw new Error(`no fault: ${JSON.stringify(outcome)}`);
  return outcome.fault;
}

/** Every value of a plane is the inserted one to three decimals, and null where that is beyond the range. */
export function expectValues(
  reading: PlateReading | null,
  planeIndex: number,
  inserted: readonly (readonly (number | null)[])[],
): void {
  const values = reading?.planes[planeIndex]?.values ?? [];
  const expected = inserted.flat();
  expect(values).toHaveLength(96);
  values.forEach(({ absorbance }, well) => {
    const wanted = expected[well] ?? null;
    if (wanted === null || wanted > HIGHEST_AU) expect(absorbance).toBeNull();
    else expect(Math.abs((absorbance ?? Number.NaN) - wanted)).toBeLessThan(0.000_51);
  });
}
