/**
 * A simulated Bio-Rad 680 or 550 as a process of its own:
 * `node main.ts --model 680|550 (--pty LINKPATH | --tcp PORT)`
 * `[--fast | --time-scale X] [--filters 405,450,-] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. In `--filters`, `-` is an empty position.
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
    model: { type: "string", default: "680" },
    pty: { type: "string" },
    tcp: { type: "string" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    filters: { type: "string" },
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
  if (name === "680" || name === "550") return MODELS[name];
  throw new Error(`--model ${name}: 680 and 550 are simulated`);
}

function chooseFilters(list: string | undefined, model: ModelFacts): (number | null)[] {
  if (list === undefined) return [...model.defaultFiltersNm];
  const filters = list.split(",").map((text) => (text.trim() === "-" ? null : Number(text)));
  if (filters.length > model.positions || filters.some((nm) => Number.isNaN(nm))) {
    throw new Error(`--filters ${list}: at most ${model.positions} wavelengths in nm, - for none`);
  }
  while (filters.length < model.positions) filters.push(null);
  return filters;
}

const model = chooseModel(values.model);
const timeScale = values.fast ? FAST_SCALE : Number(values["time-scale"]);
const port = await openHostPort(values, (bytes) => reader.receive(bytes));
const write = (bytes: Buffer): void => port.write(bytes);
const reader = createReader({
  model,
  filtersNm: chooseFilters(values.filters, model),
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
