import { fileURLToPath } from "node:url";
import { SERIAL_PLUGS, type SimulatorFacts } from "../../simulator/simulator-facts.ts";
import { faultOrders } from "../../simulator/usual-commands.ts";
import type { ControlCommand } from "./control-command.ts";
import { SCRIPT_FAULTS } from "./scripted-reader.ts";

const pressStart: ControlCommand = { cmd: "push" };

export const profileSimulator: SimulatorFacts = {
  id: "profile",
  title: "the reader of a profile, as its example conversations have it",
  main: fileURLToPath(new URL("main.ts", import.meta.url)),
  arguments: [],
  plugs: SERIAL_PLUGS,
  models: [],
  faults: faultOrders(SCRIPT_FAULTS),
  pressStart,
  ownOptions: ["--profile FILE"],
};
