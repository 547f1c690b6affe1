/**
 * A simulated BioTek reader as a process of its own:
 * `node main.ts --dialect classic|modern (--pty LINKPATH | --tcp PORT)`
 * `[--fast | --time-scale X] [--filters 405,450,-] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. In `--filters`, `-` is an empty place of the classic reader's table.
 */
import { parseArgs } from "node:util";
import { throttle } from "../../simulator/baud-throttle.ts";
import { emitLine, listenForCommands } from "../../simulator/control-lines.ts";
import { openHostPort } from "../../simulator/open-host-port.ts";
import { createClassicDialect } from "./classic-reader.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { createModernDialect } from "./modern-reader.ts";
import { createReader, type Dialect, type Works } from "./simulated-reader.ts";

const { values } = parseArgs({
  options: {
    dialect: { type: "string", default: "classic" },
    pty: { type: "string" },
    tcp: { type: "string" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    filters: { type: "string", default: "405,450,490,570,630,650" },
    "baud-throttle": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

/** With `--fast`: nothing waits noticeably, and a read is still long enough to happen in between other things. */
const FAST_SCALE = 0.005;
const FAST_READ_MS = 30;

/** 9600 baud with eleven bits a byte. */
const BYTES_PER_SECOND = 873;

const PLACES = 6;

function chooseFilters(list: string): (number | null)[] {
  const filters = list.split(",").map((text) => (text.trim() === "-" ? null : Number(text)));
  if (filters.length > PLACES || filters.some((nm) => Number.isNaN(nm))) {
    throw new Error(`--filters ${list}: at most ${PLACES} wavelengths in nm, - for none`);
  }
  return filters;
}

const filtersNm = chooseFilters(values.filters);

function createDialect(works: Works): Dialect {
  if (values.dialect === "classic") return createClassicDialect(works, filtersNm, emitLine);
  if (values.dialect === "modern") return createModernDialect(works, emitLine);
  throw new Error(`--dialect ${values.dialect}: classic and modern are simulated`);
}

const timeScale = values.fast ? FAST_SCALE : Number(values["time-scale"]);
const port = await openHostPort(values, (bytes) => reader.receive(bytes));
const write = (bytes: Buffer): void => port.write(bytes);
const reader = createReader(
  {
    timeScale,
    readMs: values.fast ? FAST_READ_MS : null,
    write: values["baud-throttle"] ? throttle(write, timeScale, BYTES_PER_SECOND) : write,
    emit: emitLine,
  },
  createDialect,
);

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
