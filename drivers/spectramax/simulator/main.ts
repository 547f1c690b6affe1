/**
 * A simulated SpectraMax as a process of its own:
 * `node main.ts --model M5|384Plus (--pty LINKPATH | --tcp PORT)`
 * `[--fast | --time-scale X] [--one-prompt SPEED,TEMP] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. Units differ in how many prompts they send: `--one-prompt` names
 * commands to which this one answers with one.
 */
import { parseArgs } from "node:util";
import { throttle } from "../../simulator/baud-throttle.ts";
import { emitLine, listenForCommands } from "../../simulator/control-lines.ts";
import { openHostPort } from "../../simulator/open-host-port.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { MODELS, type ModelFacts } from "./model-facts.ts";
import { createReader } from "./reader.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "M5" },
    pty: { type: "string" },
    tcp: { type: "string" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    "one-prompt": { type: "string", default: "" },
    "baud-throttle": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

/** With `--fast`: nothing waits noticeably, and a read is still long enough to happen in between other things. */
const FAST_SCALE = 0.005;
const FAST_READ_MS = 30;

/** 9600 baud with ten bits a byte. */
const BYTES_PER_SECOND = 960;

function chooseModel(name: string): ModelFacts {
  if (name === "M5") return MODELS.M5;
  if (name === "384Plus") return MODELS["384 Plus"];
  throw new Error(`--model ${name}: M5 and 384Plus are simulated`);
}

const timeScale = values.fast ? FAST_SCALE : Number(values["time-scale"]);
const port = await openHostPort(values, (bytes) => reader.receive(bytes));
const write = (bytes: Buffer): void => port.write(bytes);
const reader = createReader({
  model: chooseModel(values.model),
  onePrompt: values["one-prompt"].toUpperCase().split(","),
  timeScale,
  readMs: values.fast ? FAST_READ_MS : null,
  write: values["baud-throttle"] ? throttle(write, timeScale, BYTES_PER_SECOND) : write,
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
