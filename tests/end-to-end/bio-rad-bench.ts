/** A bench for end-to-end tests: one simulated reader, one host, and a plate whose values are known. */
import { afterEach, expect } from "vitest";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import type { ReaderFault } from "../../src/instrument/contract.ts";
import type { DialogueOutcome } from "../../src/instrument/run-dialogue.ts";
import { connectHost, type Host } from "./talk-to-simulator.ts";

export const MTT = { measurementNm: 570, referenceNm: 650 };

/** Neither model sends numbers above this, in AU; the 680 goes up to 3.5, and no plate here is in between. */
const HIGHEST_AU = 3;

const running: { simulator?: Simulator; host?: Host } = {};

/** Call once in a test file: after each test the host hangs up and the simulator ends. */
export function clearBenchAfterEach(): void {
  afterEach(async () => {
    await running.host?.hangUp();
    await running.simulator?.stop();
  });
}

/** Quick time-outs: the simulator runs fast, and what it keeps back it keeps back for ever. */
export const options = (more: Record<string, unknown> = {}) =>
  bioRad.options.parse({
    readTimeoutMs: 1000,
    interLineTimeoutMs: 600,
    recordSilenceMs: 150,
    answerTimeoutMs: 600,
    ...more,
  });

export async function startReader(how: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(how);
  running.simulator = simulator;
  return simulator;
}

export async function connect(simulator: Simulator): Promise<Host> {
  const host = await connectHost(simulator.spec, bioRad.framing);
  running.host = host;
  return host;
}

export async function start(how: SimulatorOptions): Promise<{ simulator: Simulator; host: Host }> {
  const simulator = await startReader(how);
  return { simulator, host: await connect(simulator) };
}

/** Values with every digit in use, negative ones, and two beyond the range: one said so, one too high. */
export function plate(id: string) {
  const measurement = Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column): number | null => {
      if (column === 11 && row > 5) return row === 6 ? 3.9 : null;
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

/** Every value of a plane is the inserted one to three decimals, and null where that is beyond the reader's range. */
export function expectValues(
  reading: PlateReading | null,
  planeIndex: number,
  inserted: readonly (readonly (number | null)[])[],
  highestAu: number = HIGHEST_AU,
): void {
  const values = reading?.planes[planeIndex]?.values ?? [];
  const expected = inserted.flat();
  expect(values).toHaveLength(96);
  values.forEach(({ absorbance }, well) => {
    const wanted = expected[well] ?? null;
    if (wanted === null || wanted > highestAu) expect(absorbance).toBeNull();
    else expect(Math.abs((absorbance ?? Number.NaN) - wanted)).toBeLessThan(0.000_51);
  });
}
