import { fileURLToPath } from "node:url";
import { SERIAL_PLUGS, type SimulatorFacts } from "../../simulator/simulator-facts.ts";
import { faultOrders } from "../../simulator/usual-commands.ts";
import { CLASSIC_MODELS } from "./classic-model.ts";
import { type ControlCommand, FAULT_KINDS } from "./control-command.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const pressStart: ControlCommand = { cmd: "press-start", dual: true };

export const biotekClassicSimulator: SimulatorFacts = {
  id: "biotek-classic",
  title: "BioTek ELx808, ELx800 and PowerWave",
  main,
  arguments: ["--dialect", "classic"],
  plugs: SERIAL_PLUGS,
  models: CLASSIC_MODELS,
  faults: faultOrders(FAULT_KINDS),
  pressStart,
  ownOptions: ["--filters 405,450,-"],
};

export const biotekModernSimulator: SimulatorFacts = {
  id: "biotek-modern",
  title: "BioTek Synergy H1",
  main,
  arguments: ["--dialect", "modern"],
  plugs: SERIAL_PLUGS,
  models: [],
  faults: faultOrders(FAULT_KINDS),
  pressStart: null,
  ownOptions: [],
};
