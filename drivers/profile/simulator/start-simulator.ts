/** Starts the simulator process and speaks with it; for tests. */
import { fileURLToPath } from "node:url";
import {
  type PlugOptions,
  plugArguments,
  type SimulatorProcess,
  startProcess,
} from "../../simulator/simulator-process.ts";
import type { ControlCommand } from "./control-command.ts";

type FaultCommand = Extract<ControlCommand, { cmd: "fault" }>;

export interface Simulator extends SimulatorProcess {
  /** Sends an unasked record: the example of this title, or the first one. */
  push(title?: string): Promise<void>;
  /** Arms a fault for what comes next, or for an item of the conversation; `drop-link` happens at once. */
  fault(kind: FaultCommand["kind"], item?: number): Promise<void>;
}

/** Resolves when the simulator listens. */
export async function startSimulator(
  profile: string,
  options: PlugOptions = {},
): Promise<Simulator> {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const running = await startProcess<ControlCommand>(main, [
    ...plugArguments(options),
    "--profile",
    profile,
  ]);
  return {
    ...running,
    push: async (title) => {
      await running.command({ cmd: "push", title: title ?? null });
    },
    fault: async (kind, item) => {
      await running.command({ cmd: "fault", kind, item: item ?? null });
    },
  };
}
