import { fileURLToPath } from "node:url";
import type { SimulatorFacts } from "../../simulator/simulator-facts.ts";
import type { ControlCommand } from "./control-command.ts";

const order = (command: ControlCommand): ControlCommand => command;

export const opcUaSimulator: SimulatorFacts = {
  id: "opcua-lads",
  title: "A plate reader with an OPC-UA server of the LADS model; user lab, password secret",
  main: fileURLToPath(new URL("main.ts", import.meta.url)),
  arguments: [],
  plugs: { pty: null, tcp: "--port" },
  models: [],
  faults: {
    "drop-link": order({ cmd: "drop-link" }),
    "drop-sessions": order({ cmd: "drop-sessions" }),
    "fail-run": order({ cmd: "fail-runs" }),
    "new-certificate": order({ cmd: "restart", renewCertificate: true }),
    restart: order({ cmd: "restart" }),
    sleep: order({ cmd: "device", to: "Sleep" }),
  },
  pressStart: order({ cmd: "press-start" }),
  ownOptions: ["--knob busy=true", "--state-dir FOLDER", "--user NAME", "--password TEXT"],
};
