/** Starts the simulator process and speaks with it. */
import { fileURLToPath } from "node:url";
import type { InsertedPlate } from "../../simulator/inserted-plate.ts";
import {
  type PlugOptions,
  plugArguments,
  type SimulatorProcess,
  startProcess,
} from "../../simulator/simulator-process.ts";
import type { ClassicModelName } from "./classic-model.ts";
import type { ControlCommand } from "./control-command.ts";

export interface SimulatorOptions extends PlugOptions {
  readonly dialect: "classic" | "modern";
  /** Of the classic dialect; an ELx808 where nothing is said. */
  readonly model?: ClassicModelName;
  /** The wavelength table of a classic reader; null is an empty place. */
  readonly filtersNm?: readonly (number | null)[];
}

type FaultCommand = Extract<ControlCommand, { cmd: "fault" }>;

export interface Simulator extends SimulatorProcess {
  insert(plate: InsertedPlate): Promise<void>;
  /** Starts a read at the panel; `dual` takes the reference off. */
  pressStart(dual: boolean): Promise<void>;
  pressStop(): Promise<void>;
  powerCycle(): Promise<void>;
  /** Arms a fault for the next thing it fits; `drop-link` happens at once. */
  fault(kind: FaultCommand["kind"], more?: Omit<FaultCommand, "cmd" | "kind">): Promise<void>;
  status(): Promise<Readonly<Record<string, unknown>>>;
}

/** Resolves when the simulator listens. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const filters = options.filtersNm?.map((nm) => nm ?? "-").join(",");
  const running = await startProcess<ControlCommand>(main, [
    "--dialect",
    options.dialect,
    ...plugArguments(options),
    ...(options.model === undefined ? [] : ["--model", options.model]),
    ...(filters === undefined ? [] : ["--filters", filters]),
  ]);
  const order = async (one: ControlCommand): Promise<void> => {
    await running.command(one);
  };
  return {
    ...running,
    insert: (plate) => order({ cmd: "insert", plate }),
    pressStart: (dual) => order({ cmd: "press-start", dual }),
    pressStop: () => order({ cmd: "press-stop" }),
    powerCycle: () => order({ cmd: "power-cycle" }),
    fault: (kind, more = {}) => order({ cmd: "fault", kind, ...more }),
    status: async () => {
      const { status } = await running.command({ cmd: "status" });
      return typeof status === "object" && status !== null ? { ...status } : {};
    },
  };
}
