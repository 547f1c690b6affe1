import { fileURLToPath } from "node:url";
import { SERIAL_PLUGS, type SimulatorFacts } from "../../simulator/simulator-facts.ts";
import { faultOrders } from "../../simulator/usual-commands.ts";
import { type ControlCommand, FAULT_KINDS } from "./control-command.ts";

/** Positions 3 and 4 are 490 and 570 nm on a 680, 570 and 650 nm on a 550. */
const pressStart: ControlCommand = {
  cmd: "press-start",
  measurementPosition: 3,
  referencePosition: 4,
};

export const bioRadSimulator: SimulatorFacts = {
  id: "bio-rad",
  title: "Bio-Rad Model 680 and 550",
  main: fileURLToPath(new URL("main.ts", import.meta.url)),
  arguments: [],
  plugs: SERIAL_PLUGS,
  models: ["680", "550"],
  faults: faultOrders(FAULT_KINDS),
  pressStart,
  ownOptions: ["--filters 405,450,-"],
};
