/** Starts the simulator process and speaks with it; for tests and chaos runs. */
import { fileURLToPath } from "node:url";
import type { InsertedPlate } from "../../simulator/inserted-plate.ts";
import { type SimulatorProcess, startProcess } from "../../simulator/simulator-process.ts";
import type { ControlCommand } from "./control-command.ts";
import type { ExportFault } from "./vendor-program.ts";

export interface SimulatorOptions {
  readonly folder: string;
  readonly wavelengthsNm?: readonly number[];
  /** Fast by default; a number is a factor of real time. */
  readonly timeScale?: "fast" | number;
}

export interface Simulator extends SimulatorProcess {
  insert(plate: InsertedPlate): Promise<void>;
  /** Reads the plate and saves its export; `saved` is the event. */
  pressStart(): Promise<void>;
  /** Spoils the next export. */
  fault(kind: ExportFault): Promise<void>;
}

/** Resolves when the simulator listens. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { folder, wavelengthsNm = [570, 650], timeScale = "fast" } = options;
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const speed = timeScale === "fast" ? ["--fast"] : ["--time-scale", String(timeScale)];
  const running = await startProcess<ControlCommand>(main, [
    ...["--into", folder, "--wavelengths", wavelengthsNm.join(",")],
    ...speed,
  ]);
  const order = async (one: ControlCommand): Promise<void> => {
    await running.command(one);
  };
  return {
    ...running,
    insert: (plate) => order({ cmd: "insert", plate }),
    pressStart: () => order({ cmd: "press-start" }),
    fault: (kind) => order({ cmd: "fault", kind }),
  };
}
