/**
 * A simulated Absorbance 96 (manual model) as a process of its own:
 * `node main.ts (--pty LINKPATH | --tcp PORT) [--fast | --time-scale X]`
 * `[--filters 405,450,492,620] [--line-end crlf|cr|lf] [--blind] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. A `--blind` reader cannot see whether a plate is inside.
 */
import { runSimulator, simulatorArguments } from "../../simulator/run-simulator.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { createReader } from "./reader.ts";

const values = simulatorArguments({
  filters: { type: "string", default: "405,450,492,620" },
  "line-end": { type: "string", default: "crlf" },
  blind: { type: "boolean", default: false },
});

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

const own = {
  filtersNm: chooseFilters(values.filters),
  lineEnd: chooseLineEnd(values["line-end"]),
  seesPlate: !values.blind,
};

await runSimulator(values, {
  bytesPerSecond: BYTES_PER_SECOND,
  createReader: (surroundings) => createReader({ ...own, ...surroundings }),
  commands: controlCommand,
  carryOut,
});
