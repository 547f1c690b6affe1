/**
 * A simulated Absorbance 96 (manual model) as a process of its own:
 * `node main.ts (--pty LINKPATH | --tcp PORT) [--fast | --time-scale X]`
 * `[--filters 405,450,492,620] [--line-end crlf|cr|lf] [--blind] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. A `--blind` reader cannot see whether a plate is inside.
 */
import { parseArgs } from "node:util";
import { throttle } from "../../simulator/baud-throttle.ts";
import { emitLine, listenForCommands } from "../../simulator/control-lines.ts";
import { openHostPort } from "../../simulator/open-host-port.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { createReader } from "./reader.ts";

const { values } = parseArgs({
  options: {
    pty: { type: "string" },
    tcp: { type: "string" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    filters: { type: "string", default: "405,450,492,620" },
    "line-end": { type: "string", default: "crlf" },
    blind: { type: "boolean", default: false },
    "baud-throttle": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

/** With `--fast`: nothing waits noticeably, and a read is still long enough to happen in between other things. */
const FAST_SCALE = 0.005;
const FAST_READ_MS = 30;

/** 115200 baud with ten bits a byte. */
const BYTES_PER_SECOND = 11_520;

function chooseFilters(list: string): number[] {
  const filters = list.split(",").map(Number);
  if (filters.every((nm) => nm >= 100 && nm <= 9999)) return filters;
  throw new Error(`--filters ${list}: wavelengths in nm by slot`);
}

function chooseLineEnd(name: string): "\r\n" | "\r" | "\n" {
  if (name === "crlf") return "\r\n";
  if (name === "cr") return "\r";
  if (name === "lf") return "\n";
  throw new Error(`--line-end ${name}: crlf, cr or lf`);
}

const timeScale = values.fast ? FAST_SCALE : Number(values["time-scale"]);
const port = await openHostPort(values, (bytes) => reader.receive(bytes));
const write = (bytes: Buffer): void => port.write(bytes);
const reader = createReader({
  filtersNm: chooseFilters(values.filters),
  lineEnd: chooseLineEnd(values["line-end"]),
  seesPlate: !values.blind,
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
