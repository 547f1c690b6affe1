/**
 * A simulated BioTek reader as a process of its own:
 * `node main.ts --dialect classic|modern (--pty LINKPATH | --tcp PORT)`
 * `[--model elx808|elx800|powerwave|powerwave-no-status] [--filters 405,450,-]`
 * `[--fast | --time-scale X] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. Model and filters are those of the classic dialect; in `--filters`, `-`
 * is an empty place of the reader's table.
 */
import type { Emit } from "../../simulator/control-lines.ts";
import { runSimulator, simulatorArguments } from "../../simulator/run-simulator.ts";
import { CLASSIC_MODELS, type ClassicModel, classicModel } from "./classic-model.ts";
import { createClassicDialect } from "./classic-reader.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { createModernDialect } from "./modern-reader.ts";
import { createReader, type Dialect, type Works } from "./simulated-reader.ts";

const values = simulatorArguments({
  dialect: { type: "string", default: "classic" },
  model: { type: "string", default: "elx808" },
  filters: { type: "string", default: "405,450,490,570,630,650" },
});

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

function chooseModel(name: string): ClassicModel {
  const known = CLASSIC_MODELS.find((model) => model === name);
  if (known === undefined) throw new Error(`--model ${name}: ${CLASSIC_MODELS.join(", ")}`);
  return classicModel(known);
}

const filtersNm = chooseFilters(values.filters);
const model = chooseModel(values.model);

function createDialect(works: Works, emit: Emit): Dialect {
  if (values.dialect === "classic") return createClassicDialect(works, filtersNm, emit, model);
  if (values.dialect === "modern") return createModernDialect(works, emit);
  throw new Error(`--dialect ${values.dialect}: classic and modern are simulated`);
}

await runSimulator(values, {
  bytesPerSecond: BYTES_PER_SECOND,
  createReader: (surroundings) =>
    createReader(surroundings, (works) => createDialect(works, surroundings.emit)),
  commands: controlCommand,
  carryOut,
});
