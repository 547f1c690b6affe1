import { fileURLToPath } from "node:url";
import { SERIAL_PLUGS, type SimulatorFacts } from "../../simulator/simulator-facts.ts";
import { faultOrders } from "../../simulator/usual-commands.ts";
import { FAULT_KINDS } from "./control-command.ts";

export const byonoySimulator: SimulatorFacts = {
  id: "byonoy",
  title: "Byonoy Absorbance 96, manual model",
  main: fileURLToPath(new URL("main.ts", import.meta.url)),
  arguments: [],
  plugs: SERIAL_PLUGS,
  models: [],
  faults: faultOrders(FAULT_KINDS),
  pressStart: null,
  ownOptions: ["--filters 405,450,492,620", "--line-end crlf", "--blind"],
};
