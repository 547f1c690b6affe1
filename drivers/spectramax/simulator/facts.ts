import { fileURLToPath } from "node:url";
import { SERIAL_PLUGS, type SimulatorFacts } from "../../simulator/simulator-facts.ts";
import { faultOrders } from "../../simulator/usual-commands.ts";
import { type ControlCommand, FAULT_KINDS } from "./control-command.ts";

const pressStart: ControlCommand = { cmd: "press-start", wavelengthsNm: [570, 650] };

export const spectraMaxSimulator: SimulatorFacts = {
  id: "spectramax",
  title: "Molecular Devices SpectraMax M5 and 384 Plus",
  main: fileURLToPath(new URL("main.ts", import.meta.url)),
  arguments: [],
  plugs: SERIAL_PLUGS,
  models: ["M5", "384Plus"],
  faults: faultOrders(FAULT_KINDS),
  pressStart,
  ownOptions: ["--one-prompt SPEED,TEMP"],
};
