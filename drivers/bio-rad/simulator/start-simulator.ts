/** Starts the simulator process and speaks with it; for tests, demo, study and chaos runs. */
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
  /** Wavelengths by position; null is an empty position. */
  readonly filtersNm?: readonly (number | null)[];
}

type FaultCommand = Extract<ControlCommand, { cmd: "fault" }>;

export interface Simulator extends SimulatorProcess {
  insert(plate: InsertedPlate): Promise<void>;
  pressStart(measurementPosition: number, referencePosition: number | null): Promise<void>;
  pressStop(): Promise<void>;
  powerCycle(): Promise<void>;
  /** Arms a fault for the next answer it fits; `drop-link` happens at once. */
  fault(kind: FaultCommand["kind"], more?: Omit<FaultCommand, "cmd" | "kind">): Promise<void>;
  /** Sets the reader's clock to the wall time written in `iso`. */
  setClock(iso: string): Promise<void>;
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
    pressStart: (measurementPosition, referencePosition) =>
      order({ cmd: "press-start", measurementPosition, referencePosition }),
    pressStop: () => order({ cmd: "press-stop" }),
    powerCycle: () => order({ cmd: "power-cycle" }),
    fault: (kind, more = {}) => order({ cmd: "fault", kind, ...more }),
    setClock: (iso) => order({ cmd: "clock", iso }),
    status: async () => {
      const { status } = await running.command({ cmd: "status" });
      return typeof status === "object" && status !== null ? { ...status } : {};
    },
  };
}

function argumentsFor(options: SimulatorOptions): string[] {
  const list = ["--model", options.model, ...plugArguments(options)];
  if (options.filtersNm) list.push("--filters", options.filtersNm.map((nm) => nm ?? "-").join(","));
  return list;
}
