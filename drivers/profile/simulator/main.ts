/**
 * A reader made of the example conversations of a profile, as a process of its own:
 * `node main.ts --profile FILE (--pty LINKPATH | --tcp PORT) [--fast | --time-scale X] [--keep]`.
 * It ends when its stdin closes, unless `--keep`.
 */
import { parseArgs } from "node:util";
import { emitLine, listenForCommands } from "../../simulator/control-lines.ts";
import { openHostPort } from "../../simulator/open-host-port.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { readScript } from "./read-script.ts";
import { createReader } from "./reader.ts";

const { values } = parseArgs({
  options: {
    profile: { type: "string" },
    pty: { type: "string" },
    tcp: { type: "string" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    keep: { type: "boolean", default: false },
  },
});

if (values.profile === undefined) throw new Error("--profile FILE says which reader it is");

const port = await openHostPort(values, (bytes) => reader.receive(bytes));
const reader = createReader({
  script: readScript(values.profile),
  timeScale: values.fast ? 0 : Number(values["time-scale"]),
  write: (bytes) => port.write(bytes),
  emit: emitLine,
});

function end(): void {
  port.close();
  process.exit();
}

listenForCommands(
  controlCommand,
  (command) => carryOut(command, reader, port),
  () => {
    if (!values.keep) end();
  },
);
process.on("SIGTERM", end);
process.on("SIGINT", end);
emitLine({ event: "listening", spec: port.spec, ...port.listening });
