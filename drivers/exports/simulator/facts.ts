import { fileURLToPath } from "node:url";
import type { SimulatorFacts } from "../../simulator/simulator-facts.ts";
import type { ControlCommand } from "./control-command.ts";
import { EXPORT_FAULTS } from "./vendor-program.ts";

const pressStart: ControlCommand = { cmd: "press-start" };

export const folderSimulator: SimulatorFacts = {
  id: "folder",
  title: "A vendor's program that saves Gen5 exports into a folder",
  main: fileURLToPath(new URL("main.ts", import.meta.url)),
  arguments: [],
  plugs: { pty: null, tcp: null },
  models: [],
  faults: Object.fromEntries(EXPORT_FAULTS.map((kind) => [kind, { cmd: "fault", kind }])),
  pressStart,
  ownOptions: ["--into FOLDER", "--wavelengths 570,650"],
};
