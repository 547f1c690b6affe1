/** What a test has plugged in: simulators and the hosts on their ports, all gone when the test has ended. */
import { afterEach } from "vitest";
import type { SimulatorProcess } from "../../drivers/simulator/simulator-process.ts";
import type { Framing } from "../../src/instrument/contract.ts";
import { connectHost, type Host } from "./talk-to-simulator.ts";

export interface SimulatedBench {
  /** Ends it after the test. */
  plugIn<Simulator extends SimulatorProcess>(starting: Promise<Simulator>): Promise<Simulator>;
  connect(simulator: SimulatorProcess, framing: Framing): Promise<Host>;
}

/** Call once in a test file. */
export function simulatedBench(): SimulatedBench {
  const hosts: Host[] = [];
  const simulators: SimulatorProcess[] = [];
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.hangUp()));
    await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
  });
  return {
    async plugIn(starting) {
      const simulator = await starting;
      simulators.push(simulator);
      return simulator;
    },
    async connect(simulator, framing) {
      const host = await connectHost(simulator.spec, framing);
      hosts.push(host);
      return host;
    },
  };
}
