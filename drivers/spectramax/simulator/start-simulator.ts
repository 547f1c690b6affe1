/** Starts the simulator process and speaks with it; for tests and study runs. */
import { fileURLToPath } from "node:url";
import type { InsertedPlate } from "../../simulator/inserted-plate.ts";
import {
  type PlugOptions,
  plugArguments,
  type SimulatorProcess,
  startProcess,
} from "../../simulator/simulator-process.ts";
import type { ControlCommand } from "./control-command.ts";
import type { ModelName } from "./model-facts.ts";

export interface SimulatorOptions extends PlugOptions {
  readonly model: ModelName;
  /** Commands to which this unit answers with one prompt, where its model has two. */
  readonly onePrompt?: readonly string[];
}

type FaultCommand = Extract<ControlCommand, { cmd: "fault" }>;

export interface Simulator extends SimulatorProcess {
  insert(plate: InsertedPlate): Promise<void>;
  pressStart(wavelengthsNm: number[]): Promise<void>;
  powerCycle(): Promise<void>;
  /** Arms a fault for the next answer it fits; `drop-link` happens at once. */
  fault(kind: FaultCommand["kind"], more?: Omit<FaultCommand, "cmd" | "kind">): Promise<void>;
  status(): Promise<Readonly<Record<string, unknown>>>;
}

/** Resolves when the simulator listens. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const running = await startProcess<ControlCommand>(main, argumentsFor(options));
  const order = async (one: ControlCommand): Promise<void> => {
    await running.command(one);
  };
  return {
    ...running,
    insert: (plate) => order({ cmd: "insert", plate }),
    pressStart: (wavelengthsNm) => order({ cmd: "press-start", wavelengthsNm }),
    powerCycle: () => order({ cmd: "power-cycle" }),
    fault: (kind, more = {}) => order({ cmd: "fault", kind, ...more }),
    status: async () => {
      const { status } = await running.command({ cmd: "status" });
      return typeof status === "object" && status !== null ? { ...status } : {};
    },
  };
}

function argumentsFor(options: SimulatorOptions): string[] {
  const list = ["--model", options.model.replace(" ", ""), ...plugArguments(options)];
  if (options.onePrompt) list.push("--one-prompt", options.onePrompt.join(","));
  return list;
}
